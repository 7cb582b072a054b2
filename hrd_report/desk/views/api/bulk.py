"""One act on several cases, for programs, and the way back. Opens none."""

import datetime as dt
from typing import Any

from flask import Response, jsonify
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from hrd_report.desk.actions import bulk
from hrd_report.desk.actions.bulk import MOST, Before, Does
from hrd_report.desk.views.api import frame
from hrd_report.desk.worker import Seen
from hrd_report.rights import Area
from hrd_report.web import operations
from hrd_report.web.services import services


class PickedSchema(Schema):
    """A case, in the version in which it was seen."""

    number = fields.String(required=True)
    version = fields.Integer(required=True)


class BulkSchema(Schema):
    """What is done to each case: taken, given to `assignee` (or nobody), put off `until` a day."""

    do = fields.String(
        required=True, validate=validate.OneOf(("take", "assign", "put_off"), error="unknown")
    )
    cases = fields.List(
        fields.Nested(PickedSchema),
        required=True,
        validate=validate.Length(min=1, max=MOST, error="out_of_range"),
    )
    assignee = fields.String(load_default=None, metadata={"description": "Pseudonym."})
    until = fields.Date(load_default=None, error_messages={"invalid": "no_date"})


class DoneSchema(Schema):
    """A case that was changed: the version it is in now, and how it stood before."""

    number = fields.String(required=True)
    version = fields.Integer(required=True)
    assignee = fields.String(required=True, allow_none=True)
    asleep = fields.Boolean(required=True)
    until = fields.Date(required=True, allow_none=True)


class BulkDoneSchema(Schema):
    """What was done. `left`: somebody was faster there, or it is not for this person."""

    done = fields.List(fields.Nested(DoneSchema))
    left = fields.List(fields.String())


class UndoSchema(Schema):
    """What an act answered with as `done`."""

    done = fields.List(
        fields.Nested(DoneSchema),
        required=True,
        validate=validate.Length(min=1, max=MOST, error="out_of_range"),
    )


class UndoneSchema(Schema):
    """How many cases are as they were."""

    undone = fields.Integer()


@frame.acts(Area.QUEUE, "POST", "/bulk", takes=BulkSchema, gives=BulkDoneSchema, changes=False)
def act_on_many() -> Response:
    """Do one thing to each case that is still as it was seen."""
    said, who, now = operations.body(BulkSchema()), frame.worker(), services().clock()
    picked = [Seen(one["number"], one["version"]) for one in said["cases"]]
    with operations.writing() as session:
        done = bulk.act(session, who, picked, _does(session, said, now))
        names = frame.names_of(session)
    changed = {one.number for one in done}
    left = [one.number for one in picked if one.number not in changed]
    shown = {"done": [_shown(one, names) for one in done], "left": left}
    return jsonify(BulkDoneSchema().dump(shown))


@frame.acts(Area.QUEUE, "POST", "/bulk/undo", takes=UndoSchema, gives=UndoneSchema, changes=False)
def undo_many() -> Response:
    """Put each case back as it stood, where nobody changed it since."""
    said = operations.body(UndoSchema())["done"]
    with operations.writing() as session:
        before = [_before(session, one) for one in said]
        count = bulk.undo(session, frame.worker(), before, now=services().clock())
    return jsonify(undone=count)


def _does(session: Session, said: dict[str, Any], now: dt.datetime) -> Does:
    who = frame.worker()
    if said["do"] == "take":
        return bulk.take(who, now)
    if said["do"] == "assign":
        return bulk.assign(who, frame.colleague(session, "assignee", said["assignee"]), now)
    return bulk.put_off(who, said["until"], now)


def _shown(one: Before, names: frame.Names) -> dict[str, Any]:
    return {
        "number": one.number,
        "version": one.version,
        "assignee": names.get(one.assignee) if one.assignee is not None else None,
        "asleep": one.asleep,
        "until": one.until,
    }


def _before(session: Session, said: dict[str, Any]) -> Before:
    return Before(**{**said, "assignee": frame.colleague(session, "assignee", said["assignee"])})
