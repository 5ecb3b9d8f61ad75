"""Runs the service on waitress, and tells a person what is going on."""

from __future__ import annotations

import errno
import json
import logging
import os
import select
import signal
import sys
import urllib.request
from pathlib import Path
from typing import Any

import click
import platformdirs
from flask import Flask
from waitress.server import create_server

from taknote.memory import Memory, UnusableMemoryError
from taknote.web import LARGEST_BODY, create_app, warm_up
from taknote.web.pages import extension_folder
from taknote.web.settings import Settings, is_loopback

_EXAMPLE = (
    r'{"body": "Dear Kieth,\n\nThank you for meeting with me today about the job.\n\nMaggie", '
    '"to": [{"email": "keith@patrickson-hirsch.com"}]}'
)
DATABASE = "TAKNOTE_DATABASE_URL"
# Checks are work, not waiting: more threads would only take the interpreter from one another.
_THREADS = 2
_SWITCH = 0.0005  # seconds until another thread's turn; the default of 5 ms keeps sockets waiting


def run(host: str, port: int, data: Path | None, token: str) -> int:
    """Serve until interrupted, and return the exit code of the command.

    Args:
        host: the address to listen on; off loopback a token is required.
        port: the port to listen on; 0 takes a free one.
        data: the folder for what is remembered; None for the user's own.
        token: what callers must send, or empty.
    """
    if not is_loopback(host) and not token:
        click.echo(
            f"{host} is reachable by others, so callers must send a token. Give one: "
            "--token or TAKNOTE_TOKEN. Or leave --host out.",
            err=True,
        )
        return 2
    folder = data or Path(platformdirs.user_data_dir("taknote", appauthor=False))
    settings = Settings(host, port, token)
    try:
        memory = Memory(folder, url=os.environ.get(DATABASE, ""))
    except UnusableMemoryError as error:
        click.echo(str(error), err=True)
        return 2
    sys.setswitchinterval(_SWITCH)
    logging.getLogger("waitress").setLevel(logging.ERROR)
    app = create_app(settings, memory)
    try:
        server = listen(app, host, port)
    except OSError as error:
        click.echo(_port_message(error, host, port), err=True)
        return 1
    settings.port = int(getattr(server, "effective_port", port) or port)
    warm_up()
    _welcome(settings, folder)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop as cleanly as on Ctrl+C
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        memory.close()
    click.echo("\nTaknote has stopped.")
    return 0


def listen(app: Flask, host: str, port: int) -> Any:
    """Take the port; the server that is returned answers once it is run.

    Raises:
        OSError: the port can't be had.
    """
    return create_server(
        app,
        host=host,
        port=port,
        threads=_THREADS,
        ident="taknote",
        # Flask answers what is larger than 1 MiB; waitress refuses what is far larger.
        max_request_body_size=LARGEST_BODY * 16,
        channel_timeout=30,
        connection_limit=600,
        # select() knows no file beyond the 1,024th; Windows, which has no poll(), counts otherwise.
        asyncore_use_poll=hasattr(select, "poll"),
        clear_untrusted_proxy_headers=True,
    )


def _port_message(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by you. Take another one: --port 8766"
    if error.errno != errno.EADDRINUSE and getattr(error, "winerror", 0) != 10048:
        return f"Taknote can't listen on {host} port {port}: {error.strerror or error}."
    if _is_taknote(port):
        return f"Taknote is already running on http://127.0.0.1:{port}: just use it."
    return (
        f"Port {port} is taken by another program. Take another one: --port {port % 65535 + 1} "
        "(and set the same port in the extension's options)."
    )


def _is_taknote(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
            return bool(json.load(answer).get("name") == "taknote")
    except (OSError, ValueError, AttributeError):
        return False


def _welcome(settings: Settings, folder: Path) -> None:
    address = f"http://127.0.0.1:{settings.port}"
    click.echo(
        f"Taknote is running on {click.style(address, bold=True)} (Ctrl+C stops it).\n\n"
        "Try it from another terminal:\n"
        f"  curl {address}/v1/check -H 'Content-Type: application/json' \\\n"
        f"    -d '{_EXAMPLE}'\n\n"
        f"Write a note on {address}, or load the extension for webmail from\n"
        f"  {extension_folder()}\n"
        "  Chrome, Edge: chrome://extensions, Developer mode, Load unpacked\n"
        "  Firefox: about:debugging, This Firefox, Load Temporary Add-on, manifest.json\n\n"
        f"How to call it: {address}/docs\n"
        f"What it remembers lies in {folder}; no note is kept or logged.",
    )
