"""Real browsers, and a folder for the pictures they take."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Worker,
    expect,
    sync_playwright,
)

from browser.firefox import Firefox
from browser.webmail import Open, serve_page
from conftest import Service

EXTENSION = Path(__file__).resolve().parent.parent.parent / "extension"
SCREENSHOTS = Path(__file__).resolve().parent.parent.parent / "build" / "screenshots"
# Machines are slow at times; what is waited for comes, or the test has found something.
expect.set_options(timeout=20_000)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def screenshots() -> Path:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


def chromium_program() -> str:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is not installed."
    return program


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium_program(), args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page(viewport={"width": 1000, "height": 900}, locale="en-US")
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    opened.close()
    assert problems == []


@pytest.fixture(scope="session")
def firefox() -> Iterator[Firefox]:
    browser = Firefox()
    yield browser
    browser.close()


def with_extension(playwright: Playwright, profile: Path) -> BrowserContext:
    """A Chromium with the extension loaded."""
    return playwright.chromium.launch_persistent_context(
        profile,
        executable_path=chromium_program(),
        args=[
            *QUIET,
            f"--disable-extensions-except={EXTENSION}",
            f"--load-extension={EXTENSION}",
        ],
        viewport={"width": 1000, "height": 800},
        locale="en-US",
    )


@pytest.fixture(scope="session")
def context(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    opened = with_extension(playwright, tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()


def worker_of(context: BrowserContext) -> Worker:
    """The extension's background, which Chromium starts when it likes."""
    workers = context.service_workers
    return workers[0] if workers else context.wait_for_event("serviceworker")


@pytest.fixture(scope="session")
def worker(context: BrowserContext) -> Worker:
    return worker_of(context)


def origin(worker: Worker) -> str:
    return worker.url.removesuffix("/background.js")


def pair(worker: Worker, service: Service) -> None:
    """Let the extension in, with nothing else set."""
    service.memory.pair(origin(worker), "the-token")
    worker.evaluate(
        "port => chrome.storage.local.clear()"
        ".then(() => chrome.storage.local.set({port, token: 'the-token'}))",
        service.port,
    )


@pytest.fixture
def paired(worker: Worker, service: Service) -> Iterator[Worker]:
    """The extension, let in, with nothing set."""
    pair(worker, service)
    yield worker
    worker.evaluate("chrome.storage.local.clear()")


@pytest.fixture
def webmail(context: BrowserContext, paired: Worker) -> Iterator[Open]:
    """Opens a webmail's compose page at its real address."""
    opened: list[Page] = []

    def start(file: str, url: str, **words: str) -> Page:
        page = context.new_page()
        opened.append(page)
        serve_page(page, file, **words)
        page.goto(url)
        return page

    yield start
    for page in opened:
        page.close()
