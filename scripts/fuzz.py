"""Feeds the service made-up input, led by what its code does with it (coverage-guided, atheris).

A find is written beside the corpus in build/fuzz; it becomes a case of tests/test_hostile.py.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

import environment

TARGETS = ("letter", "door", "invitation", "card", "pack")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "seconds", nargs="?", type=int, default=60, help="for each target (default: 60)"
    )
    seconds = parser.parse_args().seconds
    python = str(environment.prepare("fuzz"))
    program = environment.PROJECT / "scripts" / "fuzzing"
    failed = 0
    for target in TARGETS:
        folder = environment.PROJECT / "build" / "fuzz" / target
        folder.mkdir(parents=True, exist_ok=True)
        options = [f"-max_total_time={seconds}", "-max_len=4096", "-timeout=20"]
        files = [f"-artifact_prefix={folder}/", str(folder)]
        command = [python, str(program), target, *options, *files]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        lines = [line for line in done.stderr.splitlines() if line.startswith("Done ")]
        print(f"{target}: {lines[-1] if lines else done.stderr[-2000:]}", flush=True)
        failed += bool(done.returncode)
    return failed


if __name__ == "__main__":
    sys.exit(main())
