"""Trains on the whole corpus and writes `weights.tsv` into each language pack."""

from __future__ import annotations

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(PROJECT / "tests"), str(PROJECT / "scripts")]

import corpus  # noqa: E402
import training  # noqa: E402
from taknote import languages  # noqa: E402


def main() -> int:
    packs = Path(languages.__file__).parent
    stale = []
    for language in corpus.LANGUAGES:
        file = packs / language / "weights.tsv"
        made = training.train(training.examples(language), corpus.sentences(language)).table()
        if "--check" in sys.argv[1:]:
            if not file.exists() or file.read_text(encoding="utf-8") != made:
                stale.append(str(file))
        else:
            file.write_text(made, encoding="utf-8")
            print(f"{file}: {made.count(chr(10))} lines, {len(made.encode()) // 1024} KiB")
    if stale:
        print(f"Not what the corpus makes: {', '.join(stale)}. Run python3 scripts/train.py.")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
