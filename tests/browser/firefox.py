"""Firefox as a person uses it, driven over WebDriver BiDi (w3.org/TR/webdriver-bidi)."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import websocket

PREFERENCES = {
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "remote.prefs.recommended": True,
    # A stranger's name that leads to this machine.
    "network.dns.localDomains": "evil.test",
    # The extension's address, else a new one in every profile.
    "extensions.webextensions.uuids": json.dumps(
        {"taknote@taknote.example": "0b1c2d3e-0000-4000-8000-000000000000"}
    ),
}
EXTENSION_ORIGIN = "moz-extension://0b1c2d3e-0000-4000-8000-000000000000"
KEYS = {"Control": "\ue009", "Shift": "\ue008", "Alt": "\ue00a", "Escape": "\ue00c",
        "Enter": "\ue007", "ArrowDown": "\ue015", "ArrowUp": "\ue013", "Tab": "\ue004"}  # fmt: skip


class Firefox:
    """A running Firefox with one tab."""

    def __init__(self) -> None:
        program = shutil.which("firefox-esr") or shutil.which("firefox")
        if program is None:
            raise RuntimeError("Firefox is not installed.")
        self._profile = Path(tempfile.mkdtemp(prefix="taknote-firefox-"))
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()]
        (self._profile / "user.js").write_text("\n".join(lines))
        with (self._profile / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [program, "--profile", str(self._profile), "--no-remote", "--headless",
                 "--remote-debugging-port", "0", "--remote-allow-system-access"],
                stderr=log,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
        self._socket = websocket.create_connection(
            f"{self._address()}/session", suppress_origin=True, timeout=60
        )
        self._count = 0
        self.command("session.new", capabilities={})
        self.tab = self.command("browsingContext.create", type="tab")["context"]

    def _address(self) -> str:
        """Where Firefox says that it listens."""
        for _ in range(600):
            log = (self._profile / "log").read_text(errors="replace")
            found = re.search(r"WebDriver BiDi listening on (ws://\S+)", log)
            if found:
                return found[1]
            time.sleep(0.1)
        raise RuntimeError("Firefox did not start.")

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        wanted = self._send(method, **parameters)
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("method") == "network.beforeRequestSent":
                if answer["params"].get("isBlocked"):
                    self._answer(answer["params"])
            elif answer.get("id") == wanted:
                if answer["type"] == "error":
                    raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
                return dict(answer["result"])

    def _send(self, method: str, **parameters: Any) -> int:
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        return self._count

    def goto(self, url: str) -> None:
        """Open a page and wait until it has loaded."""
        self.command("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page; promises are awaited."""
        result = self.command(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})) ?? 'null')()",
            target={"context": self.tab},
            awaitPromise=True,
            userActivation=True,
        )
        if result["type"] != "success":
            raise RuntimeError(result["exceptionDetails"]["text"])
        return json.loads(result["result"]["value"])

    def wait(self, expression: str, seconds: float = 20) -> Any:
        """Wait until an expression is true, and return its value."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            value = self.evaluate(expression)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"never true: {expression}")

    def click(self, x: float, y: float) -> None:
        """Click at a point of the window."""
        actions = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._perform({"type": "pointer", "id": "mouse", "actions": actions})

    def type(self, text: str) -> None:
        """Type text."""
        keys = [
            {"type": kind, "value": "\ue007" if character == "\n" else character}
            for character in text
            for kind in ("keyDown", "keyUp")
        ]
        self._perform({"type": "key", "id": "keyboard", "actions": keys})

    def press(self, chord: str) -> None:
        """Press keys together, such as "Control+z"."""
        keys = [KEYS.get(name, name) for name in chord.split("+")]
        down = [{"type": "keyDown", "value": key} for key in keys]
        up = [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self._perform({"type": "key", "id": "keyboard", "actions": [*down, *up]})

    def _perform(self, source: dict[str, Any]) -> None:
        self.command("input.performActions", context=self.tab, actions=[source])

    def install(self, folder: Path) -> None:
        """Load an extension from its folder, for this run."""
        data = {"type": "path", "path": str(folder)}
        self.command("webExtension.install", extensionData=data)

    def serve(self, pattern: str, pages: dict[str, tuple[str, str]]) -> None:
        """Answer requests to a host with contents of our own.

        Args:
            pattern: the host.
            pages: content type and content by path; "" stands for every other path.
        """
        self.command("session.subscribe", events=["network.beforeRequestSent"])
        added = self.command(
            "network.addIntercept",
            phases=["beforeRequestSent"],
            urlPatterns=[{"type": "pattern", "hostname": pattern}],
        )
        self._intercept = added["intercept"]
        self._pages = pages

    def serve_no_more(self) -> None:
        """Let requests to the host that `serve` named last go where its name leads."""
        self.command("network.removeIntercept", intercept=self._intercept)

    def _answer(self, event: dict[str, Any]) -> None:
        request = event["request"]
        path = request["url"].split("?")[0].rsplit("/", 1)[-1]
        kind, content = self._pages.get(path, self._pages[""])
        self._send(
            "network.provideResponse",
            request=request["request"],
            statusCode=200,
            headers=[{"name": "Content-Type", "value": {"type": "string", "value": kind}}],
            body={"type": "string", "value": content},
        )

    def screenshot(self, file: Path) -> None:
        """Take a picture of the tab."""
        taken = self.command("browsingContext.captureScreenshot", context=self.tab)
        file.write_bytes(base64.b64decode(taken["data"]))

    def close(self) -> None:
        """Quit."""
        self._socket.close()
        self._process.terminate()
        self._process.wait(timeout=30)
        shutil.rmtree(self._profile, ignore_errors=True)
