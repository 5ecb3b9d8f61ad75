"""Measures Taknote beside its peers, in one run on one machine, and writes the tables.

python3 scripts/bench.py [letters | load | typing | hardship | memory …]
"""

from __future__ import annotations

import subprocess
import sys

import environment


def main() -> int:
    python = str(environment.prepare("test"))
    command = [python, str(environment.PROJECT / "scripts" / "benchmarks"), *sys.argv[1:]]
    return subprocess.run(command, cwd=environment.PROJECT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
