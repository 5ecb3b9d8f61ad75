"""From the invitation to "all thanked", in the popup and in the webmail."""

from __future__ import annotations

import dataclasses
import re
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Worker, expect

from browser.roundcube import Roundcube
from browser.test_compose import open_popup
from browser.test_roundcube import compose, use_here
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
    expect(popup.get_by_role("heading", name="Marketing Manager")).to_be_visible()
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
        popup.evaluate(
            "chrome.runtime.sendMessage({type: 'sent', recipients: [], draft: {}, "
            "body: 'Dear Keith,\\n\\nThank you for the interview today.\\n\\nMaggie'})"
        )
    shown = paired.evaluate("chrome.notifications.getAll().then(all => Object.keys(all))")
    assert len(shown) == 1
    told = paired.evaluate("chrome.storage.local.get('told')")["told"]
    assert told == shown
    service.memory.forget_all()
    popup.close()


WARNED = "(CSS.highlights.get('taknote-warning')?.size ?? 0)"
WRONG = "(CSS.highlights.get('taknote-error')?.size ?? 0)"
NOTES = {
    "keith": "Thank you for meeting with me today about the marketing job. Your story of the "
    "Oslo launch stayed with me.",
    "anna": "Thank you for the interview today. What you said about the budget made me think of "
    "the two years in which I kept ours at the agency.",
    "bo": "Thank you so much for showing me the studio today. I planned shoots like yours for "
    "three years, and I would be glad to take some of that work off you.",
    "mia": "Thank you for your time today, and for the honest answers about the night shifts.",
}


def is_told_of_the_second(page: Page, screenshots: Path) -> None:
    """The third note is the second again, and its marks say so."""
    until(page, f"{WARNED} >= 1")
    page.keyboard.press("Control+Home")
    card = page.locator("taknote-card .panel")
    for _ in range(6):
        page.keyboard.press("Alt+Shift+ArrowDown")
        if "anna@patrickson-hirsch.com" in card.inner_text():
            break
    expect(card).to_contain_text("also in the note to anna@patrickson-hirsch.com")
    page.screenshot(path=screenshots / "roundcube-reused.png")
    page.keyboard.press("Escape")


def takes_up_the_question(page: Page) -> None:
    """One click puts the question in, with a blank that holds the letter up until it is filled."""
    body = page.locator("#composebody")
    page.get_by_role("button", name="Taknote: ").click()
    page.get_by_role("button", name="the rebranding of 2024").first.click()
    expect(body).to_have_value(re.compile(r"the rebranding of 2024.*\[", re.DOTALL))
    until(page, f"{WRONG} >= 1")
    body.fill(re.sub(r"\[[^\]]*\]", "I led it with two others", body.input_value()))
    until(page, f"{WRONG} === 0")


def test_the_whole_story_in_roundcube(
    context: BrowserContext,
    paired: Worker,
    service: Service,
    tmp_path: Path,
    screenshots: Path,
) -> None:
    service.memory.forget_all()
    popup = open_popup(context, paired, "https://mail.google.com")
    moment = (datetime.now(UTC) - timedelta(hours=2)).strftime("%Y%m%dT%H%M%SZ")
    file = tmp_path / "invitation.ics"
    file.write_text(
        INVITATION.replace(";TZID=Europe/Copenhagen:20261123T100000", f":{moment}").replace(
            "END:VEVENT", "ATTENDEE;CN=Mia Krag:mailto:mia@patrickson-hirsch.com\nEND:VEVENT"
        ),
        encoding="utf-8",
    )
    popup.locator("#interview-file").set_input_files(file)
    expect(popup.get_by_role("img", name="not thanked yet")).to_have_count(4)
    (kept,) = service.memory.interviews.newest()
    day = date.today() + timedelta(days=9)
    told = dataclasses.replace(kept, questions=("the rebranding of 2024",), hear_back_by=day)
    service.memory.interviews.change(told, kept.version)

    with Roundcube(tmp_path / "roundcube", html=False) as running:
        use_here(paired, running.url)
        for number, name in enumerate(NOTES):
            page = compose(context, running)
            page.locator("#compose_to input").press("Backspace")
            page.locator("#compose_to input").fill(f"{name}@patrickson-hirsch.com")
            page.locator("#compose_to input").press(",")
            body = page.locator("#composebody")
            frame = f"Dear {name.capitalize()},\n\n{{}}\n\nKind regards,\nMaggie"
            if name == "bo":
                body.fill(frame.format(NOTES["anna"]))
                is_told_of_the_second(page, screenshots)
            body.fill(frame.format(NOTES[name]))
            until(page, f"{WARNED} === 0")
            if name == "mia":
                takes_up_the_question(page)
                page.get_by_role("button", name="If I have not heard").click()
                expect(body).to_have_value(re.compile(f"If I have not heard.*{day:%B}", re.DOTALL))
                page.screenshot(path=screenshots / "roundcube-story.png")
            page.locator(".formbuttons button.send").click()
            for _ in range(400):
                if len(running.sink.mails) > number and len(service.memory.records()) > number:
                    break
                time.sleep(0.05)
            assert len(running.sink.mails) == number + 1
            page.close()
    popup.reload()
    expect(popup.get_by_text("All thanked")).to_be_visible()
    service.memory.forget_all()
    popup.close()
