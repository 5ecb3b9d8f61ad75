"""Starts Taknote: sets up its environment on the first run, then serves until Ctrl+C.

python3 scripts/serve.py [--port N] [--data DIR]
"""

from __future__ import annotations

import subprocess
import sys

import environment


def main() -> int:
    command = [str(environment.prepare()), "-m", "taknote", "serve", *sys.argv[1:]]
    # Not exec: Windows has none, and there the console would get its prompt back at once.
    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the service was told too, and is closing down


if __name__ == "__main__":
    sys.exit(main())
