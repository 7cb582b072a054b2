"""Files of a case, for programs: added, looked at as safe copies, checked, their custody told.

No original leaves here.
"""

from typing import Any, Final

from flask import Response, jsonify
from marshmallow import Schema, fields

from hrd_report.desk.actions import preferring
from hrd_report.desk.actions.evidence import adding as taking
from hrd_report.desk.actions.evidence import checking, custody, exhibits, viewing
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.views import files as pages
from hrd_report.desk.views import frame as desk
from hrd_report.desk.views.api import frame
from hrd_report.desk.views.evidence import adding, copying
from hrd_report.desk.worker import Worker
from hrd_report.documents import codec
from hrd_report.errors import SeenEnough
from hrd_report.records.acts import Act
from hrd_report.rights import Area
from hrd_report.web import cursors, limits, operations
from hrd_report.web.services import services

_IMAGE: Final = {"type": "string", "format": "binary"}


class SafeLookSchema(Schema):
    """How somebody wants to look. What is looked at is written down first."""

    small = fields.Boolean(load_default=False, metadata={"description": "Grey and blurred alone."})
    again = fields.Boolean(load_default=False, metadata={"description": "Make the copy anew."})
    anyway = fields.Boolean(
        load_default=False, metadata={"description": "Also after one's own limit of a day."}
    )


class EntrySchema(Schema):
    """A line of what an archive, a web archive or a list of measurements holds."""

    name = fields.String()
    what = fields.String()
    size = fields.Integer(allow_none=True)
    when = fields.String()
    note = fields.String()


class SafeCopySchema(Schema):
    """What can safely be looked at. Picture 0 is the small one, the full ones count from 1."""

    kind = fields.String()
    pictures = fields.Integer(metadata={"description": "Full ones."})
    whole = fields.Integer(metadata={"description": "Pages, frames or lines of the original."})
    entries = fields.List(fields.Nested(EntrySchema))
    problems = fields.List(fields.String(), metadata={"description": "Stable codes."})


class CheckBodySchema(Schema):
    """Which original is read again; without a name all of a case, the longest unchecked first."""

    name = fields.String(load_default="")


class CheckedSchema(Schema):
    """Which originals were read to their end, and which of them are what came."""

    unchanged = fields.List(fields.String())
    altered = fields.List(fields.String())


class CustodyEntrySchema(Schema):
    """Somebody did something with a piece of evidence."""

    day = fields.Date()
    act = fields.String()
    by = fields.String()
    exhibit = fields.String(metadata={"description": "Empty for the case as a whole."})
    position = fields.Integer(
        allow_none=True, metadata={"description": "Its place in the signed audit, once it has one."}
    )


class CustodySchema(Schema):
    """A stretch of a case's custody log, the oldest first."""

    log = fields.List(fields.Nested(CustodyEntrySchema))
    next = fields.String(
        allow_none=True, metadata={"description": "Cursor of what follows, if anything does."}
    )


@frame.acts(
    Area.EVIDENCE,
    "POST",
    "/cases/<number>/evidence",
    takes=operations.FILES,
    changes=False,
    creates=True,
)
@limits.streamed
def add_files(number: str) -> Response:
    """Seal files to a case while they arrive: what the desk itself preserved."""
    operations.check_multipart()
    who, now = frame.worker(), services().clock()
    desk.opened_for(who, number)
    with adding.sealed(who, number) as files:
        keep = frame.about(number, lambda one: taking.keep(one, who, number, files, now=now))
        return frame.added(keep, body=files.digest)


