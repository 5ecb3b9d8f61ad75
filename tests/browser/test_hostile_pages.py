"""Hostile pages and a hostile extension in real browsers: each way in, and what it gets.

The pages lie at another origin on this machine, which is the nearest that a stranger's page can
come: a browser sends there what it would send from anywhere.
"""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Playwright

from browser.conftest import chromium_program
from browser.firefox import Firefox
from conftest import Service
from tally import tried

# Each way answers with what the page learned; "" is nothing.
WAYS = """async (service) => {
  const told = {};
  const body = JSON.stringify({body: "Dear Ann,"});
  const json = {"Content-Type": "application/json"};
  const tried = async (name, way) => {
    try { told[name] = String(await way() ?? ""); } catch (error) { told[name] = ""; }
  };
  const shown = (tag, set, wait = 1500) => new Promise(resolve => {
    const element = document.createElement(tag);
    element.onload = () => resolve(tag === "img" ? "loaded" : "");
    element.onerror = () => resolve("");
    setTimeout(() => resolve(""), wait);
    set(element);
    document.body.append(element);
  });
  await tried("fetch", async () =>
    (await fetch(`${service}/v1/check`, {method: "POST", headers: json, body})).text());
  await tried("fetch of words", async () => (await fetch(`${service}/v1/words`)).text());
  await tried("no-cors", async () => (await fetch(`${service}/v1/notes`, {method: "POST",
    mode: "no-cors", body: JSON.stringify({recipient: "a@b.com", body: "Dear Ann,"})})).text());
  await tried("simple fetch", async () => (await fetch(`${service}/v1/check`, {method: "POST",
    headers: {"Content-Type": "text/plain"}, body: "Dear Ann,"})).text());
  await tried("beacon", async () => {
    navigator.sendBeacon(`${service}/v1/notes`,
      new Blob([JSON.stringify({recipient: "a@b.com", body: "Dear Ann,"})], {type: "text/plain"}));
    await new Promise(resolve => setTimeout(resolve, 300));
  });
  await tried("form", () => shown("iframe", frame => {
    frame.name = "target";
    const form = document.createElement("form");
    Object.assign(form, {method: "post", action: `${service}/v1/notes`, target: "target",
      enctype: "text/plain"});
    const input = document.createElement("input");
    input.name = '{"recipient":"a@b.com","body":"';
    input.value = '"}';
    form.append(input);
    document.body.append(form);
    setTimeout(() => form.submit(), 50);
  }));
  await tried("image", () => shown("img", image => { image.src = `${service}/static/icon.svg`; }));
  await tried("script", () => shown("script", script => {
    script.src = `${service}/openapi.json`;
  }));
  await tried("frame", async () => {
    let inside = "";
    await shown("iframe", frame => {
      frame.src = `${service}/`;
      setTimeout(() => {
        try { inside = frame.contentDocument?.body?.innerText ?? ""; } catch { inside = ""; }
      }, 1000);
    });
    return inside;
  });
  await tried("WebSocket", () => new Promise(resolve => {
    const socket = new WebSocket(service.replace("http", "ws") + "/v1/check");
    socket.onopen = () => resolve("open");
    socket.onerror = () => resolve("");
  }));
  await tried("pairing", async () => (await fetch(`${service}/v1/pairings/code`,
    {method: "POST", headers: json, body: "{}"})).text());
  await tried("guessed code", async () => (await fetch(`${service}/v1/pairings`,
    {method: "POST", headers: json, body: '{"code": "ABCDEFGH"}'})).text());
  return told;
}"""
# From a page that the browser takes for the service's own.
FROM_WITHIN = """(async () => (await fetch("/v1/check", {method: "POST",
  headers: {"Content-Type": "application/json"}, body: '{"body": "a"}'})).status)()"""
NOTHING = {
    *("fetch", "fetch of words", "no-cors", "simple fetch", "beacon", "form", "image", "script"),
    *("frame", "WebSocket", "pairing", "guessed code"),
}


class _Stranger(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = b"<!doctype html><title>A stranger</title><body>Win a prize</body>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def stranger() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Stranger)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def untouched(service: Service) -> None:
    assert service.memory.records() == []
    assert service.memory.words() == frozenset()
    assert service.call("GET", "/health").status == 200
    # A code was shown to nobody: the next who asks for one, and may, need not wait.
    origin = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
    assert service.post("/v1/pairings/code", {}, Origin=origin).status == 204


def test_a_hostile_page_learns_and_does_nothing_in_chromium(
    playwright: Playwright, own_service: Service, stranger: str
) -> None:
    address = f"http://127.0.0.1:{own_service.port}"
    # Without the browser's own walls between the internet and this machine.
    browser = playwright.chromium.launch(
        executable_path=chromium_program(),
        args=["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"],
    )
    try:
        page = browser.new_page()
        page.goto(stranger)
        told = page.evaluate(WAYS, address)
    finally:
        browser.close()
    assert told == dict.fromkeys(NOTHING, "")
    untouched(own_service)
    tried("a way in from a hostile page in Chromium or Firefox", len(told))


def test_a_rebound_name_gets_nothing_in_chromium(
    playwright: Playwright, own_service: Service
) -> None:
    """A page of evil.test whose name now leads to this machine: same origin to the browser."""
    browser = playwright.chromium.launch(
        executable_path=chromium_program(),
        args=["--no-sandbox", "--host-resolver-rules=MAP evil.test 127.0.0.1"],
    )
    try:
        page = browser.new_page()
        answer = page.goto(f"http://evil.test:{own_service.port}/v1/words")
        assert answer is not None
        assert answer.status == 403
        assert page.evaluate(FROM_WITHIN) == 403
        tried("a way in from a hostile page in Chromium or Firefox", 2)
    finally:
        browser.close()
    untouched(own_service)


def test_a_rebound_name_gets_nothing_in_firefox(firefox: Firefox, own_service: Service) -> None:
    """First the name leads to the stranger's server, and then to this machine."""
    firefox.serve("evil.test", {"": ("text/html", "<!doctype html><title>A stranger</title>")})
    firefox.goto(f"http://evil.test:{own_service.port}/")
    firefox.serve_no_more()
    assert firefox.evaluate(FROM_WITHIN) == 403
    assert firefox.evaluate("(async () => (await fetch('/v1/words')).status)()") == 403
    tried("a way in from a hostile page in Chromium or Firefox", 2)
    untouched(own_service)


def test_a_hostile_page_learns_and_does_nothing_in_firefox(
    firefox: Firefox, own_service: Service, stranger: str
) -> None:
    firefox.goto(stranger)
    told = firefox.evaluate(f"({WAYS})({json.dumps(f'http://127.0.0.1:{own_service.port}')})")
    assert told == dict.fromkeys(NOTHING, "")
    untouched(own_service)
    tried("a way in from a hostile page in Chromium or Firefox", len(told))


def test_an_extension_that_is_not_paired_gets_nothing(own_service: Service) -> None:
    for origin in (
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "moz-extension://0b1c2d3e-0000-4000-8000-000000000000",
    ):
        for method, path in (("GET", "/v1/words"), ("GET", "/v1/notes"), ("GET", "/v1/export")):
            answer = own_service.call(method, path, headers={"Origin": origin})
            assert answer.status == 401, path
            tried("a call from an extension that was not let in")
        assert own_service.post("/v1/check", {"body": "a"}, Origin=origin).status == 401
    untouched(own_service)
