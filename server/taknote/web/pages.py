"""The pages that a person reads in the browser, and the modules that they run on."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request, send_from_directory

from taknote.web.interface import interface

blueprint = Blueprint("pages", __name__, template_folder="templates", static_folder="static")


def extension_folder() -> Path:
    """The extension's folder: beside the package in a wheel, at the top of the tree elsewhere."""
    package = Path(__file__).resolve().parent.parent
    packaged = package / "extension"
    return packaged if packaged.exists() else package.parent.parent / "extension"


@blueprint.get("/")
def write() -> str:
    """A page to type a note on, with the same suggestions inline as in webmail."""
    language = interface(request)
    return render_template("write.html", language=language, say=_messages(language).__getitem__)


@blueprint.get("/inline/<path:name>")
def inline(name: str) -> Response:
    """The extension's inline modules, which the page runs on."""
    return send_from_directory(extension_folder() / "inline", name, mimetype="text/javascript")


@blueprint.get("/messages/<language>.json")
def messages(language: str) -> Response:
    """The extension's messages in a language, in English where it has none."""
    return send_from_directory(_messages_folder(language), "messages.json")


def _messages_folder(language: str) -> Path:
    folder = extension_folder() / "_locales"
    known = {entry.name for entry in folder.iterdir()}
    return folder / (language if language in known else "en")


@cache
def _messages(language: str) -> dict[str, str]:
    file = _messages_folder(language) / "messages.json"
    return {
        key: entry["message"] for key, entry in json.loads(file.read_text(encoding="utf-8")).items()
    }


@blueprint.get("/docs")
def documentation() -> str:
    """The OpenAPI document, to be read."""
    return render_template(
        "docs.html", spec=current_app.extensions["taknote"]["api"].spec.to_dict()
    )
