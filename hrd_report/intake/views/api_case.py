"""The defender's case for programs: the same things the case page shows, by the same receipt.

The receipt stands in the body of each request, never in an address; answers come at even steps of
time, as the page's do. No session is begun and nothing of the visit is kept.
"""

from typing import Any, Final

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from hrd_report.documents.reports import MessageDocument, NewsDocument
from hrd_report.errors import Invalid
from hrd_report.intake import arriving, reading
from hrd_report.intake.actions import writing
from hrd_report.intake.reading import Agreement, Letter, Mine
from hrd_report.intake.views import api_shapes, giving_way
from hrd_report.records.cases import OVER
from hrd_report.sealed import Plain
from hrd_report.vault import digests
from hrd_report.web import bodies, forms, guard, limits, pace
from hrd_report.web.services import services

blueprint: Final = Blueprint(
    "cases", __name__, url_prefix="/api/v1", description="A report's answers, by its receipt."
)
_ONCE: Final = "Idempotency-Key"


class LetterSchema(api_shapes.ReceiptOnlySchema):
    """A letter to the team, and the receipt it belongs to."""

    message = fields.String(
        required=True,
        error_messages={"invalid": "not_text", "null": "not_text", "required": "missing"},
        metadata={"description": "What to say, in any language."},
    )


class CaseSchema(Schema):
    """Where a case stands."""

    state = fields.String(metadata={"description": "Stable code of the case's state."})
    received = fields.Date(metadata={"description": "Day of receipt, in UTC."})
    next_word_by = fields.DateTime(
        allow_none=True, metadata={"description": "Until when a person owes the next word."}
    )
    news = fields.List(fields.Dict(), metadata={"description": "What happened, oldest first."})
    letters = fields.List(fields.Dict(), metadata={"description": "Letters, oldest first."})
    files = fields.List(fields.Dict(), metadata={"description": "Size and SHA-256 of each file."})
    consents = fields.List(fields.Dict(), metadata={"description": "What was agreed to."})
    unreadable = fields.Integer(metadata={"description": "Pieces that cannot be opened."})


@blueprint.route("/case", methods=["POST"])  # type: ignore[untyped-decorator]
@blueprint.doc(  # type: ignore[untyped-decorator]
    operationId="readCase",
    requestBody=api_shapes.json_body(api_shapes.ReceiptOnlySchema),
    responses=api_shapes.problems(400, 404, 422),
)
@blueprint.response(200, CaseSchema)  # type: ignore[untyped-decorator]
@guard.public
@pace.even
def read_case() -> Response:
    """Read where a case stands, and the team's answers."""
    asked = forms.load_json(api_shapes.ReceiptOnlySchema(), bodies.json_object())
    receipt, case_id = giving_way.entered(Plain(asked["receipt"]))
    with services().database.reading() as session:
        mine = reading.mine(session, case_id, receipt.key)
    return jsonify(_shown(mine))


@blueprint.route("/case/letters", methods=["POST"])  # type: ignore[untyped-decorator]
@blueprint.doc(  # type: ignore[untyped-decorator]
    operationId="sendLetter",
    requestBody=api_shapes.json_body(LetterSchema),
    responses=api_shapes.problems(400, 404, 413, 422, 503),
)
@blueprint.response(201, {"type": "object"})  # type: ignore[untyped-decorator]
@guard.public
@limits.streamed
@pace.even
def send_letter() -> Response:
    """Send a letter. The same one under the same Idempotency-Key is kept once."""
    parts = services()
    request.max_content_length = parts.settings.text_limit
    asked = forms.load_json(LetterSchema(), bodies.json_object())
    text = Plain(asked["message"].strip())
    if not text:
        raise Invalid({"message": ["missing"]})
    receipt, case_id = giving_way.entered(Plain(asked["receipt"]))
    once = request.headers.get(_ONCE) or digests.random_bytes(16).hex()
    letter = MessageDocument(author="defender", name="", text=text, at=parts.clock())
    place, files = arriving.place_in(case_id), arriving.fresh_files()
    arriving.send(writing.seal(place, receipt.key, letter, files, once))
    answer = jsonify(kept=True)
    answer.status_code = 201
    return answer


def _shown(mine: Mine) -> dict[str, Any]:
    case = mine.case
    owed = None if case.state in OVER or case.due_at is None else case.due_at.isoformat()
    return {
        "state": case.state.value,
        "received": case.received_day.isoformat(),
        "next_word_by": owed,
        "news": [_news(one) for one in mine.news],
        "letters": [_letter(one) for one in mine.letters],
        "files": [{"size": one.size, "sha256": one.sha256} for one in mine.files],
        "consents": [_consent(one) for one in mine.consents],
        "unreadable": mine.unreadable,
    }


def _news(one: NewsDocument) -> dict[str, Any]:
    return {
        "event": one.event,
        "at": one.at.isoformat(),
        "escalation": one.escalation,
        "platform": one.platform.reveal() if one.platform else None,
        "next_at": one.next_at.isoformat() if one.next_at else None,
        "decisions": list(one.decisions),
        "outcome": one.outcome,
        "says": one.says.reveal() if one.says else None,
    }


def _letter(one: Letter) -> dict[str, Any]:
    said = one.document
    return {
        "id": one.id.hex(),
        "from": "you" if said.author == "defender" else "team",
        "name": said.name,
        "text": said.text.reveal(),
        "at": said.at.isoformat(),
        "files": [{"name": file.name.reveal(), "sha256": file.sha256} for file in said.files],
    }


def _consent(one: Agreement) -> dict[str, Any]:
    return {
        "id": one.row.id.hex(),
        "state": one.row.state.value,
        "day": one.row.day.isoformat(),
        "until": one.row.until.isoformat() if one.row.until else None,
        "purpose": one.document.purpose if one.document else None,
        "platform": one.document.platform if one.document else None,
    }
