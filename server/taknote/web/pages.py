"""The pages that a person reads in the browser."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

blueprint = Blueprint("pages", __name__, template_folder="templates", static_folder="static")


@blueprint.get("/")
def welcome() -> str:
    """What this is and how to call it."""
    return render_template("welcome.html")


@blueprint.get("/docs")
def documentation() -> str:
    """The OpenAPI document, to be read."""
    return render_template(
        "docs.html", spec=current_app.extensions["taknote"]["api"].spec.to_dict()
    )
