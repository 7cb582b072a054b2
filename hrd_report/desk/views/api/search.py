"""The search, for programs. What is looked for stands in the body, in no address and no log."""

from typing import Any, Final

from flask import Response, jsonify
from marshmallow import Schema, fields

from hrd_report.desk.actions import searching
from hrd_report.desk.actions.searching import Found
from hrd_report.desk.views.api import frame
from hrd_report.desk.views.api.campaign_shapes import ThingSchema
from hrd_report.rights import Area
from hrd_report.sealed import Plain
from hrd_report.web import cursors, operations
from hrd_report.web.services import services

_LIST: Final = "search"


class WantedSchema(Schema):
    """What is looked for: words, a text, an account, an address, a hash."""

    wanted = fields.String(required=True)
    cursor = fields.String(
        load_default=None, metadata={"description": "Where to go on: `next` of the answer before."}
    )


class NamingSchema(Schema):
    """Cases that name exactly this."""

    thing = fields.Nested(ThingSchema)
    cases = fields.List(fields.String())


class SimilarSchema(Schema):
    """A case with a text that is nearly the same."""

    number = fields.String()
    similarity = fields.Float()


class FoundSchema(Schema):
    """What was found so far. `named` and `similar` stand in the first answer alone."""

    named = fields.List(fields.Nested(NamingSchema))
    similar = fields.List(fields.Nested(SimilarSchema))
    words = fields.List(fields.String(), metadata={"description": "Numbers of cases."})
    hits = fields.Integer()
    searched = fields.Integer(metadata={"description": "Cases looked through up to here."})
    all = fields.Integer()
    missing = fields.Integer(metadata={"description": "Cases nobody opened since."})
    next = fields.String(
        allow_none=True, metadata={"description": "Cursor of what follows, if anything does."}
    )


@frame.acts(
    Area.SEARCH, "POST", "/search", takes=WantedSchema, gives=FoundSchema, changes=False, reads=True
)
def search() -> Response:
    """Look through the next cases that one may open. That somebody searched is written down."""
    parts, who, said = services(), frame.worker(), operations.body(WantedSchema())
    after, done = _place(said["cursor"])
    with parts.database.reading() as session:
        found = searching.search(
            session, who, Plain(said["wanted"]), parts.store, after=after, done=done
        )
    with operations.writing() as session:
        searching.note(session, who, now=parts.clock())
    return jsonify(FoundSchema().dump(_shown(found)))


def _place(cursor: str | None) -> tuple[bytes, int]:
    if cursor is None:
        return b"", 0
    after, _, done = cursors.read(_LIST, cursor).partition(" ")
    return bytes.fromhex(after), int(done)


def _shown(found: Found) -> dict[str, Any]:
    place = f"{found.after.hex()} {found.searched}" if found.after is not None else None
    return {
        "named": [
            {
                "thing": {"kind": one.thing.kind, "value": one.thing.value},
                "cases": [case.number for case in one.cases],
            }
            for one in found.named
        ],
        "similar": [
            {"number": case.number, "similarity": round(share, 3)} for case, share in found.similar
        ],
        "words": [one.number for one in found.words],
        "hits": found.hits,
        "searched": found.searched,
        "all": found.all,
        "missing": found.missing,
        "next": cursors.seal(_LIST, place) if place is not None else None,
    }
