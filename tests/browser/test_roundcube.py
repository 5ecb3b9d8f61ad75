"""A letter's whole way in a real Roundcube: typed, marked, mended, sent, and found at the sink."""

from __future__ import annotations

import email
import json
import time
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Worker, expect

from browser.roundcube import PASSWORD, USER, Roundcube
from browser.webmail import LETTER, until
from conftest import Service

EDITOR = "iframe#composebody_ifr"
MARKED = {
    # in the editor's frame, and in the text field's mirror
    True: "document.querySelector('#composebody_ifr').contentWindow.CSS.highlights",
    False: "CSS.highlights",
}

# How a marked error is drawn, where it is drawn.
UNDERLINE = {
    True: """(() => { const frame = document.querySelector('#composebody_ifr').contentWindow;
      return frame.getComputedStyle(frame.document.body, '::highlight(taknote-error)')
        .textDecorationStyle })()""",
    False: """getComputedStyle(document.querySelector('taknote-mirror').shadowRoot
      .querySelector('div'), '::highlight(taknote-error)').textDecorationStyle""",
}


@pytest.fixture(scope="module", params=[False, True], ids=["text", "html"])
def roundcube(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Roundcube, bool]]:
    with Roundcube(tmp_path_factory.mktemp("roundcube"), html=request.param) as running:
        yield running, request.param


def compose(context: BrowserContext, roundcube: Roundcube) -> Page:
    page = context.new_page()
    page.goto(roundcube.url)
    if page.locator("#rcmloginuser").count():
        page.fill("#rcmloginuser", USER)
        page.fill("#rcmloginpwd", PASSWORD)
        page.click("#rcmloginsubmit")
        page.wait_for_url("**/?_task=mail**")
    page.goto(f"{roundcube.url}?_task=mail&_action=compose")
    page.locator("#compose_to input").fill("keith@patrickson-hirsch.com")
    page.locator("#compose_to input").press(",")
    page.fill("#compose-subject", "Thank you – Marketing Manager interview")
    return page


def use_here(worker: Worker, url: str) -> None:
    """What the popup's button does on a webmail at an address of its own."""
    worker.evaluate(
        "async origin => { await chrome.scripting.unregisterContentScripts();"
        "await chrome.scripting.registerContentScripts([{id: 'site', matches: [`${origin}/*`],"
        "js: ['content.js'], runAt: 'document_idle'}]) }",
        url.rstrip("/").rsplit(":", 1)[0],
    )


def type_letter(page: Page, html: bool) -> None:
    if html:
        page.frame_locator(EDITOR).locator("body#tinymce").click()
        page.keyboard.press("Control+Home")
    else:
        page.locator("#composebody").click()
    for at, line in enumerate(LETTER):
        if at:
            page.keyboard.press("Enter")
            if not html:
                page.keyboard.press("Enter")
        page.keyboard.type(line)


def text(page: Page, html: bool) -> str:
    if html:
        return page.frame_locator(EDITOR).locator("body#tinymce").inner_text()
    return page.locator("#composebody").input_value()


def marks(html: bool) -> str:
    return f"""Object.fromEntries([...{MARKED[html]}].map(
      ([name, ranges]) => [name, [...ranges].map(range => range.toString())]))"""


def test_from_the_login_to_the_sink(
    context: BrowserContext,
    paired: Worker,
    service: Service,
    roundcube: tuple[Roundcube, bool],
    screenshots: Path,
) -> None:
    running, html = roundcube
    service.memory.forget_all()
    use_here(paired, running.url)
    page = compose(context, running)
    type_letter(page, html)
    until(page, f"{marks(html)}['taknote-error']?.length === 2")
    assert page.evaluate(marks(html))["taknote-error"] == ["Kieth", "Patrickson Hirsh"]
    assert page.evaluate(UNDERLINE[html]) == "wavy"
    page.screenshot(path=screenshots / f"roundcube-{'html' if html else 'text'}-marks.png")

    page.keyboard.press("Alt+Shift+ArrowDown")
    page.get_by_role("button", name="Change to “Keith”").click()
    mended = text(page, html)
    assert mended.startswith("Dear Keith,")
    page.keyboard.press("Control+z")
    assert text(page, html) == mended.replace("Keith", "Kieth")
    page.keyboard.press("Control+y" if html else "Control+Shift+z")
    assert text(page, html) == mended
    until(page, f"{marks(html)}['taknote-error']?.length === 1")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.get_by_role("button", name="Change to “Patrickson-Hirsch”").click()
    until(page, f"!{marks(html)}['taknote-error']?.length")

    page.locator("#compose-mdn").check(force=True)
    expect(page.get_by_role("button", name="Taknote: one thing to mend")).to_be_visible()
    page.locator(".formbuttons button.send").click()
    dialog = page.get_by_role("dialog", name="Before you send it")
    expect(dialog).to_contain_text("A read receipt is asked for.")
    page.screenshot(path=screenshots / f"roundcube-{'html' if html else 'text'}-guard.png")
    assert running.sink.mails == []
    dialog.get_by_role("button", name="Turn off the read receipt").click()
    expect(page.locator("#compose-mdn")).not_to_be_checked()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Taknote: nothing to mend")).to_be_visible()

    page.locator(".formbuttons button.send").click()
    for _ in range(200):
        if running.sink.mails:
            break
        page.wait_for_timeout(50)
    page.close()
    assert len(running.sink.mails) == 1
    assert_clean(running.sink.mails[0])
    assert running.sink.notify == [[]]
    # It is remembered to whom a note went.
    for _ in range(200):
        if service.memory.records():
            break
        time.sleep(0.05)
    assert service.memory.records()[0].recipient == "keith@patrickson-hirsch.com"


