"""Consents for programs: recorded as the defender gave them, and withdrawn. Sends nothing."""

from typing import Any

from flask import Response, jsonify
from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from hrd_report.desk.actions import consents
from hrd_report.desk.schemas import WishSchema
from hrd_report.desk.views.api import frame
from hrd_report.rights import Area
from hrd_report.web import once, operations
from hrd_report.web.services import services


class RecordedSchema(Schema):
    """A consent that is recorded."""

    id = fields.String()
    state = fields.String()
    until = fields.String(allow_none=True)


class WithdrawnSchema(Schema):
    """What a withdrawal reached."""

    stopped = fields.Integer(metadata={"description": "Notices stopped in time."})
    already_sent = fields.Integer(metadata={"description": "Notices that had left already."})


@frame.acts(
    Area.CASES,
    "POST",
    "/cases/<number>/consents",
    takes=WishSchema,
    gives=RecordedSchema,
    changes=False,
    creates=True,
)
def record_consent(number: str) -> Response:
    """Record what a defender was asked and said."""
    parts, who = services(), frame.worker()
    wish = operations.body(WishSchema())

    def keep(session: Session) -> dict[str, Any]:
        row = consents.record(session, who, number, wish, parts.reference, now=parts.clock())
        until = row.until.isoformat() if row.until is not None else None
        return {"id": row.id.hex(), "state": row.state.value, "until": until}

    return once.create(keep)


@frame.acts(
    Area.CASES,
    "POST",
    "/cases/<number>/consents/<id>/withdraw",
    gives=WithdrawnSchema,
    changes=False,
)
def withdraw_consent(number: str, id: str) -> Response:  # noqa: A002 - the address's own word
    """Withdraw a consent for the defender, and stop what stands on it."""
    parts, who, consent_id = services(), frame.worker(), frame.an_id(id)
    with operations.writing() as session:
        reached = consents.withdraw(
            session, who, number, consent_id, parts.reference, now=parts.clock()
        )
    return jsonify(stopped=reached.stopped, already_sent=reached.already_sent)
