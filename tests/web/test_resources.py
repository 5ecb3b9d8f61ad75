"""The other resources: guidelines, health, the OpenAPI document, the pages."""

from __future__ import annotations

from conftest import Service
from taknote import __version__
from taknote.guidelines import GUIDELINES


def test_the_guidelines_are_listed_with_examples(service: Service) -> None:
    for language in ("en", "da"):
        headers: dict[str, str | None] = {"Accept-Language": language}
        listed = service.call("GET", "/v1/guidelines", headers=headers).json
        assert [entry["id"] for entry in listed] == [guideline.id for guideline in GUIDELINES]
        for entry, guideline in zip(listed, GUIDELINES, strict=True):
            assert tuple(rule["id"] for rule in entry["rules"]) == guideline.rules
            assert all(rule["why"] and rule["good"] and rule["bad"] for rule in entry["rules"])


def test_health_tells_what_is_ready(service: Service) -> None:
    health = service.call("GET", "/health").json
    assert health["name"] == "taknote"
    assert health["version"] == __version__
    assert health["languages"] == ["en", "da"]
    assert set(health["engines"]) == {
        *("reading-en", "mistakes-en", "harper-en"),
        *("reading-da", "mistakes-da", "hunspell-da"),
    }


def test_the_openapi_document_describes_every_call(service: Service) -> None:
    spec = service.call("GET", "/openapi.json").json
    assert {"/v1/check", "/v1/guidelines", "/v1/notes", "/health"} <= set(spec["paths"])
    request = spec["components"]["schemas"]["Check"]["properties"]
    assert {"body", "from", "interview", "stage", "off"} <= set(request)


def test_the_pages_load_nothing_from_elsewhere(service: Service) -> None:
    for path in ("/", "/docs"):
        page = service.call("GET", path).body.decode()
        assert "Taknote" in page
        assert "https://" not in page.replace("https://www.w3.org", "")
    assert service.call("GET", "/static/page.css").status == 200
