"""What of a case may be evidence, for programs: listed, preserved, described. Shows no file."""

from dataclasses import replace
from typing import Any, Final

from flask import Response, jsonify
from marshmallow import Schema, fields

from hrd_report.desk.actions.evidence import capturing, describing, exhibits
from hrd_report.desk.actions.evidence.capturing import Capture
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.schemas import CaptureSchema
from hrd_report.desk.views import frame as desk
from hrd_report.desk.views.api import frame
from hrd_report.desk.views.api.shapes import DeskFileSchema
from hrd_report.documents import codec
from hrd_report.rights import Area
from hrd_report.sealed import Plain
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services

NEW: Final = "new"
"""In the place of an exhibit's name: an address that nobody named before."""


class KeptCaptureSchema(Schema):
    """How something was preserved."""

    by = fields.String()
    at = fields.String()
    captured_at = fields.String()
    tool = fields.String()
    method = fields.String()
    sha256 = fields.String()
    kept_as = fields.String(allow_none=True)
    url = fields.String()
    account = fields.String()
    platform = fields.String(allow_none=True)
    archive = fields.String()
    language = fields.String()
    translation = fields.String()
    published = fields.String()
    online = fields.String()
    consent = fields.String(allow_none=True)
    sensitivity = fields.String()
    tlp = fields.String()


class KeptDescriptionSchema(Schema):
    """What somebody saw, so that nobody must look again."""

    by = fields.String()
    at = fields.String()
    words = fields.String()
    labels = fields.List(fields.String())


class LookSchema(Schema):
    """Somebody saw it."""

    by = fields.String()
    act = fields.String()
    day = fields.Date()


class ExhibitSchema(Schema):
    """A file or an address that may be evidence. Captures and descriptions newest first."""

    number = fields.String()
    name = fields.String(metadata={"description": "What it is called in addresses."})
    file = fields.Nested(DeskFileSchema, allow_none=True)
    link = fields.String(allow_none=True)
    twin = fields.String(metadata={"description": "An earlier file with the same bytes."})
    captures = fields.List(fields.Nested(KeptCaptureSchema))
    descriptions = fields.List(fields.Nested(KeptDescriptionSchema))
    looks = fields.List(fields.Nested(LookSchema))


class ExhibitsSchema(Schema):
    """All of a case."""

    exhibits = fields.List(fields.Nested(ExhibitSchema))


class DescriptionSchema(Schema):
    """What somebody saw, in words and labels."""

    words = fields.String(load_default="")
    labels = fields.List(fields.String(), load_default=list)


@frame.reads(Area.EVIDENCE, "/cases/<number>/evidence", ExhibitsSchema)
def list_evidence(number: str) -> Response:
    """List what of a case may be evidence, and what is known of each."""
    file = desk.opened_for(frame.worker(), number)
    with services().database.reading() as session:
        found = [_shown(one) for one in exhibits.gather(session, file)]
    answer = jsonify(ExhibitsSchema().dump({"exhibits": found}))
    return preconditions.tag(answer, file.case.version)


@frame.acts(
    Area.EVIDENCE,
    "POST",
    "/cases/<number>/evidence/<name>/captures",
    takes=CaptureSchema,
    creates=True,
)
def capture_exhibit(number: str, name: str) -> Response:
    """Keep how an exhibit was preserved; `new` as its name stands for an address of one's own."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    file = desk.opened_for(who, number)
    said = _said(operations.body(CaptureSchema()), file, name)
    return frame.added(
        frame.about(
            number,
            lambda session: capturing.keep(
                session, who, seen, said, file, parts.reference, now=parts.clock()
            ),
        )
    )


@frame.acts(
    Area.EVIDENCE,
    "POST",
    "/cases/<number>/evidence/<name>/descriptions",
    takes=DescriptionSchema,
    creates=True,
)
def describe_exhibit(number: str, name: str) -> Response:
    """Keep what somebody saw."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    said = operations.body(DescriptionSchema())
    one = _find(desk.opened_for(who, number), name)
    words = Plain(said["words"])
    return frame.added(
        frame.about(
            number,
            lambda session: describing.keep(
                session, who, seen, one, words, said["labels"], now=parts.clock()
            ),
        )
    )


def _said(said: Capture, file: CaseFile, name: str) -> Capture:
    """Return a capture of what the address names."""
    if name == NEW:
        return replace(said, link=said.url)
    one = _find(file, name)
    if one.file is not None:
        return replace(said, file=one.file.file, kept_as=None)
    return replace(said, link=one.link)


def _find(file: CaseFile, name: str) -> Exhibit:
    with services().database.reading() as session:
        return exhibits.find(session, file, name)


def _shown(one: Exhibit) -> dict[str, Any]:
    return {
        "number": one.number,
        "name": one.name,
        "file": codec.to_data(one.file) if one.file is not None else None,
        "link": one.link.reveal() if one.link is not None else None,
        "twin": one.twin,
        "captures": codec.to_data(one.captures),
        "descriptions": codec.to_data(one.descriptions),
        "looks": [{"by": each.by, "act": each.act.value, "day": each.day} for each in one.looks],
    }
