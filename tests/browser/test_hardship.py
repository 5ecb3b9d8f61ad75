"""Letters, pages and services as bad as they come: the letter is never harmed."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Worker, expect

from browser.webmail import (
    BODY,
    GMAIL,
    HIGHLIGHTED,
    LETTER,
    Open,
    marked,
    send,
    sent,
    type_letter,
    until,
)
from tally import tried

PASTED = sorted((Path(__file__).resolve().parent / "pasted").glob("*.html"))


def fill(page: Page, html: str, *, tell: bool = True) -> None:
    """Put a letter in as pasting does: at once, with whatever markup it has.

    `tell` is whether the page has the event that typing and pasting bring.
    """
    page.evaluate(
        """([selector, html, tell]) => {
          const policy = trustedTypes.createPolicy("test", { createHTML: text => text });
          const body = document.querySelector(selector);
          body.innerHTML = policy.createHTML(html);
          if (tell) body.dispatchEvent(new InputEvent("input", { bubbles: true }));
        }""",
        [BODY.split(",")[0], html, tell],
    )


@pytest.mark.parametrize("file", PASTED, ids=lambda file: file.stem)
def test_strange_letters_are_marked_and_mended_in_place(webmail: Open, file: Path) -> None:
    page = webmail("gmail.html", GMAIL)
    fill(page, file.read_text(encoding="utf-8"))
    before = page.locator(BODY).inner_html()
    marked(page, 1)
    assert page.evaluate(HIGHLIGHTED)["taknote-error"] == ["Kieth"]
    assert page.locator(BODY).inner_html() == before
    page.locator(BODY).click(position={"x": 5, "y": 8})
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.get_by_role("button", name="Change to “Keith”").click()
    until(page, f"!{HIGHLIGHTED}['taknote-error']?.length")
    after = page.evaluate(f"document.querySelector('{BODY.split(',')[0]}').textContent")
    shown = page.evaluate(
        "html => { const box = document.createElement('div'); box.innerHTML = trustedTypes"
        ".createPolicy('again', { createHTML: text => text }).createHTML(html);"
        "return box.textContent }",
        before,
    )
    assert after == shown.replace("Kieth", "Keith", 1)
    assert page.locator(BODY).inner_html().count("<div") == before.count("<div")
    page.keyboard.press("Control+z")
    assert page.evaluate(f"document.querySelector('{BODY.split(',')[0]}').textContent") == shown
    tried("a strange letter pasted, marked, mended and taken back")


def test_twenty_thousand_words(webmail: Open) -> None:
    page = webmail("gmail.html", GMAIL)
    line = "<div>I led a team of five for eight years and we grew our sales by ten percent.</div>"
    fill(
        page,
        "<div>Dear Kieth,</div><div>Thank you for meeting with me today about the job.</div>"
        + line * 1250
        + "<div>Kind regards,</div><div>Maggie</div>",
    )
    marked(page, 2)  # the name, and the length
    before = page.locator(BODY).inner_html()
    page.locator(BODY).click(position={"x": 5, "y": 8})
    page.keyboard.press("Control+Home")
    page.keyboard.type("Hello! ")
    assert len(page.locator(BODY).inner_html()) == len(before) + len("Hello! ")


def test_a_page_that_rewrites_its_editor(webmail: Open) -> None:
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    marked(page)
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(page.get_by_role("button", name="Change to “Keith”")).to_be_visible()
    # The editor makes all its nodes anew, under the open card and the marks.
    page.evaluate(
        "selector => { const body = document.querySelector(selector);"
        "body.replaceChildren(...[...body.childNodes].map(node => node.cloneNode(true))) }",
        BODY.split(",")[0],
    )
    page.get_by_role("button", name="Change to “Keith”").click()
    page.wait_for_timeout(900)
    lines = [line for line in page.locator(BODY).inner_text().splitlines() if line]
    assert lines[:6] in (LETTER, ["Dear Keith,", *LETTER[1:]])
    # With the card closed the new nodes are marked, though the text is the same.
    page.keyboard.press("Escape")
    fill(page, "".join(f"<div>{line}</div>" for line in LETTER))
    marked(page)
    fill(page, "".join(f"<p>{line}</p>" for line in LETTER), tell=False)
    marked(page)
    # And it empties the editor and puts another letter in, without a word.
    fill(page, "<div>Hi Anna,</div><div>See you on Monday.</div>", tell=False)
    until(page, f"!{HIGHLIGHTED}['taknote-error']?.length")


Reply = Callable[[http.server.BaseHTTPRequestHandler], None]


@pytest.fixture
def stranger(paired: Worker) -> Iterator[dict[str, Reply]]:
    """Something else on the service's port; `reply` says how it answers."""
    how: dict[str, Reply] = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            how["reply"](self)

        do_GET = do_POST  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    paired.evaluate("port => chrome.storage.local.set({port})", server.server_port)
    yield how
    server.shutdown()
    server.server_close()


