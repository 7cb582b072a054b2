"""Everything that happened in a case, for programs, stretch by stretch. Changes nothing."""

from typing import Final

from flask import Response, jsonify, request
from marshmallow import Schema, fields

from hrd_report.desk.actions import history
from hrd_report.desk.shown import happened
from hrd_report.desk.views import frame as desk
from hrd_report.desk.views.api import frame
from hrd_report.errors import Invalid
from hrd_report.rights import Area
from hrd_report.web import cursors, operations
from hrd_report.web.services import services

_SHOW: Final = tuple(happened.KINDS)
_QUERY: Final = [
    operations.asks("show", "Of which kind.", enum=list(_SHOW), default=_SHOW[0]),
    *operations.PAGING,
]


class EventSchema(Schema):
    """Something that happened."""

    day = fields.Date(metadata={"description": "In UTC."})
    at = fields.DateTime(allow_none=True, metadata={"description": "Where the moment is kept."})
    kind = fields.String()
    text = fields.String(metadata={"description": "In the language asked for."})
    who = fields.String(metadata={"description": "Pseudonym, or what the person is here."})


class TimelineSchema(Schema):
    """A stretch of what happened, the newest first."""

    events = fields.List(fields.Nested(EventSchema))
    next = fields.String(
        allow_none=True, metadata={"description": "Cursor of what follows, if anything does."}
    )


@frame.reads(Area.CASES, "/cases/<number>/timeline", TimelineSchema, query=_QUERY)
def read_timeline(number: str) -> Response:
    """Read what happened in a case, and who read it."""
    file, parts = desk.opened_for(frame.worker(), number), services()
    with parts.database.reading() as session:
        names, acts = frame.names_of(session), history.of(session, file.case)
    show = request.args.get("show", _SHOW[0])
    if show not in _SHOW:
        raise Invalid({"show": ["unknown"]})
    every = happened.gather(file, acts, names, parts.reference, desk.voice())
    wanted = [one for one in every if show in (_SHOW[0], one.kind)]
    found, following = cursors.stretch(f"timeline/{number}/{show}", wanted)
    return jsonify(TimelineSchema().dump({"events": found, "next": following}))
