"""What was tried to hurt Taknote, as the tests count it, and whether anything did."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tables import table

PROJECT = Path(__file__).resolve().parent.parent.parent
TESTS = (
    *("test_hostile.py", "test_properties.py", "test_memory.py", "test_interviews.py", "web"),
    *("test_languages.py", "browser/test_hostile_pages.py", "browser/test_hardship.py"),
    *("browser/test_interruptions.py", "browser/test_extension.py"),
)


def measure() -> str:
    """The table.

    Raises:
        SystemExit: something did harm; the tests' words are above.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tally.json"
        tests = [str(PROJECT / "tests" / name) for name in TESTS]
        command = [sys.executable, "-m", "pytest", f"--tally={file}", *tests]
        if subprocess.run(command, cwd=PROJECT, check=False).returncode:
            raise SystemExit("Not everything was survived.")
        counted: dict[str, int] = json.loads(file.read_text(encoding="utf-8"))
    rows = [[what, f"{times:,}"] for what, times in sorted(counted.items())]
    survived = "All of this was tried in one run of the tests, and all of it was survived."
    return f"{survived}\n\n{table(['What was tried', 'Times'], rows)}"
