"""The service's own page, in both browsers: type, see the mark, mend it, take it back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.firefox import Firefox
from conftest import Service

AXE = Path(__file__).resolve().parent.parent / "javascript" / "node_modules" / "axe-core"
LETTER = (
    "Dear Kieth,\nThank you for taking the time to meet with me today about the marketing job. "
    "I enjoyed hearing about Patrickson Hirsh.\nMy eight years in marketing have prepared me well."
    "\nI would love to join your team. I will follow up soon.\nKind regards,\nMaggie"
)
# What is highlighted, by the highlight's name.
HIGHLIGHTED = """Object.fromEntries([...CSS.highlights].map(
  ([name, ranges]) => [name, [...ranges].map(range => range.toString())]))"""
BADGE = "document.querySelector('taknote-checklist').shadowRoot.querySelector('.badge')"
CARD = "document.querySelector('taknote-card').shadowRoot"
# The middle of a word of the letter, in the window.
POINT = """((word) => {
  const walker = document.createTreeWalker(document.querySelector('#letter'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(word);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + word.length);
    const box = range.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2, box.top, box.bottom];
  }
})"""


def address(service: Service) -> str:
    return f"http://127.0.0.1:{service.port}/"


def open_and_type(page: Page, service: Service, text: str = LETTER) -> None:
    page.goto(address(service))
    page.get_by_label("To, address").fill("keith@patrickson-hirsch.com")
    page.locator("#letter").click()
    page.keyboard.type(text)
    until(page, f"{HIGHLIGHTED}['taknote-error']?.length === 2")


def until(page: Page, expression: str) -> None:
    """Wait until an expression is true; the page's policy forbids Playwright's own way, by eval."""
    for _ in range(800):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"never true: {expression}")


def point(page: Page, word: str) -> list[float]:
    found: list[float] = page.evaluate(f"{POINT}({json.dumps(word)})")
    return found


def letter(page: Page) -> str:
    return page.locator("#letter").inner_text()


def test_a_misspelled_name_is_marked_mended_and_the_mending_undone(
    page: Page, service: Service, screenshots: Path
) -> None:
    open_and_type(page, service)
    marked = page.evaluate(HIGHLIGHTED)
    assert marked["taknote-error"] == ["Kieth", "Patrickson Hirsh"]
    assert marked["taknote-suggestion"] == ["soon"]
    page.screenshot(path=screenshots / "page-marks.png")

    x, y, top, bottom = point(page, "Kieth")
    page.mouse.click(x, y)
    card = page.get_by_role("dialog")
    expect(card).to_contain_text("“Kieth” should be “Keith”.")
    box = card.bounding_box()
    assert box
    assert box["y"] >= bottom or box["y"] + box["height"] <= top  # never over its own text
    page.screenshot(path=screenshots / "page-card.png")

    card.get_by_role("button", name="Change to “Keith”").click()
    assert letter(page).startswith("Dear Keith,")
    until(page, f"{HIGHLIGHTED}['taknote-error'].length === 1")
    page.keyboard.press("Control+z")
    assert letter(page).startswith("Dear Kieth,")
    page.keyboard.press("Control+Shift+z")
    assert letter(page).startswith("Dear Keith,")


def test_no_node_enters_the_letter(page: Page, service: Service) -> None:
    open_and_type(page, service)
    html = page.locator("#letter").inner_html()
    assert "taknote" not in html
    assert page.evaluate("document.querySelectorAll('#letter *:not(p, br, div)').length") == 0


def test_the_checklist_adds_what_is_missing(
    page: Page, service: Service, screenshots: Path
) -> None:
    open_and_type(page, service)
    page.get_by_role("button", name="Taknote: 2 things to mend").click()
    panel = page.get_by_role("dialog", name="The nine guidelines")
    expect(panel.get_by_role("listitem")).to_have_count(9)
    page.screenshot(path=screenshots / "page-checklist.png")
    panel.get_by_role("button", name="I look forward to hearing about the next step.").click()
    expect(page.locator("#letter")).to_contain_text(
        "I look forward to hearing about the next step."
    )
    text = letter(page)
    assert text.index("next step") < text.index("Kind regards")


def test_the_keyboard_alone_walks_mends_and_leaves(page: Page, service: Service) -> None:
    open_and_type(page, service)
    page.keyboard.press("Alt+Shift+ArrowDown")
    card = page.get_by_role("dialog")
    expect(card).to_contain_text("“Kieth”")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(card).to_contain_text("“Patrickson Hirsh”")
    page.keyboard.press("Enter")
    expect(page.locator("#letter")).to_contain_text("Patrickson-Hirsch")
    page.keyboard.press("Alt+Shift+ArrowUp")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.keyboard.type("!")
    assert "!" in letter(page)  # the focus came back


def test_what_is_ignored_stays_ignored(page: Page, service: Service) -> None:
    open_and_type(page, service)
    x, y, *_ = point(page, "Kieth")
    page.mouse.click(x, y)
    page.get_by_role("button", name="Ignore here").click()
    until(page, f"{HIGHLIGHTED}['taknote-error'].length === 1")
    page.locator("#letter").press("Control+End")
    page.keyboard.type(" Bloom")
    page.wait_for_timeout(900)
    assert page.evaluate(HIGHLIGHTED)["taknote-error"] == ["Patrickson Hirsh"]


def test_marks_follow_the_text_while_it_is_typed(page: Page, service: Service) -> None:
    open_and_type(page, service)
    page.locator("#letter").press("Control+Home")
    page.keyboard.type("Hello! ")
    assert page.evaluate(HIGHLIGHTED)["taknote-error"] == ["Kieth", "Patrickson Hirsh"]


def test_out_of_sight_on_other_mail(page: Page, service: Service) -> None:
    page.goto(address(service))
    page.locator("#letter").click()
    with page.expect_response("**/v1/check"):
        page.keyboard.type("Hi Tom, lunch on Friday?")
    page.wait_for_timeout(800)
    expect(page.locator("taknote-checklist .badge")).to_be_hidden()


def test_the_service_going_away_is_told_and_its_return_noticed(
    page: Page, service: Service, screenshots: Path
) -> None:
    open_and_type(page, service)
    page.route("**/v1/check", lambda route: route.abort())
    page.keyboard.type(" X")
    expect(page.get_by_role("button", name="Taknote does not answer")).to_be_visible()
    page.screenshot(path=screenshots / "page-down.png")
    page.unroute("**/v1/check")
    expect(page.get_by_role("button", name="Taknote: 2 things to mend")).to_be_visible(
        timeout=15_000
    )


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 200, "content_type": "text/html", "body": "<h1>hello</h1>"},
        {"status": 500, "content_type": "application/json", "body": "{}"},
    ],
)
def test_a_wrong_answer_harms_nothing(page: Page, service: Service, answer: dict[str, Any]) -> None:
    page.goto(address(service))
    page.route("**/v1/check", lambda route: route.fulfill(**answer))
    page.locator("#letter").click()
    page.keyboard.type("Dear Keith, thank you.")
    page.wait_for_timeout(800)
    assert letter(page).strip() == "Dear Keith, thank you."


def test_markup_in_a_message_is_text(page: Page, service: Service) -> None:
    page.goto(address(service))

    def with_markup(route: Any) -> None:
        answer = route.fetch()
        report = answer.json()
        for warning in report["warnings"]:
            warning["message"] = "<img src=x onerror=document.title='harmed'>"
        route.fulfill(response=answer, json=report)

    page.route("**/v1/check", with_markup)
    page.get_by_label("To, address").fill("keith@patrickson-hirsch.com")
    page.locator("#letter").click()
    page.keyboard.type(LETTER)
    until(page, f"{HIGHLIGHTED}['taknote-error']?.length === 2")
    x, y, *_ = point(page, "Kieth")
    page.mouse.click(x, y)
    expect(page.get_by_role("dialog")).to_contain_text("<img")
    assert page.title() != "harmed"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(
    chromium: Browser, service: Service, scheme: str, screenshots: Path
) -> None:
    page = chromium.new_page(
        viewport={"width": 1000, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
        locale="en-US",
    )
    open_and_type(page, service)
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.locator("taknote-checklist .badge").click()
    page.screenshot(path=screenshots / f"page-{scheme}.png")
    page.add_script_tag(path=AXE / "axe.min.js")
    violations = page.evaluate("axe.run().then(result => result.violations.map(v => v.id))")
    page.close()
    assert violations == []


def test_the_same_in_firefox(firefox: Firefox, service: Service, screenshots: Path) -> None:
    firefox.goto(address(service))
    firefox.evaluate(
        "document.querySelector('[name=to_email]').value = 'keith@patrickson-hirsch.com'"
    )
    firefox.evaluate("document.querySelector('#letter').focus()")
    firefox.type(LETTER)
    firefox.wait(f"{HIGHLIGHTED}['taknote-error']?.length === 2")
    assert firefox.evaluate(HIGHLIGHTED)["taknote-error"] == ["Kieth", "Patrickson Hirsh"]
    x, y, *_ = firefox.evaluate(f"{POINT}('Kieth')")
    firefox.click(x, y)
    firefox.wait(f"{CARD}.querySelector('.fix')?.textContent.includes('Keith')")
    firefox.screenshot(screenshots / "page-firefox.png")
    firefox.evaluate(f"{CARD}.querySelector('.fix').click()")
    text = "document.querySelector('#letter').innerText"
    firefox.wait(f"{text}.startsWith('Dear Keith,')")
    firefox.wait(f"{HIGHLIGHTED}['taknote-error'].length === 1")
    firefox.press("Control+z")
    firefox.wait(f"{text}.startsWith('Dear Kieth,')")
    firefox.press("Control+Shift+z")
    firefox.wait(f"{text}.startsWith('Dear Keith,')")
    assert firefox.wait(f"{BADGE}.getAttribute('aria-label')").startswith("Taknote: ")


def test_the_page_speaks_danish(chromium: Browser, service: Service, screenshots: Path) -> None:
    page = chromium.new_page(viewport={"width": 1000, "height": 900}, locale="da-DK")
    page.goto(address(service))
    expect(page.get_by_role("heading", name="Skriv dit takkebrev")).to_be_visible()
    page.get_by_role("button", name="Vis mig et eksempel").click()
    until(page, f"{HIGHLIGHTED}['taknote-error']?.length === 2")
    assert page.evaluate(HIGHLIGHTED)["taknote-error"] == ["Kieth", "Patrickson Hirsh"]
    page.screenshot(path=screenshots / "page-danish.png")
    assert page.evaluate("document.documentElement.lang") == "da"
    page.close()


# What a warning with a fix, both of them at places of their own, becomes when the text moves on.
CARRIED = """async ([before, after, start, end, from, to]) => {
  const { carryOver } = await import("/inline/mapping.js");
  const fix = { title: "", edits: [{ field: "body", start: from, end: to, text: "" }] };
  const [found] = carryOver([{ field: "body", start, end, fixes: [fix] }], before, after);
  return found ? [after.slice(found.start, found.end), found.fixes.length] : null;
}"""


@pytest.mark.parametrize(
    ("before", "after", "range_", "edit", "expected"),
    [
        ("Dear Kieth, hello", "Dear Kieth, hello!", (5, 10), (5, 10), ["Kieth", 1]),
        # The change is before the word: the mark follows, the fix, made for the old place, goes.
        ("Dear Kieth, hello", "My dear Kieth, hello", (5, 10), (5, 10), ["Kieth", 0]),
        # The word itself changed.
        ("Dear Kieth, hello", "Dear Keith, hello", (5, 10), (5, 10), None),
        # The mark holds, but its fix would edit behind the change.
        ("Dear Kieth, hello", "Dear Kieth, well, hello", (5, 10), (12, 17), ["Kieth", 0]),
        ("Dear Kieth, hello", "", (5, 10), (5, 10), None),
    ],
)
def test_marks_and_fixes_follow_a_text_that_moves_on(
    page: Page,
    service: Service,
    before: str,
    after: str,
    range_: tuple[int, int],
    edit: tuple[int, int],
    expected: list[Any] | None,
) -> None:
    page.goto(address(service))
    assert page.evaluate(CARRIED, [before, after, *range_, *edit]) == expected
