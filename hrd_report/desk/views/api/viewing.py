"""How somebody wants to see evidence and how much they saw today, for that person's programs."""

from typing import Any

from flask import Response, jsonify
from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from hrd_report.desk.actions import preferring
from hrd_report.desk.actions.evidence import viewing
from hrd_report.desk.views.api import frame
from hrd_report.documents.preferences import ViewingDocument
from hrd_report.rights import Area
from hrd_report.web import operations
from hrd_report.web.services import services


class PreferredSchema(Schema):
    """How evidence is first shown, and after how many things a day one wants to be asked."""

    blur = fields.Boolean(load_default=True)
    grey = fields.Boolean(load_default=True)
    limit = fields.Integer(required=True)


class ViewingSchema(PreferredSchema):
    """The same, and how many things one saw in full today. Nobody else is shown this."""

    seen = fields.Integer()


@frame.reads(Area.EVIDENCE, "/viewing", ViewingSchema)
def read_viewing() -> Response:
    """Read what one prefers, and what one saw today."""
    with services().database.reading() as session:
        return jsonify(_shown(session))


@frame.acts(
    Area.EVIDENCE, "PUT", "/viewing", takes=PreferredSchema, gives=ViewingSchema, changes=False
)
def keep_viewing() -> Response:
    """Keep what one prefers."""
    said = ViewingDocument(**operations.body(PreferredSchema()))
    with operations.writing() as session:
        preferring.keep_viewing(session, frame.worker(), said)
        session.flush()
        shown = _shown(session)
    return jsonify(shown)


def _shown(session: Session) -> dict[str, Any]:
    who = frame.worker()
    wish = preferring.viewing(session, who)
    found = viewing.exposure(session, who, wish.limit, day=services().clock().date())
    return {"blur": wish.blur, "grey": wish.grey, "limit": wish.limit, "seen": found.seen}
