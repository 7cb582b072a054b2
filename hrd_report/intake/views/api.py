"""The door for programs: JSON, or a sealed age file. The same acts and the same refusals."""

import json
import re
from typing import Any, Final

from flask import Response, jsonify, request
from flask.sansio.app import App
from flask_smorest import Blueprint
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from hrd_report.documents import incoming
from hrd_report.documents.incoming import Incoming, ReportSchema
from hrd_report.errors import Invalid, WrongReceipt
from hrd_report.intake import arriving, carrying, places, sealing
from hrd_report.intake.actions.receiving import Kept
from hrd_report.intake.files import Files
from hrd_report.intake.pieces import Arrived
from hrd_report.intake.places import Place
from hrd_report.intake.views import api_case, api_files, api_further
from hrd_report.intake.views.api_answers import Answering
from hrd_report.intake.views.api_shapes import ReceivedSchema
from hrd_report.vault import digests, envelopes, receipts
from hrd_report.vault.receipts import Receipt
from hrd_report.web import forms, guard, limits, openapi, pages
from hrd_report.web.openapi import ProblemSchema
from hrd_report.web.services import services

JSON: Final = "application/json"
AGE: Final = "application/age"
KEY_HEADER: Final = "Idempotency-Key"
_KEY: Final = re.compile(r"[\x21-\x7e]{16,200}")

blueprint: Final = Blueprint(
    "api", __name__, url_prefix="/api/v1", description="Reports sent by programs."
)
_REQUEST: Final = {
    "required": True,
    "content": {
        JSON: {"schema": ReportSchema},
        AGE: {"schema": {"type": "string", "format": "binary"}},
        envelopes.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}},
    },
}
_KEY_PARAMETER: Final = {
    "in": "header",
    "name": KEY_HEADER,
    "required": False,
    "schema": {"type": "string", "minLength": 16, "maxLength": 200},
    "description": "The same key with the same body gets the same answer for 24 hours.",
}
_REFUSALS: Final = {
    "400": "The body cannot be read.",
    "413": "The words or the file are over the limit.",
    "415": "The body is neither JSON nor a sealed file.",
    "422": "A field does not fit, a sealed body is damaged, or the key was used before.",
    "503": "Nothing can be kept right now, or our keys are not vouched for; nothing was kept.",
}


def install(app: App) -> None:
    """Add the interface for reports to the application and to its description."""
    openapi.add(app, blueprint, api_files.blueprint, api_case.blueprint, mend=api_further.describe)


@blueprint.route("/reports", methods=["POST"], parameters=[_KEY_PARAMETER])  # type: ignore[untyped-decorator]
@blueprint.doc(  # type: ignore[untyped-decorator]
    operationId="sendReport",
    requestBody=_REQUEST,
    responses={
        status: {"description": text, "content": {openapi.PROBLEM: {"schema": ProblemSchema}}}
        for status, text in _REFUSALS.items()
    },
)
@blueprint.response(201, ReceivedSchema)  # type: ignore[untyped-decorator]
@guard.public
@limits.streamed
def send_report() -> Response:
    """Send a report.

    The answer holds the receipt, which opens the team's answers. Nobody can show it again.
    """
    answer = _take()
    response = jsonify(answer)
    response.status_code = 201
    response.headers["Location"] = str(answer["case_url"])
    return response


def _take() -> dict[str, Any]:
    key = request.headers.get(KEY_HEADER)
    if key is not None and not _KEY.fullmatch(key):
        raise Invalid({KEY_HEADER: ["bad_key"]})
    if request.mimetype in {AGE, envelopes.MEDIA_TYPE}:
        return _take_sealed(key)
    if request.mimetype == JSON:
        return _take_json(key)
    raise UnsupportedMediaType


def _take_json(key: str | None) -> dict[str, Any]:
    parts = services()
    request.max_content_length = parts.settings.text_limit
    body = request.get_data(cache=False)
    report: Incoming = forms.load_json(_schema(), _parsed(body))
    if not report.says_something:
        raise Invalid({"story": ["missing"]})
    receipt, now = _receipt(report), parts.clock()
    language = _language(report.language)
    further = api_further.read(report.further, language)

    def seal(place: Place, files: Files) -> Arrived:
        document = report.document(language=language, received_at=now, channel="api")
        content = report.canonical([], further)
        return sealing.report(receipt, place, document, files, content, further)

    keep = Answering(key, digests.sha256(b"json", body), receipt, language)
    place = places.fresh() if report.receipt is None else arriving.place_of(receipt)
    arriving.settle_in_turn(place, arriving.fresh_files(), seal, keep)
    return keep.answer


def _take_sealed(key: str | None) -> dict[str, Any]:
    language, keeps = _language(None), []

    def keep(receipt: Receipt | None, digest: bytes) -> Answering:
        keeps.append(Answering(key, digests.sha256(b"age", digest), receipt, language))
        return keeps[0]

    brought = carrying.take(request.stream, request.content_length, language, keep)
    answer = keeps[0].answer | {"older_key": brought.older_key, "already": False}
    if brought.kept is Kept.NOTHING_NEW and not keeps[0].is_earlier:
        answer |= {"receipt": None, "already": True}
    return answer


def _schema() -> ReportSchema:
    reference = services().reference
    threats = tuple(one.id for one in reference.threats)
    return incoming.schema(threats, reference.countries, form=False)


def _parsed(body: bytes) -> Any:  # noqa: ANN401 - the schema judges it
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest from None


def _receipt(report: Incoming) -> Receipt:
    if report.receipt is None:
        return receipts.new()
    try:
        return receipts.parse(report.receipt)[0]
    except WrongReceipt:
        raise Invalid({"receipt": ["wrong_receipt"]}) from None


def _language(asked: str | None) -> str:
    return asked if asked in services().settings.languages else pages.language()
