"""What the extension costs a writer who types: in Chromium, with the processor slowed down.

The browser's own trace tells when the extension's functions ran (Chrome's trace events, category
`devtools.timeline`); the same typing without the extension tells what the page itself costs.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import CDPSession, Page, Worker, sync_playwright
from tables import percentile, table

from browser.conftest import EXTENSION, QUIET, chromium_program, origin
from browser.webmail import BODY, GMAIL, HIGHLIGHTED, serve_page
from conftest import start
from taknote.memory import Memory
from taknote.proofreading.proofreader import the_proofreader
from taknote.web.settings import Settings

SLOWER = 4
SECONDS = 60
KEYS_A_SECOND = 10
PAUSE = 0.35
LONG_TASK = 50_000  # microseconds, by the Long Tasks specification
EDITS = 36_000
CATEGORIES = "devtools.timeline,disabled-by-default-devtools.timeline,toplevel,v8.execute"
SENTENCES = [
    "I led a team of five for eight years and we grew our sales by ten percent.",
    "You told me how the new campaign is to reach students in three countries.",
    "At the agency I planned the launch of two products and kept both budgets.",
    "What I liked best about our talk was how openly you spoke of what went wrong.",
]
OPENING = "Dear Kieth,\nThank you for meeting with me today about the marketing job.\n"


@contextmanager
def gmail() -> Iterator[tuple[Page, Worker, CDPSession]]:
    """A compose window with the extension at work."""
    services = start(Settings(), Memory())
    service = next(services)
    the_proofreader().wait()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        loaded = [f"--disable-extensions-except={EXTENSION}", f"--load-extension={EXTENSION}"]
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium_program(), args=[*QUIET, *loaded], locale="en-US"
        )
        workers = context.service_workers
        worker = workers[0] if workers else context.wait_for_event("serviceworker")
        service.memory.pair(origin(worker), "the-token")
        settings = {"port": service.port, "token": "the-token"}
        worker.evaluate("settings => chrome.storage.local.set(settings)", settings)
        page = context.new_page()
        serve_page(page, "gmail.html")
        yield page, worker, context.new_cdp_session(page)
        context.close()
    next(services, None)


def open_letter(page: Page) -> None:
    """A letter of about 400 words, with the caret at the end of it."""
    page.goto(GMAIL)
    lines = (OPENING + "\n".join(random.Random(1).choices(SENTENCES, k=24))).split("\n")
    page.evaluate(
        """([selector, lines]) => {
          const body = document.querySelector(selector);
          const blocks = lines.map((line) => {
            const block = document.createElement("div");
            block.textContent = line;
            return block;
          });
          body.replaceChildren(...blocks);
          body.focus();
          getSelection().selectAllChildren(blocks.at(-1));
          getSelection().collapseToEnd();
          body.dispatchEvent(new InputEvent("input", { bubbles: true }));
        }""",
        [BODY.split(",")[0], lines],
    )


def trace(page: Page, session: CDPSession, seconds: int) -> list[dict[str, Any]]:
    """What the browser did while somebody typed at an even pace."""
    events: list[dict[str, Any]] = []
    done: list[bool] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.on("Tracing.tracingComplete", lambda _: done.append(True))
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send("Tracing.start", {"categories": CATEGORIES, "transferMode": "ReportEvents"})
    text = " ".join(SENTENCES * 10)
    began = time.monotonic()
    for at in range(seconds * KEYS_A_SECOND):
        wait = began + at / KEYS_A_SECOND - time.monotonic()
        # A writer stops to think at times; that is when a check is asked for.
        pause = 0.8 if at % 40 == 39 else 0
        page.wait_for_timeout(max(0, wait + pause) * 1000)
        began += pause
        page.keyboard.type(text[at % len(text)])
    session.send("Tracing.end")
    while not done:
        page.wait_for_timeout(50)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return events


def is_ours(event: dict[str, Any]) -> bool:
    """Whether an event is a function of the extension that ran."""
    return event.get("name") == "FunctionCall" and "chrome-extension://" in json.dumps(
        event.get("args", {})
    )


def work(events: list[dict[str, Any]]) -> tuple[list[float], list[float]]:
    """The extension's own milliseconds for each key, and of each of its calls aside of the keys."""
    keys = [
        event
        for event in events
        if event.get("name") == "EventDispatch"
        and event.get("args", {}).get("data", {}).get("type") in ("keydown", "input", "keyup")
        and event.get("ph") == "X"
    ]
    ours = [event for event in events if is_ours(event) and "dur" in event]
    inside = {
        id(call)
        for call in ours
        for key in keys
        if key["ts"] <= call["ts"] and call["ts"] + call["dur"] <= key["ts"] + key["dur"] + 1
    }
    at_keys = [0.0] * (SECONDS * KEYS_A_SECOND)
    starts = sorted(event["ts"] for event in keys if event["args"]["data"]["type"] == "keydown")
    for call in ours:
        if id(call) in inside:
            at = max((n for n, ts in enumerate(starts) if ts <= call["ts"]), default=0)
            at_keys[min(at, len(at_keys) - 1)] += call["dur"] / 1000
    aside = [call["dur"] / 1000 for call in ours if id(call) not in inside]
    return at_keys, aside


