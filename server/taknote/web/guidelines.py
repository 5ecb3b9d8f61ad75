"""`GET /v1/guidelines`: the nine with their rules, as the messages' data describes them."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_smorest import Blueprint

from taknote.guidelines import GUIDELINES
from taknote.languages import messages
from taknote.web.interface import interface
from taknote.web.schemas import GuidelineSchema

blueprint = Blueprint("guidelines", __name__, url_prefix="/v1", description="What is checked")


@blueprint.get("/guidelines")
@blueprint.response(200, GuidelineSchema(many=True))
def list_guidelines() -> list[dict[str, Any]]:
    """List the nine guidelines, each rule with a good and a bad example."""
    code = interface(request)
    return [
        {
            "id": guideline.id,
            "number": number,
            "title": messages.guideline_title(code, guideline.id),
            "rules": [
                {"id": rule, **messages.rules(code, guideline.id)[rule]} for rule in guideline.rules
            ],
        }
        for number, guideline in enumerate(GUIDELINES, 1)
    ]
