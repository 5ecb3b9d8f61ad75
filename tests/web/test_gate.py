"""Who may call: the requests that browsers send, as they send them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Service
from taknote.web import pairings

CHECK = json.dumps({"body": "Dear Keith"}).encode()
EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"


def check(service: Service, content_type: str = "application/json", **headers: str | None) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return service.call("POST", "/v1/check", CHECK, {"Content-Type": content_type, **named}).status


def test_a_program_on_this_machine_is_let_in(service: Service) -> None:
    assert check(service) == 200
    assert check(service, Host=f"localhost:{service.port}") == 200


@pytest.mark.parametrize(
    "host", ["evil.test:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.test:{port}", "", None]
)
def test_a_rebound_name_gets_nothing(service: Service, host: str | None) -> None:
    assert check(service, Host=host.format(port=service.port) if host else host) in (400, 403)


@pytest.mark.parametrize(
    "origin",
    [
        "https://mail.google.com",
        "http://evil.test",
        "null",
        "http://127.0.0.1:1",
        "https://127.0.0.1:{port}",
        "http://localhost.evil.test:{port}",
        "chrome-extension://",
        "chrome-extension://x@evil.test",
    ],
)
def test_a_page_of_another_origin_is_refused(service: Service, origin: str) -> None:
    asked = origin.format(port=service.port)
    assert check(service, Origin=asked, Sec_Fetch_Site="cross-site") == 403
    # fetch no-cors, sendBeacon and a form post arrive as text/plain, without a preflight
    assert check(service, "text/plain", Origin=asked, Sec_Fetch_Site="cross-site") == 403


def test_an_answer_is_open_to_no_foreign_page(service: Service) -> None:
    answer = service.call("GET", "/health", headers={"Origin": "https://mail.google.com"})
    assert answer.status == 403
    assert answer.headers["Access-Control-Allow-Origin"] is None
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/health", "/v1/guidelines", "/v1/notes", "/openapi.json", "/"])
def test_an_image_of_another_page_gets_nothing(service: Service, site: str, path: str) -> None:
    image = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    assert service.call("GET", path, headers=image).status == 403
    frame = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
    assert service.call("GET", path, headers=frame).status == 403


def test_a_person_may_follow_a_link_to_the_pages_and_nowhere_else(service: Service) -> None:
    link = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    for page in ("/", "/docs"):
        answer = service.call("GET", page, headers=link)
        assert answer.status == 200
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert service.call("GET", "/v1/notes", headers=link).status == 403


def test_the_services_own_page_is_let_in_with_json(service: Service) -> None:
    own = f"http://127.0.0.1:{service.port}"
    assert check(service, Origin=own, Sec_Fetch_Site="same-origin") == 200
    assert check(service, "text/plain", Origin=own, Sec_Fetch_Site="same-origin") == 403
    assert check(service, Origin=own, Sec_Fetch_Site="cross-site") == 403


def test_a_form_is_refused_whatever_it_says(service: Service) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert check(service, kind) == 415
        assert check(service, kind, Origin="https://evil.test") == 403


CODE = "ABCDEFGH"


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(pairings, "new_code", lambda: CODE)
    return CODE


def pair(service: Service, code: str, origin: str = EXTENSION) -> tuple[int, str]:
    answer = service.post("/v1/pairings", {"code": code}, Origin=origin)
    return answer.status, answer.json.get("token", "")


def test_an_extension_pairs_by_the_code_on_the_terminal(
    own_service: Service,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    assert check(own_service, Origin=EXTENSION) == 401
    assert own_service.post("/v1/pairings/code", {}, Origin=EXTENSION).status == 204
    shown = capsys.readouterr().out.split("code: ")[1].split()[0]
    assert pair(own_service, "AAAA-AAAA") == (403, "")
    status, token = pair(own_service, shown.lower())
    assert status == 201
    assert check(own_service, Origin=EXTENSION, Authorization=f"Bearer {token}") == 200
    # Chromium without the host permission, Firefox with it
    for site in ("cross-site", "none", "same-origin"):
        bearer = f"Bearer {token}"
        assert (
            check(own_service, Origin=EXTENSION, Authorization=bearer, Sec_Fetch_Site=site) == 200
        )
    other = "moz-extension://0b1c2d3e-0000-4000-8000-000000000000"
    assert check(own_service, Origin=other, Authorization=f"Bearer {token}") == 401
    assert pair(own_service, shown) == (403, "")  # a code works once
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert EXTENSION.encode() in kept
    assert token.encode() not in kept


def test_a_web_page_can_neither_show_nor_guess_a_code(own_service: Service, code: str) -> None:
    service, shown = own_service, code
    assert service.post("/v1/pairings/code", {}, Origin=EXTENSION).status == 204
    for origin in ("https://evil.test", "null", f"http://127.0.0.1:{service.port}"):
        assert pair(service, shown, origin)[0] == 403
        assert service.post("/v1/pairings/code", {}, Origin=origin).status == 403
    assert service.post("/v1/pairings", {"code": shown}).status == 403  # nor a program


def test_a_code_stands_five_guesses(own_service: Service, code: str) -> None:
    assert own_service.post("/v1/pairings/code", {}, Origin=EXTENSION).status == 204
    for _ in range(5):
        assert pair(own_service, "BBBB-BBBB")[0] == 403
    assert pair(own_service, code)[0] == 403


def test_codes_are_not_shown_in_a_flood(own_service: Service) -> None:
    assert own_service.post("/v1/pairings/code", {}, Origin=EXTENSION).status == 204
    assert own_service.post("/v1/pairings/code", {}, Origin=EXTENSION).status == 429


def test_an_extensions_preflight_is_answered_and_a_pages_is_not(service: Service) -> None:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    allowed = service.call("OPTIONS", "/v1/check", headers={"Origin": EXTENSION, **asked})
    assert allowed.headers["Access-Control-Allow-Origin"] == EXTENSION
    refused = service.call("OPTIONS", "/v1/check", headers={"Origin": "https://evil.test", **asked})
    assert refused.status == 403
    assert refused.headers["Access-Control-Allow-Origin"] is None


def test_off_loopback_every_caller_sends_the_token(guarded_service: Service) -> None:
    assert check(guarded_service) == 401
    assert check(guarded_service, Authorization="Bearer open says me") == 401
    assert check(guarded_service, Authorization="Bearer open sesame", Host="taknote.example") == 200
    assert guarded_service.call("GET", "/health").status == 401


def test_no_state_changes_on_get(service: Service) -> None:
    spec = service.call("GET", "/openapi.json").json
    for path, operations in spec["paths"].items():
        if "get" in operations:
            assert "requestBody" not in operations["get"], path