def long_tasks(events: list[dict[str, Any]]) -> int:
    """How many tasks of the page's main thread held the next key up, whoever's they were."""
    main = {event["tid"] for event in events if event.get("name") == "EventDispatch"}
    return sum(
        event.get("name") == "RunTask" and event["tid"] in main and event.get("dur", 0) > LONG_TASK
        for event in events
    )


def until_marked(page: Page, times: int) -> list[float]:
    """Seconds from the end of the pause to the mark, for a wrong name typed at the end."""
    waits = []
    for _ in range(times):
        known = len(page.evaluate(HIGHLIGHTED).get("taknote-error", []))
        page.keyboard.press("Enter")
        page.keyboard.type("Patrickson Hirsh was kind")
        waits.append(
            page.evaluate(
                """async ([count, pause]) => {
                  const began = performance.now();
                  const marks = () => CSS.highlights.get("taknote-error")?.size ?? 0;
                  while (marks() < count && performance.now() < began + 5000)
                    await new Promise((done) => requestAnimationFrame(done));
                  return (performance.now() - began) / 1000 - pause;
                }""",
                [known + 1, PAUSE],
            )
        )
        page.wait_for_timeout(100)
    return waits


def memory(page: Page, session: CDPSession) -> list[float]:
    """The page's heap in MB, nodes and listeners, before and after an hour's worth of edits."""

    def now() -> list[float]:
        session.send("HeapProfiler.collectGarbage")
        session.send("HeapProfiler.collectGarbage")
        found = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        return [found["JSHeapUsedSize"] / 1e6, found["Nodes"], found["JSEventListeners"]]

    def edit(times: int) -> None:
        page.evaluate(
            """async (times) => {
              for (let at = 0; at < times; at++) {
                document.execCommand("insertText", false, "x");
                document.execCommand("delete");
                if (at % 200 === 199) await new Promise((done) => setTimeout(done, 500));
              }
            }""",
            times,
        )

    session.send("Performance.enable")
    edit(2_000)
    before = now()
    edit(EDITS // 2)
    return [*before, *now()]


def measure() -> str:
    """The table of what typing costs."""
    with gmail() as (page, worker, session):
        open_letter(page)
        page.wait_for_timeout(2000)
        events = trace(page, session, SECONDS)
        at_keys, aside = work(events)
        open_letter(page)
        page.wait_for_timeout(1500)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        waits = until_marked(page, 20)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        open_letter(page)
        page.wait_for_timeout(1500)
        heap, nodes, listeners, heap_after, nodes_after, listeners_after = memory(page, session)
        worker.evaluate("chrome.storage.local.set({on: false})")
        open_letter(page)
        without = long_tasks(trace(page, session, SECONDS))
    rows = [
        [
            "The extension's own work at a key, 95th percentile",
            f"{percentile(at_keys, 0.95):.2f} ms",
        ],
        ["… at the worst key", f"{max(at_keys):.2f} ms"],
        ["Its longest work aside of the keys", f"{max(aside, default=0):.1f} ms"],
        ["Tasks over 50 ms with the extension", str(long_tasks(events))],
        ["Tasks over 50 ms without it", str(without)],
        [
            "From the end of the pause to the mark, median",
            f"{percentile(waits, 0.5) * 1000:.0f} ms",
        ],
        ["… 95th percentile", f"{percentile(waits, 0.95) * 1000:.0f} ms"],
        ["Heap before and after an hour's edits", f"{heap:.2f} and {heap_after:.2f} MB"],
        ["Nodes", f"{nodes:.0f} and {nodes_after:.0f}"],
        ["Listeners", f"{listeners:.0f} and {listeners_after:.0f}"],
    ]
    return table(["Typing in Chromium, processor four times slower, 400 words", ""], rows)
