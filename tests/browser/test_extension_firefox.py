"""The extension in a real Firefox: paired in its popup, then letters in each webmail."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.conftest import EXTENSION
from browser.firefox import EXTENSION_ORIGIN, Firefox
from browser.roundcube import PASSWORD, USER, Roundcube
from browser.test_compose import OUTLOOK_WORDS
from browser.test_roundcube import assert_clean
from browser.webmail import GMAIL, HIGHLIGHTED, LETTER, PAGES, fill_in
from conftest import Service

POPUP = f"{EXTENSION_ORIGIN}/popup/popup.html?site=https://mail.google.com"
LETTER_TEXT = "document.querySelector('[g_editable]').innerText"
GUARD = "document.querySelector('taknote-guard')?.shadowRoot.querySelector('dialog')"
CARD = "document.querySelector('taknote-card').shadowRoot"


def serve(firefox: Firefox, host: str, file: str, **words: str) -> None:
    """Put a webmail's page at its real address."""
    html = fill_in(file, **words)
    script = (PAGES / "page.js").read_text(encoding="utf-8")
    firefox.serve(
        host,
        {"": ("text/html; charset=utf-8", html), "page.js": ("text/javascript", script)},
    )


def let_in(firefox: Firefox, service: Service) -> None:
    """The extension, let in, with nothing set."""
    firefox.install(EXTENSION)
    service.memory.pair(EXTENSION_ORIGIN, "the-token")
    firefox.goto(POPUP)
    firefox.evaluate(f"chrome.storage.local.set({{port: {service.port}, token: 'the-token'}})")


def test_paired_and_at_work(
    firefox: Firefox, service: Service, capfd: pytest.CaptureFixture[str], screenshots: Path
) -> None:
    firefox.install(EXTENSION)
    firefox.goto(POPUP)
    firefox.evaluate(f"chrome.storage.local.set({{port: {service.port}}})")
    firefox.goto(POPUP)
    state = "document.querySelector('#state')"
    firefox.wait(f"{state}.className === 'stateUnpaired'")
    firefox.evaluate("document.querySelector('#let-in').click()")
    firefox.wait("!document.querySelector('#pairing').hidden")
    shown = ""
    for _ in range(100):
        shown += capfd.readouterr().out
        if "code: " in shown:
            break
        firefox.wait("new Promise(done => setTimeout(() => done(true), 50))")
    code = shown.split("code: ")[1].split()[0]
    firefox.evaluate(f"document.querySelector('#code').value = '{code}'")
    firefox.evaluate("document.querySelector('#pairing').requestSubmit()")
    firefox.wait(f"{state}.className === 'stateReady'")
    firefox.screenshot(screenshots / "popup-firefox.png")

    serve(firefox, "mail.google.com", "gmail.html")
    firefox.goto(GMAIL)
    firefox.evaluate("document.querySelector('[g_editable]').focus()")
    firefox.type("\n\n".join(LETTER))
    firefox.wait(f"{HIGHLIGHTED}['taknote-error']?.length === 2")
    assert firefox.evaluate(HIGHLIGHTED)["taknote-error"] == ["Kieth", "Patrickson Hirsh"]
    firefox.screenshot(screenshots / "gmail-firefox.png")

    firefox.press("Alt+Shift+ArrowDown")
    firefox.wait(f"{CARD}.querySelector('.fix')?.textContent.includes('Keith')")
    firefox.press("Enter")
    firefox.wait(f"{LETTER_TEXT}.startsWith('Dear Keith,')")
    firefox.wait(f"{HIGHLIGHTED}['taknote-error'].length === 1")
    firefox.press("Control+z")
    firefox.wait(f"{LETTER_TEXT}.startsWith('Dear Kieth,')")
    assert "taknote" not in firefox.evaluate("document.querySelector('[g_editable]').innerHTML")

    firefox.wait(f"{HIGHLIGHTED}['taknote-error'].length === 2")
    firefox.evaluate("document.querySelector('[aria-label=Send]').click()")
    firefox.wait(f"{GUARD}?.open")
    assert firefox.evaluate("window.sent.length") == 0