def test_an_editor_changed_for_another_leaves_no_second_taknote(
    context: BrowserContext, paired: Worker, roundcube: tuple[Roundcube, bool]
) -> None:
    running, html = roundcube
    use_here(paired, running.url)
    page = compose(context, running)
    type_letter(page, html)
    until(page, f"{marks(html)}['taknote-error']?.length === 2")
    page.on("dialog", lambda dialog: dialog.accept())  # "All formatting is lost"
    for _ in range(2):
        html = not html
        page.evaluate(f"rcmail.command('toggle-editor', {{html: {str(html).lower()}}})")
        page.locator(EDITOR if html else "#composebody").wait_for()
        until(page, f"{marks(html)}['taknote-error']?.length === 2")
        until(page, "document.querySelectorAll('taknote-card').length === 1")
        assert page.evaluate("document.querySelectorAll('taknote-checklist').length") == 1
        # What follows a change of the editor is marked as before.
        assert text(page, html).startswith("Dear Kieth,")
    page.close()


def test_one_draft_each_carries_the_letter(
    context: BrowserContext, paired: Worker, roundcube: tuple[Roundcube, bool]
) -> None:
    running, html = roundcube
    use_here(paired, running.url)
    page = compose(context, running)
    page.locator("#compose_to input").fill("Anna Holm <anna@patrickson-hirsch.com>")
    page.locator("#compose_to input").press(",")
    type_letter(page, html)
    until(page, f"{marks(html)}['taknote-error']?.length >= 2")
    known = set(context.pages)
    page.get_by_role("button", name="Taknote: ").click()
    page.get_by_role("button", name="one draft").first.click()
    opened: list[Page] = []
    for _ in range(400):
        opened = [one for one in context.pages if one not in known and "_id=" in one.url]
        if len(opened) == 2:
            break
        page.wait_for_timeout(25)
    assert len(opened) == 2
    recipients = set()
    for draft in opened:
        for _ in range(400):
            if text(draft, html).strip():
                break
            draft.wait_for_timeout(25)
        address = parseaddr(draft.locator("#_to").input_value())[1]
        name = address.partition("@")[0].capitalize()
        for _ in range(400):
            if text(draft, html).startswith(f"Dear {name},".replace("Keith", "Kieth")):
                break
            draft.wait_for_timeout(25)
        written = [line.strip() for line in text(draft, html).splitlines() if line.strip()]
        # Each greets its own reader; a misspelled Keith stays for the writer to see.
        greeting = f"Dear {name},".replace("Keith", "Kieth")
        assert written == [greeting, *LETTER[1:]]
        assert "Marketing" not in draft.url.replace("Marketing+Manager", "")
        recipients.add(address)
        draft.close()
    page.close()
    assert recipients == {"keith@patrickson-hirsch.com", "anna@patrickson-hirsch.com"}


def assert_clean(source: bytes) -> None:
    """The letter is exactly what was typed, with no trace of the extension and no receipt."""
    mail = email.message_from_bytes(source, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail["Disposition-Notification-To"] is None
    assert mail["To"] == "keith@patrickson-hirsch.com"
    assert b"taknote" not in source.lower()
    body = mail.get_body(preferencelist=("plain",))
    assert body
    lines = [line.strip() for line in " ".join(str(body.get_content()).split("\n\n")).split("  ")]
    written = " ".join(" ".join(lines).split())
    right = " ".join(LETTER).replace("Kieth", "Keith").replace("Hirsh", "Hirsch")
    assert written == right.replace("Patrickson Hirsch", "Patrickson-Hirsch")
    rich = mail.get_body(preferencelist=("html",))
    if rich:
        content = str(rich.get_content())
        assert "<span" not in content
        assert json.dumps("highlight") not in content
