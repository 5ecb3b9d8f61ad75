"""Makes the extension's zip for the stores, the same bytes from the same tree.

    python3 scripts/package.py [FOLDER]

Chrome's and Edge's stores and Firefox's take the same file: one manifest serves all three.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

EXTENSION = Path(__file__).resolve().parent.parent / "extension"
STORES = ("chrome", "edge", "firefox")
MADE_AT = (1980, 1, 1, 0, 0, 0)


def package(folder: Path) -> list[Path]:
    """Write a zip for each store into a folder, and return their paths."""
    version = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))["version"]
    files = sorted(file for file in EXTENSION.rglob("*") if file.is_file())
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for store in STORES:
        target = folder / f"taknote-{version}-{store}.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                entry = zipfile.ZipInfo(file.relative_to(EXTENSION).as_posix(), MADE_AT)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.read_bytes())
        made.append(target)
    return made


if __name__ == "__main__":
    for path in package(Path(sys.argv[1] if len(sys.argv) > 1 else "build")):
        print(path)
