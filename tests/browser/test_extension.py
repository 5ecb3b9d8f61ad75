"""The extension in a real Chromium, on the webmails' real addresses, against the real service."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Worker, expect

from browser.conftest import origin
from browser.webmail import (
    BODY,
    GMAIL,
    HIGHLIGHTED,
    LETTER,
    OUTLOOK,
    Open,
    marked,
    send,
    sent,
    type_letter,
    until,
    violations,
)
from conftest import Service
from tally import tried


def test_gmail_marks_mends_and_leaves_no_trace(webmail: Open, screenshots: Path) -> None:
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    marked(page)
    # Signature and quoted mail say "Kieth" too, and are left alone.
    assert page.evaluate(HIGHLIGHTED)["taknote-error"] == ["Kieth", "Patrickson Hirsh"]
    page.screenshot(path=screenshots / "gmail-marks.png")
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.keyboard.press("Alt+Shift+ArrowUp")
    page.get_by_role("button", name="Change to “Patrickson-Hirsch”").click()
    marked(page, 1)
    page.keyboard.press("Control+z")
    assert "Patrickson Hirsh" in page.locator(BODY).inner_text()
    html = page.locator(BODY).inner_html()
    assert "taknote" not in html
    assert "<span" not in html
    assert page.evaluate("document.querySelectorAll('[g_editable] *:not(div, br)').length") == 0


def test_the_letter_is_what_it_would_be_without_the_extension(
    webmail: Open, paired: Worker
) -> None:
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    marked(page)
    with_extension = page.locator(BODY).inner_html()
    paired.evaluate("chrome.storage.local.set({on: false})")
    page.reload()
    type_letter(page)
    page.wait_for_timeout(900)
    assert page.evaluate("CSS.highlights.size") == 0
    assert page.locator(BODY).inner_html() == with_extension


def test_sending_with_errors_asks_once_and_sends_what_stands(
    webmail: Open, screenshots: Path
) -> None:
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    marked(page)
    send(page)
    dialog = page.get_by_role("dialog", name="Before you send it")
    expect(dialog).to_contain_text("“Kieth” should be “Keith”.")
    page.screenshot(path=screenshots / "gmail-guard.png")
    assert sent(page) == []
    dialog.get_by_role("button", name="Go back").click()
    page.keyboard.press("Control+Enter")
    expect(dialog).to_be_visible()
    assert sent(page) == []
    dialog.get_by_role("button", name="Send anyway").click()
    assert len(sent(page)) == 1
    assert "Kieth" in sent(page)[0]


def test_a_good_letter_is_sent_without_a_word(webmail: Open) -> None:
    page = webmail("gmail.html", GMAIL)
    right = [line.replace("Kieth", "Keith").replace("Hirsh", "Hirsch") for line in LETTER]
    type_letter(page, [line.replace("Patrickson Hirsch", "the agency") for line in right])
    expect(page.get_by_role("button", name="Taknote: nothing to mend")).to_be_visible()
    send(page)
    assert len(sent(page)) == 1


def test_nothing_is_held_up_when_the_service_is_down(webmail: Open, paired: Worker) -> None:
    paired.evaluate("chrome.storage.local.set({port: 1})")
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    expect(page.get_by_role("button", name="Taknote does not answer")).to_be_visible()
    send(page)
    assert len(sent(page)) == 1


def test_a_service_that_is_started_again_in_mid_typing_is_found_again(
    webmail: Open, paired: Worker, service: Service
) -> None:
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    marked(page)
    paired.evaluate("chrome.storage.local.set({port: 1})")
    page.keyboard.type(" More")
    expect(page.get_by_role("button", name="Taknote does not answer")).to_be_visible()
    paired.evaluate("port => chrome.storage.local.set({port})", service.port)
    page.keyboard.type(" of it")
    marked(page)
    assert "More of it" in page.locator(BODY).inner_text()
    page.keyboard.press("Control+z")
    assert "Kieth" in page.locator(BODY).inner_text()
    tried("a fault under a letter half written: sleep, clock, stop, update, storage, service")


def test_a_storage_that_is_full_stops_no_check(webmail: Open, paired: Worker) -> None:
    filled = paired.evaluate(
        """async () => {
          let size = 4_000_000;
          for (let at = 0; size > 10; at += 1) {
            try { await chrome.storage.local.set({[`filler${at}`]: "x".repeat(size)}); }
            catch { size = Math.floor(size / 2); }
          }
          return chrome.storage.local.getBytesInUse();
        }"""
    )
    assert filled > 10_000_000
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    marked(page)
    assert page.evaluate(HIGHLIGHTED)["taknote-error"] == ["Kieth", "Patrickson Hirsh"]
    tried("a fault under a letter half written: sleep, clock, stop, update, storage, service")


def test_an_extension_that_is_not_let_in_says_so(webmail: Open, paired: Worker) -> None:
    paired.evaluate("chrome.storage.local.set({token: 'wrong'})")
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    expect(page.get_by_role("button", name="does not know this browser")).to_be_visible()


def test_gmails_inline_reply_in_the_older_layout(webmail: Open) -> None:
    page = webmail("gmail-old.html", GMAIL)
    type_letter(page)
    marked(page)
    assert page.evaluate(HIGHLIGHTED)["taknote-error"] == ["Kieth", "Patrickson Hirsh"]


@pytest.mark.parametrize(
    "words",
    [
        {
            "to": "To",
            "subject": "Add a subject",
            "body": "Message body, press Alt+F10 to exit",
            "receipt": "Request a read receipt",
        },
        {
            "to": "Til",
            "subject": "Tilføj et emne",
            "body": "Meddelelsestekst, tryk på Alt+F10 for at afslutte",
            "receipt": "Anmod om læsekvittering",
        },
    ],
    ids=["English", "Danish"],
)
def test_outlook_in_both_interface_languages(
    webmail: Open, words: dict[str, str], screenshots: Path
) -> None:
    page = webmail("outlook.html", OUTLOOK, **words)
    type_letter(page)
    marked(page)
    assert page.evaluate(HIGHLIGHTED)["taknote-error"] == ["Kieth", "Patrickson Hirsh"]
    page.screenshot(path=screenshots / f"outlook-{words['to']}.png")
    page.get_by_role("checkbox").check()
    send(page)
    dialog = page.get_by_role("dialog", name="Before you send it")
    expect(dialog).to_contain_text("A read receipt is asked for.")
    dialog.get_by_role("button", name="Turn off the read receipt").click()
    expect(page.get_by_role("checkbox")).not_to_be_checked()


def test_the_checklist_sets_the_subject(webmail: Open) -> None:
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    marked(page)
    page.get_by_role("button", name="Taknote: ").click()
    panel = page.get_by_role("dialog", name="The nine guidelines")
    panel.get_by_role("button", name="Use “Thank you for meeting with me”").click()
    expect(page.get_by_label("Subject")).to_have_value("Thank you for meeting with me")


def test_a_rule_turned_off_and_a_word_that_is_right_are_kept(webmail: Open, paired: Worker) -> None:
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    marked(page)
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.get_by_role("button", name="Turn this rule off").click()
    until(page, f"!{HIGHLIGHTED}['taknote-error'].some(text => text === 'Kieth')")
    kept = paired.evaluate("chrome.storage.local.get(['off'])")
    assert kept["off"] in (["person-name"], ["company-name"])


def test_several_windows_at_once(webmail: Open) -> None:
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    marked(page)
    page.evaluate("document.body.append(document.querySelector('[role=dialog]').cloneNode(true))")
    marked(page, 4)
    page.evaluate("document.querySelectorAll('[role=dialog]')[1].remove()")
    marked(page, 2)


def test_pairing_by_the_popup(
    context: BrowserContext,
    worker: Worker,
    service: Service,
    capfd: pytest.CaptureFixture[str],
    screenshots: Path,
) -> None:
    worker.evaluate(
        "port => chrome.storage.local.clear().then(() => chrome.storage.local.set({port}))",
        service.port,
    )
    page = context.new_page()
    page.set_viewport_size({"width": 340, "height": 420})
    page.goto(f"{origin(worker)}/popup/popup.html?site=https://mail.google.com")
    expect(page.get_by_role("status")).to_contain_text("does not know this browser yet")
    page.get_by_role("button", name="Let this browser in").click()
    page.wait_for_timeout(500)
    code = capfd.readouterr().out.split("code: ")[1].split()[0]
    page.get_by_label("Code").fill(code)
    page.screenshot(path=screenshots / "popup-pairing.png")
    page.get_by_role("button", name="Pair").click()
    expect(page.get_by_role("status")).to_contain_text("running and ready")
    page.screenshot(path=screenshots / "popup-ready.png")
    assert violations(page) == []
    page.close()


def test_the_options_are_kept(context: BrowserContext, paired: Worker, screenshots: Path) -> None:
    page = context.new_page()
    page.goto(f"{origin(paired)}/options/options.html")
    page.get_by_label("A misspelled name").uncheck()
    page.get_by_label("One on each line").fill("Brightwater\nHolm")
    page.get_by_label("Language of my notes").select_option("da")
    expect(page.get_by_role("status")).to_have_text("Saved.")
    kept = paired.evaluate("chrome.storage.local.get(['off', 'words', 'language'])")
    assert kept == {"off": ["person-name"], "words": ["Brightwater", "Holm"], "language": "da"}
    page.screenshot(path=screenshots / "options.png", full_page=True)
    assert violations(page) == []
    page.close()


def test_a_page_cannot_call_the_service_through_the_browser(
    webmail: Open, service: Service
) -> None:
    page = webmail("gmail.html", GMAIL)
    for options in ("{}", "{mode: 'no-cors', method: 'POST', body: 'Dear Keith'}"):
        outcome = page.evaluate(
            f"fetch('http://127.0.0.1:{service.port}/v1/notes', {options})"
            ".then(answer => answer.text(), () => 'refused')"
        )
        assert outcome in ("refused", "")
