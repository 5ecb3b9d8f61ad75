"""The two commands, the wheel, and the README, as a newcomer meets them."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(*arguments: str) -> subprocess.Popen[str]:
    # Tests that a shell runs in its background ignore interrupts, and so would what they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(
        [sys.executable, str(PROJECT / "scripts" / "serve.py"), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the service did not start")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    port = free_port()
    with serve("--port", str(port), "--data", str(tmp_path_factory.mktemp("data"))) as process:
        try:
            wait_for(port)
            yield port
            process.send_signal(signal.SIGINT)
            output, _ = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 0, output
    assert f"http://127.0.0.1:{port}" in output
    assert "curl " in output
    assert "Taknote has stopped." in output
    assert "Traceback" not in output


def test_a_taken_port_is_told_and_whose_it_is(served: int, tmp_path: Path) -> None:
    again = serve("--port", str(served), "--data", str(tmp_path))
    output, _ = again.communicate(timeout=60)
    assert again.returncode == 1
    assert "already running" in output

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = serve("--port", str(port), "--data", str(tmp_path))
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "taken by another program" in output
    assert "--port" in output


def test_off_loopback_it_wants_a_token(tmp_path: Path) -> None:
    process = serve("--host", "0.0.0.0", "--port", "0", "--data", str(tmp_path))
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "TAKNOTE_TOKEN" in output


def examples() -> list[tuple[str, str]]:
    """Each curl call of the README with the answer that follows it."""
    return re.findall(r"```sh\n(curl .*?)```\s+```json\n(.*?)```", README, re.DOTALL)


@pytest.mark.skipif(os.name == "nt", reason="the README's calls are written for a POSIX shell")
def test_the_readmes_calls_answer_what_the_readme_says(served: int) -> None:
    calls = examples()
    assert len(calls) >= 2
    for call, answer in calls:
        command = call.replace("127.0.0.1:8765", f"127.0.0.1:{served}")
        done = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, check=True, encoding="utf-8"
        )
        got = json.loads(done.stdout)
        for warning in json.loads(answer)["warnings"]:
            assert warning in got["warnings"], (warning, got["warnings"])


def test_a_wheel_works_outside_of_the_tree(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(tmp_path)],
        cwd=PROJECT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    # The wheel alone, on top of what is installed here but for the tree itself.
    folder = tmp_path / "alone"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    note = "Dear Kieth,\n\nThank you for the interview today about the job.\n\nBest,\nMaggie\n"
    done = subprocess.run(
        [sys.executable, "-m", "taknote", "check", "-", "--to", "keith@example.org"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"},
        input=note,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "person-name" in done.stdout


def test_the_extension_is_packed_the_same_each_time(tmp_path: Path) -> None:
    made = []
    for name in ("one", "other"):
        subprocess.run(
            [sys.executable, str(PROJECT / "scripts" / "package.py"), str(tmp_path / name)],
            check=True,
            capture_output=True,
        )
        made.append([file.read_bytes() for file in sorted((tmp_path / name).iterdir())])
    assert made[0] == made[1]
    assert len(made[0]) == 3
    with zipfile.ZipFile(next((tmp_path / "one").iterdir())) as archive:
        assert "manifest.json" in archive.namelist()


def test_the_scripts_need_nothing_but_the_standard_library() -> None:
    for name in ("serve", "test", "environment"):
        done = subprocess.run(
            [
                sys.executable,
                "-I",
                "-S",
                "-c",
                f"import sys; sys.path.insert(0, 'scripts'); import {name}",
            ],
            cwd=PROJECT,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
