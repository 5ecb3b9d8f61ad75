"""What comes between: the computer sleeps, the browser stops the background, an update arrives.

Each happens with a letter half written, in a Chromium of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, expect

from browser.conftest import pair, with_extension, worker_of
from browser.webmail import BODY, GMAIL, HIGHLIGHTED, marked, send, sent, serve_page, type_letter
from conftest import Service
from tally import tried

A_DAY = 24 * 3600 * 1000  # milliseconds


@pytest.fixture
def own_context(
    playwright: Playwright, tmp_path: Path, service: Service
) -> Iterator[BrowserContext]:
    """A Chromium that is none of the other tests'."""
    opened = with_extension(playwright, tmp_path)
    pair(worker_of(opened), service)
    yield opened
    opened.close()


@pytest.fixture
def written(own_context: BrowserContext) -> Page:
    """A letter in Gmail, checked and marked."""
    page = own_context.new_page()
    serve_page(page, "gmail.html")
    page.goto(GMAIL)
    type_letter(page)
    marked(page)
    return page


def devtools(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


def backgrounds(page: Page) -> list[str]:
    """The extension's running backgrounds, as Chromium numbers them."""
    targets = devtools(page).send("Target.getTargets")["targetInfos"]
    return [one["targetId"] for one in targets if one["url"].endswith("/background.js")]


def until(happened: Callable[[], bool]) -> None:
    for _ in range(400):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("It did not happen.")


def goes_on(page: Page) -> None:
    """The letter is whole, is checked on, mended, taken back and sent."""
    page.keyboard.type(" more of it")
    page.wait_for_timeout(900)  # until the pause is over and the text is checked
    marked(page)
    assert page.evaluate(HIGHLIGHTED)["taknote-error"] == ["Kieth", "Patrickson Hirsh"]
    assert "\nMaggie and more of it\n" in page.locator(BODY).inner_text()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+Shift+ArrowDown")
    change = page.get_by_role("button", name="Change to “")
    expect(change).to_have_count(1)
    change.click()
    marked(page, 1)
    page.keyboard.press("Control+z")
    marked(page)
    send(page)
    page.get_by_role("button", name="Send anyway").click()
    assert len(sent(page)) == 1
    assert "Maggie and more of it" in sent(page)[0]
    tried("a fault under a letter half written: sleep, clock, stop, update, storage, service")


def test_a_browser_put_to_sleep_in_mid_typing(written: Page) -> None:
    lifecycle = devtools(written)
    written.keyboard.type(" and")
    lifecycle.send("Page.setWebLifecycleState", {"state": "frozen"})
    time.sleep(3)
    lifecycle.send("Page.setWebLifecycleState", {"state": "active"})
    goes_on(written)


def test_a_clock_that_jumps_a_day_in_mid_typing(written: Page) -> None:
    written.keyboard.type(" and")
    before = written.evaluate("Date.now()")
    devtools(written).send(
        "Emulation.setVirtualTimePolicy",
        {"policy": "advance", "initialVirtualTime": (before + A_DAY) / 1000},
    )
    assert written.evaluate("Date.now()") >= before + A_DAY
    goes_on(written)


def test_a_background_that_the_browser_stopped(written: Page) -> None:
    (running,) = backgrounds(written)
    devtools(written).send("Target.closeTarget", {"targetId": running})
    until(lambda: not backgrounds(written))
    written.keyboard.type(" and")
    goes_on(written)
    assert backgrounds(written)


def test_an_update_under_an_open_letter(own_context: BrowserContext, written: Page) -> None:
    old = backgrounds(written)
    written.keyboard.type(" and")
    # Chromium starts an extension from a folder again in developer mode alone.
    settings = own_context.new_page()
    settings.goto("chrome://extensions")
    settings.evaluate(
        "new Promise(done => chrome.developerPrivate.updateProfileConfiguration("
        "{inDeveloperMode: true}, () => done()))"
    )
    settings.close()
    worker_of(own_context).evaluate("setTimeout(() => chrome.runtime.reload(), 50)")
    until(lambda: backgrounds(written) not in ([], old))
    goes_on(written)
    assert written.get_by_role("button", name="Taknote").count() <= 1