def answer(kind: str, content: bytes, status: int = 200) -> Reply:
    def reply(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return reply


def slow(handler: http.server.BaseHTTPRequestHandler) -> None:
    time.sleep(9)
    answer("application/json", b"{}")(handler)


WRONG: dict[str, Reply] = {
    "HTML": answer("text/html", b"<h1>It works!</h1>"),
    "an error in HTML": answer("text/html", b"<h1>Bad gateway</h1>", 502),
    "another JSON": answer("application/json", b'{"hello": "world"}'),
    "half a JSON": answer("application/json", b'{"warnings": ['),
    "no list": answer("application/json", b'{"warnings": {}, "guidelines": 7}'),
    "nothing": answer("application/json", b""),
    "warnings of nothing": answer("application/json", b'{"warnings": [null], "guidelines": []}'),
}


@pytest.mark.parametrize("reply", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_answer_harms_nothing(
    webmail: Open, stranger: dict[str, Reply], reply: Reply
) -> None:
    stranger["reply"] = reply
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    expect(page.get_by_role("button", name="Taknote: ")).to_have_text("!")
    assert page.locator(BODY).inner_text().startswith("Dear Kieth,")
    send(page)
    assert len(sent(page)) == 1
    tried("a wrong, slow or hostile answer to the extension")


def test_a_slow_answer_holds_nothing_up(webmail: Open, stranger: dict[str, Reply]) -> None:
    stranger["reply"] = slow
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    send(page)
    assert len(sent(page)) == 1
    expect(page.get_by_role("button", name="Taknote does not answer")).to_be_visible()
    tried("a wrong, slow or hostile answer to the extension")


def test_markup_in_messages_is_text_and_places_outside_of_the_letter_are_borne(
    webmail: Open, stranger: dict[str, Reply]
) -> None:
    markup = '<img src=x onerror="window.broken=1"><b>bold</b>'
    where = [(5, 10), (3, 100_000), (90_000, 90_001), (-5, 3)]
    warnings = [
        {
            "id": f"{at}",
            "guideline": "proofread",
            "rule": "person-name",
            "severity": "error",
            "message": markup,
            "why": markup,
            "field": "body",
            "start": start,
            "end": end,
            "text": markup,
            "fixes": [{"title": markup, "edits": []}],
        }
        for at, (start, end) in enumerate(where)
    ]
    result = {"number": 1, "title": markup, "summary": markup, "status": "broken", "id": "short"}
    report = {"is_thank_you_note": True, "warnings": warnings, "guidelines": [result]}
    stranger["reply"] = answer("application/json", json.dumps(report).encode())
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    until(page, f"{HIGHLIGHTED}['taknote-error']?.length > 0")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(page.locator("taknote-card .fix")).to_have_text(markup)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Taknote: ").click()
    expect(page.locator("taknote-checklist .summary").first).to_have_text(markup)
    assert page.evaluate("window.broken") is None
    assert page.locator("taknote-card img, taknote-checklist img").count() == 0
    tried("a wrong, slow or hostile answer to the extension")
    assert page.locator(BODY).inner_text().startswith("Dear Kieth,")
