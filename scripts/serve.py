"""Starts Taknote: sets up its environment on the first run, then serves until Ctrl+C.

python3 scripts/serve.py [--port N] [--data DIR]
"""

from __future__ import annotations

import os
import subprocess
import sys

import environment


def main() -> int:
    command = [str(environment.prepare()), "-m", "taknote", "serve", *sys.argv[1:]]
    if os.name != "nt":
        os.execv(command[0], command)
    # Windows has no exec that the console would wait for.
    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the service was told too, and is closing down


if __name__ == "__main__":
    sys.exit(main())
