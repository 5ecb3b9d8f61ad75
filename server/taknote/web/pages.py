"""The pages that a person reads in the browser, and the modules that they run on."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, send_from_directory

blueprint = Blueprint("pages", __name__, template_folder="templates", static_folder="static")


def extension_folder() -> Path:
    """The extension's folder: beside the package in a wheel, at the top of the tree elsewhere."""
    package = Path(__file__).resolve().parent.parent
    packaged = package / "extension"
    return packaged if packaged.exists() else package.parent.parent / "extension"


@blueprint.get("/")
def write() -> str:
    """A page to type a note on, with the same suggestions inline as in webmail."""
    return render_template("write.html")


@blueprint.get("/inline/<path:name>")
def inline(name: str) -> Response:
    """The extension's inline modules, which the page runs on."""
    return send_from_directory(extension_folder() / "inline", name, mimetype="text/javascript")


@blueprint.get("/messages/<language>.json")
def messages(language: str) -> Response:
    """The extension's messages in a language, in English where it has none."""
    folder = extension_folder() / "_locales"
    known = {entry.name for entry in folder.iterdir()}
    return send_from_directory(folder / (language if language in known else "en"), "messages.json")


@blueprint.get("/docs")
def documentation() -> str:
    """The OpenAPI document, to be read."""
    return render_template(
        "docs.html", spec=current_app.extensions["taknote"]["api"].spec.to_dict()
    )
