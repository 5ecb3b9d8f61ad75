"""Webmail pages with the extension at work on them: what they are, and how a person uses them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Route

PAGES = Path(__file__).resolve().parent / "pages"
AXE = Path(__file__).resolve().parent.parent / "javascript/node_modules/axe-core/axe.min.js"
GMAIL = "https://mail.google.com/mail/u/0/"
OUTLOOK = "https://outlook.office.com/mail/"
BODY = "[g_editable], .body"
LETTER = [
    "Dear Kieth,",
    "Thank you for meeting with me today about the marketing job at Patrickson Hirsh.",
    "My eight years in marketing have prepared me well.",
    "I would love to join your team.",
    "Kind regards,",
    "Maggie",
]
HIGHLIGHTED = """Object.fromEntries([...CSS.highlights].map(
  ([name, ranges]) => [name, [...ranges].map(range => range.toString())]))"""
STRICT = "default-src 'none'; script-src https://mail.google.com 'unsafe-inline'; style-src 'unsafe-inline'; require-trusted-types-for 'script'"  # noqa: E501


Open = Callable[..., Page]


def fill_in(file: str, **words: str) -> str:
    """A webmail's page, to Keith unless the words say otherwise."""
    html = (PAGES / file).read_text(encoding="utf-8")
    filled = {"name": "Keith Smooth", "email": "keith@patrickson-hirsch.com", **words}
    for word, text in filled.items():
        html = html.replace(f"{{{word}}}", text)
    return html


def serve_page(page: Page, file: str, **words: str) -> None:
    """Answer at the webmails' real addresses with a page, under a strict policy."""
    html = fill_in(file, **words)
    script = (PAGES / "page.js").read_text(encoding="utf-8")

    def answer(route: Route) -> None:
        if route.request.url.endswith("/page.js"):
            route.fulfill(body=script, content_type="text/javascript")
        else:
            headers = {"Content-Security-Policy": STRICT, "Content-Type": "text/html"}
            route.fulfill(body=html, content_type="text/html", headers=headers)

    page.route("https://*.google.com/**", answer)
    page.route("https://outlook.*/**", answer)


def type_letter(page: Page, lines: list[str] = LETTER) -> None:
    page.locator(BODY).click(position={"x": 5, "y": 8})
    page.keyboard.press("Control+Home")
    for at, line in enumerate(lines):
        if at:
            page.keyboard.press("Enter")
            page.keyboard.press("Enter")
        page.keyboard.type(line)


def until(page: Page, expression: str) -> None:
    for _ in range(800):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"never true: {expression}\n{page.evaluate(HIGHLIGHTED)}")


def marked(page: Page, count: int = 2) -> None:
    until(page, f"{HIGHLIGHTED}['taknote-error']?.length === {count}")


def send(page: Page) -> None:
    page.locator("[aria-label=Send]").click()


def sent(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.sent")
    return found


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with a page's accessibility."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
    return found
