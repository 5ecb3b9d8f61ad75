"""Makes the language packs' weights anew from the notes of the corpus.

python3 scripts/train.py [--check]

With --check nothing is written; the command fails where the weights are not what the corpus makes.
"""

from __future__ import annotations

import subprocess
import sys

import environment


def main() -> int:
    python = str(environment.prepare("test"))
    command = [python, str(environment.PROJECT / "scripts" / "training"), *sys.argv[1:]]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
