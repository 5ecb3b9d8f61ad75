"""From the invitation to "all thanked", in the popup and in the webmail."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import BrowserContext, Worker, expect

from browser.test_compose import open_popup
from browser.webmail import (
    GMAIL,
    HIGHLIGHTED,
    LETTER,
    Open,
    type_letter,
    until,
    violations,
)
from conftest import Service
from test_interviews import INVITATION

PEOPLE = [
    ("Keith Smooth", "keith@patrickson-hirsch.com"),
    ("Anna Holm", "anna@patrickson-hirsch.com"),
    ("bo@patrickson-hirsch.com", "bo@patrickson-hirsch.com"),
]


def test_from_the_invitation_to_all_thanked(
    context: BrowserContext,
    paired: Worker,
    service: Service,
    webmail: Open,
    tmp_path: Path,
    screenshots: Path,
) -> None:
    service.memory.forget_all()
    file = tmp_path / "invitation.ics"
    file.write_text(INVITATION, encoding="utf-8")
    popup = open_popup(context, paired, "https://mail.google.com")
    popup.locator("#interview-file").set_input_files(file)
    expect(popup.get_by_role("heading", name="Interview, Marketing Manager")).to_be_visible()
    expect(popup.get_by_role("img", name="not thanked yet")).to_have_count(3)
    popup.screenshot(path=screenshots / "popup-interviews.png")
    assert violations(popup) == []
    for number, (name, email) in enumerate(PEOPLE):
        page = webmail("gmail.html", GMAIL, name=name, email=email)
        type_letter(page, [f"Dear {name.split()[0]},", *LETTER[1:], f"Number {number}"])
        badge = page.get_by_role("button", name="Taknote: ")
        expect(badge).to_be_visible()
        page.wait_for_timeout(900)
        page.get_by_label("Send", exact=True).click()
        anyway = page.get_by_role("button", name="Send anyway")
        if anyway.count():
            anyway.click()
        # Gmail takes its compose window away when the mail has gone.
        page.evaluate("document.querySelector('[role=dialog]').remove()")
        for _ in range(200):
            if len(service.memory.records()) > number:
                break
            time.sleep(0.05)
    assert {one.recipient for one in service.memory.records()} == {email for _, email in PEOPLE}
    popup.reload()
    expect(popup.get_by_text("All thanked")).to_be_visible()
    popup.screenshot(path=screenshots / "popup-all-thanked.png")
    popup.get_by_role("button", name="Remind me no more").click()
    expect(popup.get_by_text("All thanked")).to_have_count(0)
    popup.close()


def test_a_second_letter_like_the_first_is_noticed(webmail: Open, service: Service) -> None:
    service.memory.forget_all()
    service.memory.record("anna@example.org", "\n\n".join(LETTER))
    page = webmail("gmail.html", GMAIL)
    type_letter(page)
    until(page, f"{HIGHLIGHTED}['taknote-warning']?.length >= 2")
    page.keyboard.press("Control+Home")
    card = page.locator("taknote-card .panel")
    for _ in range(8):
        page.keyboard.press("Alt+Shift+ArrowDown")
        if "anna@example.org" in card.inner_text():
            break
    expect(card).to_contain_text("also in the note to anna@example.org")
    service.memory.forget_all()


def test_an_interview_is_added_by_the_keyboard(
    context: BrowserContext, paired: Worker, service: Service, screenshots: Path
) -> None:
    service.memory.forget_all()
    popup = open_popup(context, paired, "https://mail.google.com")
    popup.get_by_role("button", name="Add an interview").press("Enter")
    popup.keyboard.type("Nordlys")
    popup.keyboard.press("Tab")
    popup.keyboard.type("Nurse")
    popup.locator("[name=people]").focus()
    popup.keyboard.type("Kristian Holm <kh@nordlys.dk>\nAnna")
    popup.screenshot(path=screenshots / "popup-form.png", full_page=True)
    popup.get_by_role("button", name="Keep").press("Enter")
    expect(popup.get_by_role("heading", name="Nurse, Nordlys")).to_be_visible()
    (kept,) = service.memory.interviews.newest()
    assert [(one.name, one.email) for one in kept.people] == [
        ("Kristian Holm", "kh@nordlys.dk"),
        ("Anna", ""),
    ]
    service.memory.forget_all()
    popup.close()


def test_what_is_due_is_told_once(
    context: BrowserContext, paired: Worker, service: Service, tmp_path: Path
) -> None:
    service.memory.forget_all()
    popup = open_popup(context, paired, "https://mail.google.com")
    popup.evaluate(
        "chrome.runtime.sendMessage({type: 'addInterview', interview: {company: 'Nordlys',"
        " held_at: new Date(Date.now() - 36e5).toISOString(), people: [{name: 'Anna'}]}})"
    )
    paired.evaluate(
        "chrome.notifications.getAll().then(all => Promise.all("
        "Object.keys(all).map(key => chrome.notifications.clear(key))))"
    )
    for _ in range(2):
        popup.evaluate("chrome.runtime.sendMessage({type: 'sent', recipients: [], body: ''})")
    shown = paired.evaluate("chrome.notifications.getAll().then(all => Object.keys(all))")
    assert len(shown) == 1
    told = paired.evaluate("chrome.storage.local.get('told')")["told"]
    assert told == shown
    service.memory.forget_all()
    popup.close()
