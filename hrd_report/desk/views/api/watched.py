"""The hashtags that a team watches, for programs. Links nothing."""

from typing import Any

from flask import Response, jsonify
from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from hrd_report.casefile.papers import Opened
from hrd_report.desk.actions import tracing, watching
from hrd_report.desk.views.api import frame
from hrd_report.documents.watched import WatchedDocument
from hrd_report.rights import Area
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services

Held = Opened[WatchedDocument] | None


class WatchedSchema(Schema):
    """Hashtags that many name for good reasons: they weigh nothing when cases are compared."""

    hashtags = fields.List(fields.String(), required=True)


@frame.reads(Area.MATCHING, "/watched", WatchedSchema)
def read_watched() -> Response:
    """Read the list."""
    with services().database.reading() as session:
        return _answer(_held(session))


@frame.acts(Area.MATCHING, "PUT", "/watched", takes=WatchedSchema, gives=WatchedSchema)
def keep_watched() -> Response:
    """Keep the list anew."""
    version, parts = preconditions.seen_version(), services()
    tags, who = operations.body(WatchedSchema())["hashtags"], frame.worker()
    with operations.writing() as session:
        watching.keep(session, who, _held(session), tags, version, parts.trust, now=parts.clock())
        session.flush()
        return _answer(_held(session))


def _held(session: Session) -> Held:
    who = frame.worker()
    return watching.watched(session, tracing.indexes_of(session, who), who)


def _answer(held: Held) -> Response:
    tags: Any = held.document.hashtags if held is not None else ()
    answer = jsonify(WatchedSchema().dump({"hashtags": tags}))
    return preconditions.tag(answer, held.version if held is not None else 0)
