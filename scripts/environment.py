"""Sets up the project's own Python environment, with the standard library alone.

The environment lives in `.venv` in the project's folder. It is made on the first run and brought
up to date whenever `pyproject.toml` changes; otherwise a run finds it ready at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / ".venv"
# What the tests run with, to the byte. After a change of the dependencies it is made anew by
#   uv pip compile pyproject.toml --extra test --universal --python-version 3.11 \
#     --generate-hashes --no-header --no-annotate -o tests/requirements.lock
LOCK = PROJECT / "tests" / "requirements.lock"
OLDEST_PYTHON = (3, 11)


def may_install_packages() -> bool:
    """Whether this user may install Debian's packages without being asked for a password."""
    return bool(
        hasattr(os, "geteuid")
        and os.geteuid() == 0
        and shutil.which("apt-get")
        and Path("/etc/debian_version").exists()
    )


def install_packages(packages: Sequence[str], answers: str = "") -> None:
    """Install Debian's packages by name. None of their daemons is started.

    Args:
        packages: their names.
        answers: what their set-up would ask, as debconf-set-selections takes it.

    Raises:
        SystemExit: apt-get failed, or this user may not; the message says what to type.
    """
    command = f"sudo apt-get install {' '.join(packages)}"
    if not may_install_packages():
        raise SystemExit(f"This needs {', '.join(packages)}. Please install it: {command}")
    print(f"Installing {', '.join(packages)} …", flush=True)
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quietly, check=False)
    if answers:
        subprocess.run(["debconf-set-selections"], input=answers, text=True, check=False)
    with _no_daemons():
        done = subprocess.run(
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages],
            env=quietly,
            stdout=subprocess.DEVNULL,
            check=False,
        )
    if done.returncode:
        raise SystemExit(f"apt-get could not install {', '.join(packages)}. Try: {command}")


@contextlib.contextmanager
def _no_daemons() -> Iterator[None]:
    """Keep Debian from starting what it installs (policy-rc.d), on public addresses at that."""
    policy = Path("/usr/sbin/policy-rc.d")
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()


def python() -> Path:
    """The environment's Python."""
    if os.name == "nt":
        return FOLDER / "Scripts" / "python.exe"
    return FOLDER / "bin" / "python"


def prepare(extra: str = "") -> Path:
    """Make the environment or bring it up to date, and return its Python.

    Args:
        extra: an optional-dependencies group of `pyproject.toml` to install as well.

    Raises:
        SystemExit: Python is too old, or something can't be installed; the message says what.
    """
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        raise SystemExit(
            f"Taknote needs Python {wanted} or newer; this is {sys.version.split()[0]}."
        )
    target = f".[{extra}]" if extra else "."
    wanted_state = hashlib.sha256(
        (PROJECT / "pyproject.toml").read_bytes()
        + LOCK.read_bytes()
        + sys.version.encode()
        + str(PROJECT).encode()
    ).hexdigest()
    stamp = FOLDER / f"ready-{extra or 'run'}"
    covers = [stamp] if extra else [stamp, FOLDER / "ready-test"]
    if python().exists() and any(
        file.exists() and file.read_text() == wanted_state for file in covers
    ):
        return python()
    print("Setting up Taknote's environment (once; this takes a minute) …", flush=True)
    if not works(python()):
        create()
    if extra == "test":
        _install("--require-hashes", "-r", str(LOCK))
        _install("--no-deps", "--no-build-isolation", "-e", ".")
    else:
        _install("-e", target)
    stamp.write_text(wanted_state)
    return python()


def _install(*what: str) -> None:
    command = [
        str(python()),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        *what,
    ]
    if subprocess.run(command, cwd=PROJECT, check=False).returncode:
        raise SystemExit(
            "Taknote's packages could not be installed; pip's message is above. "
            "With the network back, run the same command again."
        )


def works(interpreter: Path) -> bool:
    """Whether an environment's Python starts and has pip (a half-made or moved one does not)."""
    if not interpreter.exists():
        return False
    tried = subprocess.run(
        [interpreter, "-m", "pip", "--version"], capture_output=True, check=False
    )
    return tried.returncode == 0


def create() -> None:
    """Make the environment anew."""
    try:
        import ensurepip  # noqa: F401, PLC0415  Debian ships it in a package of its own
    except ImportError:
        install_packages([f"python{sys.version_info.major}.{sys.version_info.minor}-venv"])
    shutil.rmtree(FOLDER, ignore_errors=True)
    try:
        venv.create(FOLDER, with_pip=True)
    except subprocess.CalledProcessError as error:
        shutil.rmtree(FOLDER, ignore_errors=True)
        raise SystemExit(f"Python could not make an environment in {FOLDER}: {error}") from error
