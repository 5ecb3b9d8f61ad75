"""Checks everything: lint, types, tests. Sets up what it needs on the first run.

python3 scripts/test.py [options for pytest …]
"""

from __future__ import annotations

import subprocess
import sys

import environment


def main() -> int:
    python = str(environment.prepare("test"))
    steps = {
        "lint": [python, "-m", "ruff", "check", "."],
        "format": [python, "-m", "ruff", "format", "--check", "."],
        "types": [python, "-m", "mypy"],
        "tests": [python, "-m", "pytest", *sys.argv[1:]],
    }
    failed = []
    for name, command in steps.items():
        print(f"── {name}", flush=True)
        if subprocess.run(command, cwd=environment.PROJECT, check=False).returncode:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}" if failed else "Everything passed.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
