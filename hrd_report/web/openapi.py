"""One description (OpenAPI 3.1) of everything under /api/v1 that this process answers to.

Zones add their blueprints; which stand in it follows from the doors that are open.
"""

from collections.abc import Callable
from typing import Any, Final, cast

from flask import Flask, Response, current_app, jsonify
from flask.sansio.app import App
from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields

from hrd_report.web import guard

ROOT: Final = "/api/v1"
PROBLEM: Final = "application/problem+json"
_NAME: Final = "hrd_api"
_SPEC: Final = "hrd_api_spec"
_MENDERS: Final = "hrd_api_menders"

Mender = Callable[[Any], None]
"""Adds to the description what no decorator says, given apispec's object."""

blueprint: Final = Blueprint(
    "description", __name__, url_prefix=ROOT, description="About this interface."
)


class FieldProblemSchema(Schema):
    """What is wrong with one field."""

    pointer = fields.String(metadata={"description": "The field, as a JSON pointer."})
    code = fields.String(metadata={"description": "Stable code of what is wrong with it."})


class ProblemSchema(Schema):
    """A problem document (RFC 9457)."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String(metadata={"description": "A sentence in the language asked for."})
    instance = fields.String()
    code = fields.String(metadata={"description": "Stable code of the problem."})
    errors = fields.List(fields.Nested(FieldProblemSchema))


class _Interface(Api):  # type: ignore[misc]  # flask-smorest is untyped
    """Describes itself, and leaves every refusal to the shell."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Register none: the shell answers, in problem documents too."""


def add(app: App, *blueprints: Blueprint, mend: Mender | None = None) -> None:
    """Add routes for programs to the application and to its description."""
    if _NAME not in app.extensions:
        app.config.update(API_TITLE="HRD Report", API_VERSION="v1", OPENAPI_VERSION="3.1.0")
        app.extensions[_NAME] = _Interface(app)
        app.extensions[_MENDERS] = []
        app.extensions[_NAME].register_blueprint(blueprint)
    for one in blueprints:
        app.extensions[_NAME].register_blueprint(one)
    if mend is not None:
        app.extensions[_MENDERS].append(mend)


def finish(app: Flask) -> None:
    """Write the description, once every door has added its own."""
    if _NAME not in app.extensions:
        return
    spec = app.extensions[_NAME].spec
    for mend in app.extensions[_MENDERS]:
        mend(spec)
    app.extensions[_SPEC] = spec.to_dict()


@blueprint.route("/openapi.json")  # type: ignore[untyped-decorator]
@blueprint.doc(operationId="describe")  # type: ignore[untyped-decorator]
@blueprint.response(200, {"type": "object"})  # type: ignore[untyped-decorator]
@guard.public
def describe() -> Response:
    """Describe this interface, as OpenAPI 3.1."""
    return jsonify(cast("dict[str, Any]", current_app.extensions[_SPEC]))
