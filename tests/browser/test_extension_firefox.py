"""The extension in a real Firefox: paired in its popup, then a letter in Gmail."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.conftest import EXTENSION
from browser.firefox import EXTENSION_ORIGIN, Firefox
from browser.webmail import GMAIL, HIGHLIGHTED, LETTER, PAGES
from conftest import Service

POPUP = f"{EXTENSION_ORIGIN}/popup/popup.html?site=https://mail.google.com"
LETTER_TEXT = "document.querySelector('[g_editable]').innerText"
CARD = "document.querySelector('taknote-card').shadowRoot"


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

    html = (PAGES / "gmail.html").read_text(encoding="utf-8")
    html = html.replace("{name}", "Keith Smooth").replace("{email}", "keith@patrickson-hirsch.com")
    script = (PAGES / "page.js").read_text(encoding="utf-8")
    firefox.serve(
        "mail.google.com",
        {"": ("text/html; charset=utf-8", html), "page.js": ("text/javascript", script)},
    )
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
    guard = "document.querySelector('taknote-guard').shadowRoot.querySelector('dialog')"
    firefox.wait(f"{guard}?.open")
    assert firefox.evaluate("window.sent.length") == 0