@frame.acts(
    Area.EVIDENCE,
    "POST",
    "/cases/<number>/evidence/<name>/look",
    takes=SafeLookSchema,
    gives=SafeCopySchema,
    changes=False,
)
def look_at_exhibit(number: str, name: str) -> Response:
    """Make a safe copy between walls, where there is none, and say what it shows."""
    said, who, parts = operations.body(SafeLookSchema()), frame.worker(), services()
    file = desk.opened_for(who, number)
    one = _find(who, file, name, asks=not (said["small"] or said["anyway"]))
    if one.derived is None or said["again"]:
        copying.derive(who, number, one)
    act = Act.PREVIEWED if said["small"] else Act.VIEWED
    with operations.writing() as session:
        viewing.note(session, who, number, one, act, now=parts.clock())
    return jsonify(SafeCopySchema().dump(_copy(_find(who, desk.opened_for(who, number), name))))


@frame.reads(Area.EVIDENCE, "/cases/<number>/evidence/<name>/pictures/<int:place>", _IMAGE)
def read_picture(number: str, name: str, place: int) -> Response:
    """Read one picture of a safe copy, as JPEG, on the day on which one looked."""
    who = frame.worker()
    return copying.picture(who, desk.opened_for(who, number), name, place)


@frame.acts(Area.EVIDENCE, "POST", "/cases/<number>/files/<name>/copy", gives=_IMAGE, changes=False)
def copy_file(number: str, name: str) -> Response:
    """Fetch a copy of a picture that says nothing of place, time and device."""
    return pages.copy_of(frame.worker(), number, name, operations.writing)


@frame.acts(
    Area.EVIDENCE,
    "POST",
    "/cases/<number>/evidence/check",
    takes=CheckBodySchema,
    gives=CheckedSchema,
    changes=False,
)
def check_originals(number: str) -> Response:
    """Read originals again, compare them with what came, and write down the result."""
    name, parts, who = operations.body(CheckBodySchema())["name"], services(), frame.worker()
    file = desk.opened_for(who, number)
    with parts.database.reading() as session:
        found = exhibits.gather(session, file)
        former = checking.last(session, [one.item_id for one in found if one.file is not None])
        wanted = checking.due(session, found, former, name=name)
    results = checking.rehash(file, wanted, parts.store)
    with operations.writing() as session:
        checking.note(session, who, number, results, now=parts.clock())
    said = {
        fine: [one.hex() for one, was in results.items() if was is fine] for fine in (True, False)
    }
    return jsonify(unchanged=said[True], altered=said[False])


@frame.reads(Area.EVIDENCE, "/cases/<number>/custody", CustodySchema, query=operations.PAGING)
def read_custody(number: str) -> Response:
    """Read who saw, copied and took what, on which day."""
    file = desk.opened_for(frame.worker(), number)
    with services().database.reading() as session:
        every = custody.log(session, file, exhibits.gather(session, file))
    found, following = cursors.stretch(f"custody/{number}", every)
    rows = [
        {"day": e.day, "act": e.act.value, "by": e.by, "exhibit": e.number, "position": e.position}
        for e in found
    ]
    return jsonify(CustodySchema().dump({"log": rows, "next": following}))


@frame.reads(Area.EVIDENCE, "/cases/<number>/custody/proof", {"type": "object"})
def read_custody_proof(number: str) -> Response:
    """Read what proves to an outsider that these rows stand in the signed audit."""
    parts = services()
    with parts.database.reading() as session:
        made = custody.proof(session, frame.worker(), number, parts.audited_by)
    return Response(made, mimetype="application/json")


def _find(who: Worker, file: CaseFile, name: str, *, asks: bool = False) -> Exhibit:
    """Return an exhibit; `asks`: unless its reader saw enough today. Raises `SeenEnough`."""
    parts = services()
    with parts.database.reading() as session:
        one = exhibits.find(session, file, name)
        limit = preferring.viewing(session, who).limit
        if asks and viewing.exposure(session, who, limit, day=parts.clock().date()).is_over:
            raise SeenEnough
    return one


def _copy(one: Exhibit) -> dict[str, Any]:
    held = one.derived
    shown: dict[str, Any] = codec.to_data(held) if held is not None else {"kind": "none"}
    return {**shown, "pictures": max(0, len(shown.get("pictures", ())) - 1)}
