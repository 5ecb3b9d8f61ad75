"""Runs the parts that were asked for, and keeps the tables of all parts in RESULTS.md."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
RESULTS = Path(__file__).parent / "RESULTS.md"
PARTS = {
    "letters": "letters",
    "load": "load",
    "typing": "typing_cost",
    "hardship": "hardship",
    "memory": "memory",
}
BY_DEFAULT = ("letters", "load", "typing", "hardship")  # a million sentences take half an hour


def main() -> int:
    sys.path.insert(0, str(PROJECT / "tests"))
    asked = sys.argv[1:] or BY_DEFAULT
    unknown = [part for part in asked if part not in PARTS]
    if unknown:
        print(f"There is no part {unknown[0]!r}; the parts are {', '.join(PARTS)}.")
        return 2
    folder = PROJECT / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    for part in asked:
        made: str = importlib.import_module(PARTS[part]).measure()
        (folder / f"{part}.md").write_text(made + "\n", encoding="utf-8")
        print(made, flush=True)
    kept = [(folder / f"{part}.md") for part in PARTS]
    texts = [file.read_text(encoding="utf-8") for file in kept if file.exists()]
    head = (
        "# What Taknote costs\n\n"
        "Made by `python3 scripts/bench.py` on one machine, each part in one run.\n\n"
    )
    RESULTS.write_text(head + "\n".join(texts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
