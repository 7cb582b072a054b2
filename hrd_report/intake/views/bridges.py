"""The door for bridges (Signal, e-mail): signed messages in, and nothing out.

A message is sealed when it arrives, not before: whoever runs the bridge can read it, and the desk
is told so. Its conversation leads to one case; the handle of the sender is kept nowhere.
"""

from typing import Any, Final

from flask import Blueprint, Response, jsonify, request
from marshmallow import RAISE, Schema, fields, validate

from hrd_report.documents.incoming import Incoming
from hrd_report.errors import Damaged, Invalid
from hrd_report.intake import arriving, sealing
from hrd_report.intake.actions import channels
from hrd_report.intake.actions.channels import NoAccount
from hrd_report.intake.files import Files
from hrd_report.intake.pieces import Arrived
from hrd_report.intake.places import Place
from hrd_report.sealed import Plain
from hrd_report.vault import channels as secrets
from hrd_report.vault.channels import Delivered
from hrd_report.vault.receipts import Receipt
from hrd_report.web import bodies, forms, guard, limits, pages
from hrd_report.web.services import services

blueprint: Final = Blueprint("bridges", __name__)
LONGEST: Final = 256_000
_ID_BYTES: Final = 16
_LONGEST_HANDLE: Final = 300


class MessageSchema(Schema):
    """One message: of which conversation, and what it says."""

    error_messages = {"unknown": "unknown_field", "type": "not_object"}  # noqa: RUF012 - theirs

    conversation = fields.String(
        required=True,
        validate=validate.Length(min=1, max=_LONGEST_HANDLE, error="bad_conversation"),
        error_messages={"required": "missing", "invalid": "not_text", "null": "missing"},
    )
    text = fields.String(
        required=True,
        error_messages={"required": "missing", "invalid": "not_text", "null": "missing"},
    )
    language = fields.String(load_default=None, error_messages={"invalid": "not_text"})

    class Meta:
        """What nobody reads is refused, so that nothing is dropped unseen."""

        unknown = RAISE


@blueprint.post("/hooks/<account>")
@guard.public
@limits.body(LONGEST)
def take_message(account: str) -> Response:
    """Keep a signed message as a report, or as an addition to the one its conversation began."""
    delivered = Delivered(
        id=request.headers.get("webhook-id", ""),
        timestamp=request.headers.get("webhook-timestamp", ""),
        signature=request.headers.get("webhook-signature", ""),
        body=request.get_data(),
    )
    bridge = _checked(account, delivered)
    said = forms.load_json(MessageSchema(), _data())
    text = Plain(said["text"].strip())
    if not text:
        raise Invalid({"text": ["missing"]})
    conversation = Plain(said["conversation"])
    receipt = secrets.conversation_receipt(bridge, conversation, services().pepper)
    kept = _keep(receipt, delivered, text, said["language"])
    answer = jsonify(kept=kept)
    answer.status_code = 201
    return answer


def _checked(account: str, delivered: Delivered) -> bytes:
    """Return the bridge's id. Raises `NoAccount` for a signature that does not hold, too."""
    parts = services()
    try:
        named = bytes.fromhex(account)
        with parts.database.reading() as session:
            row = channels.bridge(session, named)
        if not delivered.id:
            raise NoAccount
        secret = secrets.hook_secret(row.id, parts.pepper)
        delivered.check(secret, row.public, now=parts.clock().timestamp())
    except (ValueError, Damaged):
        raise NoAccount from None
    return row.id


def _data() -> dict[str, Any]:
    found = bodies.json_object()
    data = found.get("data")
    if found.get("type") != "message" or not isinstance(data, dict):
        raise Invalid({"type": ["not_a_message"]})
    return data


def _keep(receipt: Receipt, delivered: Delivered, text: Plain, language: str | None) -> str:
    now = services().clock()
    chosen = language if language in services().settings.languages else pages.language()
    report = Incoming(danger="unsure", threats=(), story=text, links=())

    def seal(place: Place, files: Files) -> Arrived:
        document = report.document(language=chosen, received_at=now, channel="bridge")
        # The bridge's own id of the message: delivered again, it is not kept again.
        return sealing.report(receipt, place, document, files, delivered.digest)

    place, files = arriving.place_of(receipt), arriving.fresh_files()
    return arriving.settle_in_turn(place, files, seal).value
