"""Every kind of compose window, every way to send, and letters called up or left alone."""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Worker, expect

from browser.conftest import origin
from browser.webmail import (
    BODY,
    GMAIL,
    HIGHLIGHTED,
    Open,
    marked,
    sent,
    type_letter,
    until,
    violations,
)

OUTLOOK_HOSTS = [
    "outlook.live.com",
    "outlook.office.com",
    "outlook.office365.com",
    "outlook.cloud.microsoft",
]
OUTLOOK_WORDS = {
    "English": {
        "to": "To",
        "subject": "Add a subject",
        "body": "Message body",
        "receipt": "Request a read receipt",
        "later": "Schedule send",
    },
    "Danish": {
        "to": "Til",
        "subject": "Tilføj et emne",
        "body": "Meddelelsestekst",
        "receipt": "Anmod om læsekvittering",
        "later": "Planlæg afsendelse",
    },
}
ORDINARY = ["Hi Anna,", "Could you send me the minutes of the meeting on Tuesday?", "Best, Bo"]


def guard(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Before you send it")
    expect(dialog).to_be_visible()
    assert sent(page) == []


def open_popup(context: BrowserContext, worker: Worker, site: str) -> Page:
    popup = context.new_page()
    popup.set_viewport_size({"width": 340, "height": 600})
    popup.goto(f"{origin(worker)}/popup/popup.html?site={site}")
    return popup


@pytest.mark.parametrize("how", ["full screen", "popped out"])
def test_gmails_other_windows(webmail: Open, how: str) -> None:
    if how == "popped out":
        page = webmail("gmail-popped-out.html", f"{GMAIL}?view=btop&ver=1")
    else:
        page = webmail("gmail.html", f"{GMAIL}?compose=new")
        page.evaluate(
            "document.querySelector('[role=dialog]').style.cssText ="
            "'position: fixed; inset: 4%; width: auto; margin: 0; background: white'"
        )
    type_letter(page)
    marked(page)
    assert page.evaluate(HIGHLIGHTED)["taknote-error"] == ["Kieth", "Patrickson Hirsh"]


def test_gmails_scheduled_send_is_guarded(webmail: Open) -> None:
    page = webmail("gmail-popped-out.html", GMAIL)
    type_letter(page)
    marked(page)
    page.get_by_label("More send options").click()
    page.get_by_role("menuitem", name="Schedule send").click()
    guard(page)
    page.get_by_role("button", name="Send anyway").click()
    assert [one.startswith("later: ") for one in sent(page)] == [True]


def test_send_by_the_keyboard_is_guarded(webmail: Open) -> None:
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    marked(page)
    page.get_by_label("Send", exact=True).focus()
    page.keyboard.press("Enter")
    guard(page)
    page.keyboard.press("Escape")
    assert sent(page) == []


def test_what_was_sent_anyway_is_not_asked_about_again(webmail: Open) -> None:
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    marked(page)
    page.get_by_label("Send", exact=True).click()
    page.get_by_role("button", name="Send anyway").click()
    page.get_by_label("Send", exact=True).click()
    assert len(sent(page)) == 2


def test_a_receipt_in_gmails_menu_is_seen_and_called_off(webmail: Open) -> None:
    page = webmail("gmail-popped-out.html", GMAIL)
    type_letter(page)
    marked(page)
    page.get_by_label("More options").click()
    item = page.get_by_role("menuitemcheckbox")
    item.click()
    page.get_by_label("Send", exact=True).click()
    dialog = page.get_by_role("dialog", name="Before you send it")
    dialog.get_by_role("button", name="Turn off the read receipt").click()
    expect(item).to_have_attribute("aria-checked", "false")


def test_a_receipt_out_of_sight_is_not_said_to_be_off(webmail: Open) -> None:
    page = webmail("gmail-popped-out.html", GMAIL)
    type_letter(page)
    marked(page)
    page.get_by_label("More options").click()
    page.get_by_role("menuitemcheckbox").click()
    expect(page.get_by_role("button", name="Taknote: 3 things to mend")).to_be_visible()
    # The menu is closed, and Gmail takes it out of the page.
    page.evaluate("document.querySelector('#more').remove()")
    page.get_by_label("Send", exact=True).click()
    dialog = page.get_by_role("dialog", name="Before you send it")
    dialog.get_by_role("button", name="Turn off the read receipt").click()
    page.wait_for_timeout(900)
    expect(dialog).to_contain_text("A read receipt is asked for.")


@pytest.mark.parametrize("host", OUTLOOK_HOSTS)
def test_outlook_on_its_four_hosts(webmail: Open, host: str) -> None:
    page = webmail("outlook.html", f"https://{host}/mail/0/", **OUTLOOK_WORDS["English"])
    type_letter(page)
    marked(page)
    assert page.evaluate(HIGHLIGHTED)["taknote-error"] == ["Kieth", "Patrickson Hirsh"]


@pytest.mark.parametrize("words", OUTLOOK_WORDS.values(), ids=OUTLOOK_WORDS.keys())
def test_outlooks_scheduled_send_is_guarded(webmail: Open, words: dict[str, str]) -> None:
    page = webmail("outlook.html", "https://outlook.live.com/mail/0/", **words)
    type_letter(page)
    marked(page)
    page.get_by_label("More send options").click()
    page.get_by_role("menuitem", name=words["later"]).click()
    guard(page)


def test_mail_that_is_no_note_is_left_alone_until_it_is_called_up(
    webmail: Open, context: BrowserContext, paired: Worker, screenshots: Path
) -> None:
    page = webmail("gmail.html", GMAIL)
    type_letter(page, ORDINARY)
    page.wait_for_timeout(1200)
    badge = page.get_by_role("button", name="Taknote: ")
    expect(badge).to_have_count(0)
    popup = open_popup(context, paired, "https://mail.google.com")
    expect(popup.get_by_text("does not read as a thank-you note")).to_be_visible()
    popup.screenshot(path=screenshots / "popup-no-note.png")
    popup.get_by_role("button", name="Check this mail as a thank-you note").click()
    expect(popup.get_by_role("listitem")).to_have_count(9)
    expect(badge).to_be_visible()
    assert violations(popup) == []
    popup.screenshot(path=screenshots / "popup-checklist.png")
    popup.get_by_role("button", name="Leave this mail alone").click()
    expect(popup.get_by_text("You asked Taknote to leave this mail alone.")).to_be_visible()
    expect(badge).to_have_count(0)
    popup.close()


def test_one_mail_and_one_site_are_left_alone_from_the_panel(webmail: Open, paired: Worker) -> None:
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    marked(page)
    page.get_by_role("button", name="Taknote: ").click()
    page.get_by_role("button", name="Leave this mail alone").click()
    until(page, f"!{HIGHLIGHTED}['taknote-error']?.length")
    page.locator(BODY).press_sequentially(" More.")
    page.wait_for_timeout(900)
    expect(page.get_by_role("button", name="Taknote: ")).to_have_count(0)
    page.reload()
    type_letter(page)
    marked(page)
    page.get_by_role("button", name="Taknote: ").click()
    page.get_by_role("button", name="Keep quiet on this site").click()
    until(page, f"!{HIGHLIGHTED}['taknote-error']?.length")
    assert paired.evaluate("chrome.storage.local.get('silent')") == {"silent": ["mail.google.com"]}


@pytest.mark.parametrize("mail", ["Gmail", "Outlook"])
def test_one_draft_each_has_its_address_and_no_letter_in_it(
    webmail: Open, paired: Worker, context: BrowserContext, mail: str
) -> None:
    if mail == "Gmail":
        page, chip = webmail("gmail.html", GMAIL), "[role=option]"
    else:
        words = OUTLOOK_WORDS["English"]
        page = webmail("outlook.html", "https://outlook.live.com/mail/0/", **words)
        chip = "[data-lpc-hover-target-id]"
    page.evaluate(
        "selector => { const one = document.querySelector(selector);"
        "const other = one.cloneNode(); other.textContent = other.dataset.name = 'Anna Holm';"
        "other.title = other.dataset.hovercardId = 'anna@holm.dk'; one.after(other) }",
        chip,
    )
    type_letter(page)
    marked(page)
    known = set(context.pages)
    tabs = paired.evaluate("chrome.tabs.query({}).then(all => all.map(tab => tab.id))")
    page.get_by_role("button", name="Taknote: ").click()
    page.get_by_role("button", name="one draft").first.click()
    addresses: list[str] = []
    for _ in range(200):
        addresses = paired.evaluate(
            "known => chrome.tabs.query({}).then(all => all.filter(tab => !known.includes(tab.id))"
            ".map(tab => tab.pendingUrl || tab.url || '').filter(url => url.includes('to=')))",
            tabs,
        )
        if len(addresses) == 2:
            break
        page.wait_for_timeout(25)
    readers = [parseaddr(parse_qs(urlsplit(one).query)["to"][0])[1] for one in addresses]
    assert readers == ["keith@patrickson-hirsch.com", "anna@holm.dk"]
    assert not any("marketing" in one.lower() for one in addresses)
    for opened in set(context.pages) - known:
        opened.close()


def test_right_at_twice_the_size(webmail: Open, screenshots: Path) -> None:
    page = webmail("gmail.html", GMAIL)
    # 200 % of a window of 1000 by 800: half as many CSS pixels.
    page.set_viewport_size({"width": 500, "height": 400})
    type_letter(page)
    marked(page)
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.screenshot(path=screenshots / "gmail-zoomed-card.png")
    for panel in ("taknote-card", "taknote-checklist"):
        if panel == "taknote-checklist":
            page.keyboard.press("Escape")
            page.get_by_role("button", name="Taknote: ").click()
            page.screenshot(path=screenshots / "gmail-zoomed-checklist.png")
        box = page.locator(f"{panel} .panel").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 500
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 400


def test_taknote_speaks_the_language_that_was_chosen(
    webmail: Open, context: BrowserContext, paired: Worker, screenshots: Path
) -> None:
    options = context.new_page()
    options.goto(f"{origin(paired)}/options/options.html")
    options.get_by_label("Language of Taknote").select_option("da")
    expect(options.get_by_role("heading", name="Taknotes indstillinger")).to_be_visible()
    expect(options.get_by_label("Et navn stavet forkert")).to_be_visible()
    options.screenshot(path=screenshots / "options-danish.png", full_page=True)
    options.close()
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    marked(page)
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(page.get_by_role("button", name="Ignorér her")).to_be_visible()
    expect(
        page.get_by_text("bør være “Keith”").or_(page.get_by_text("“Keith”").first)
    ).to_be_visible()
    page.screenshot(path=screenshots / "gmail-danish-interface.png")
