"""Measures how well Taknote reads and proofreads the corpus, and writes the tables.

python3 scripts/evaluate.py [--parts] [--all] [FILE.jsonl …]

What is wrong is listed by name; with --all for the notes set aside, too. With --parts alone, each
part of a pattern is listed with the notes that need it.

Each FILE holds further notes, one JSON object a line, with "body", "kind" ("note" or another) and
"labels" (the senses that the note has).
"""

from __future__ import annotations

import subprocess
import sys

import environment


def main() -> int:
    python = str(environment.prepare("test"))
    command = [python, str(environment.PROJECT / "scripts" / "evaluation"), *sys.argv[1:]]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