@pytest.mark.parametrize("words", OUTLOOK_WORDS.values(), ids=OUTLOOK_WORDS.keys())
def test_outlook(
    firefox: Firefox, service: Service, words: dict[str, str], screenshots: Path
) -> None:
    let_in(firefox, service)
    serve(firefox, "outlook.live.com", "outlook.html", **words)
    firefox.goto("https://outlook.live.com/mail/0/")
    firefox.evaluate("document.querySelector('.body').focus()")
    firefox.type("\n\n".join(LETTER))
    firefox.wait(f"{HIGHLIGHTED}['taknote-error']?.length === 2")
    assert firefox.evaluate(HIGHLIGHTED)["taknote-error"] == ["Kieth", "Patrickson Hirsh"]
    firefox.screenshot(screenshots / f"outlook-firefox-{words['to']}.png")
    firefox.press("Alt+Shift+ArrowDown")
    firefox.wait(f"{CARD}.querySelector('.fix')?.textContent.includes('Keith')")
    firefox.press("Enter")
    firefox.wait("document.querySelector('.body').innerText.startsWith('Dear Keith,')")
    firefox.press("Control+z")
    firefox.wait("document.querySelector('.body').innerText.startsWith('Dear Kieth,')")
    firefox.evaluate("document.querySelector('[type=checkbox]').click()")
    firefox.evaluate("document.querySelector('[aria-label=Send]').click()")
    firefox.wait(f"{GUARD}?.textContent.includes('A read receipt is asked for.')")
    assert firefox.evaluate("window.sent.length") == 0
    assert "taknote" not in firefox.evaluate("document.querySelector('.body').innerHTML")


@pytest.mark.parametrize("html", [False, True], ids=["text", "html"])
def test_roundcube_to_the_sink(
    firefox: Firefox, service: Service, tmp_path: Path, html: bool, screenshots: Path
) -> None:
    let_in(firefox, service)
    with Roundcube(tmp_path, html=html) as running:
        site = running.url.rstrip("/")
        firefox.evaluate(f"chrome.runtime.sendMessage({{type: 'useSite', origin: '{site}'}})")
        firefox.goto(running.url)
        firefox.evaluate(f"document.querySelector('#rcmloginuser').value = '{USER}'")
        firefox.evaluate(f"document.querySelector('#rcmloginpwd').value = '{PASSWORD}'")
        firefox.evaluate("document.querySelector('#rcmloginsubmit').click()")
        firefox.wait(
            "document.readyState === 'complete' && !!document.querySelector('#messagelist')"
        )
        firefox.goto(
            f"{running.url}?_task=mail&_action=compose&_to=keith@patrickson-hirsch.com&_subject=Hi"
        )
        frame = "document.querySelector('#composebody_ifr')?.contentWindow"
        if html:
            firefox.wait(f"{frame}?.document.body.isContentEditable")
            firefox.evaluate(f"{frame}.document.body.focus()")
            firefox.evaluate("document.querySelector('#composebody_ifr').focus()")
        else:
            firefox.wait("!!document.querySelector('#composebody')?.offsetParent")
            firefox.evaluate("document.querySelector('#composebody').focus()")
        firefox.type(("\n" if html else "\n\n").join(LETTER))
        highlights = f"{frame}.CSS.highlights" if html else "CSS.highlights"
        firefox.wait(f"{highlights}.get('taknote-error')?.size === 2")
        firefox.screenshot(screenshots / f"roundcube-firefox-{'html' if html else 'text'}.png")
        for right in ("Keith", "Patrickson-Hirsch"):
            firefox.press("Alt+Shift+ArrowUp")
            firefox.press("Alt+Shift+ArrowDown")
            firefox.wait(f"{CARD}.querySelector('.fix')?.textContent.includes('{right}')")
            firefox.press("Enter")
            firefox.wait(f"![...{highlights}.get('taknote-current')].length")
            firefox.wait(f"{highlights}.get('taknote-error').size < 2")
        firefox.wait(f"{highlights}.get('taknote-error').size === 0")
        firefox.evaluate("document.querySelector('#compose-mdn').click()")
        firefox.wait(
            "document.querySelector('taknote-checklist').shadowRoot"
            ".querySelector('.badge').textContent === '1'"
        )
        firefox.evaluate("document.querySelector('.formbuttons button.send').click()")
        firefox.wait(f"{GUARD}?.textContent.includes('A read receipt is asked for.')")
        assert running.sink.mails == []
        firefox.evaluate(f"{GUARD}.querySelector('.fix').click()")
        firefox.wait(f"!{GUARD}")
        firefox.evaluate("document.querySelector('.formbuttons button.send').click()")
        firefox.wait("!location.search.includes('compose')")
        assert len(running.sink.mails) == 1
        assert_clean(running.sink.mails[0])
        assert running.sink.notify == [[]]
