"""When a helpline is there and how soon it answers, for programs. Moves no case."""

import json
from typing import Any

from flask import Response, jsonify
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from hrd_report.desk import clocks, helpline
from hrd_report.desk.actions import access, hours
from hrd_report.desk.helpline import Times
from hrd_report.desk.opening_hours import DAY
from hrd_report.desk.views.api import frame
from hrd_report.errors import Conflict
from hrd_report.records.cases import Urgency
from hrd_report.records.people import Team
from hrd_report.rights import Area
from hrd_report.vault import digests
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services


def _minutes(most: int) -> fields.Integer:
    return fields.Integer(required=True, validate=validate.Range(0, most, error="out_of_range"))


class SpanSchema(Schema):
    """From when until when somebody is there on a weekday (0 is Monday), in minutes of the day."""

    weekday = fields.Integer(required=True, validate=validate.Range(0, 6, error="out_of_range"))
    opens = _minutes(DAY)
    closes = _minutes(DAY)


class ClocksSchema(Schema):
    """Minutes of being there after which a first answer alerts, alerts again, and is due."""

    urgency = fields.Enum(Urgency, by_value=True, required=True)
    first = _minutes(hours.LONGEST_PROMISE)
    second = _minutes(hours.LONGEST_PROMISE)
    promise = _minutes(hours.LONGEST_PROMISE)


class HoursSchema(Schema):
    """When a team is there; without any hours always, where it is not staffed never."""

    zone = fields.String(required=True, metadata={"example": "Europe/Paris"})
    staffed = fields.Boolean(required=True)
    hours = fields.List(fields.Nested(SpanSchema), required=True)
    closed = fields.List(
        fields.Date(error_messages={"invalid": "no_date"}),
        required=True,
        metadata={"description": "Days on which nobody is there."},
    )
    clocks = fields.List(fields.Nested(ClocksSchema), required=True)


class ClockSchema(Schema):
    """A clock of a case as it stands. It runs while somebody is there."""

    clock = fields.String(metadata={"description": "first, second, promise; or due"})
    left = fields.Integer(allow_none=True, metadata={"description": "Minutes; negative when over."})
    over = fields.Boolean()
    paused = fields.Boolean(metadata={"description": "The case waits for the defender."})


class CaseClocksSchema(Schema):
    """The three clocks of a first answer while one is due, then the clock of what is due next."""

    clocks = fields.List(fields.Nested(ClockSchema))


@frame.reads(Area.QUEUE, "/cases/<number>/clocks", CaseClocksSchema)
def read_clocks(number: str) -> Response:
    """Read the clocks of a case. Opens nothing."""
    who, now = frame.worker(), services().clock()
    with services().database.reading() as session:
        case = access.find(session, who, number)
        three = helpline.read(case, hours.rules(session, who.team_id, now), now)
    named = zip(Times._fields, three, strict=False) if three else [("due", clocks.read(case, now))]
    shown = [{"clock": name, **_clock(one)} for name, one in named]
    return preconditions.tag(jsonify(clocks=shown), case.version)


@frame.reads(Area.QUEUE, "/hours", HoursSchema)
def read_hours() -> Response:
    """Read when the helpline is there and how soon it answers."""
    with services().database.reading() as session:
        shown = _shown(session)
    return preconditions.tag(jsonify(shown), _version(shown))


@frame.acts(Area.QUEUE, "PUT", "/hours", takes=HoursSchema, gives=HoursSchema)
def keep_hours() -> Response:
    """Keep when the helpline is there, instead of what stood. For a lead."""
    version, said, who = preconditions.seen_version(), _wanted(), frame.worker()
    with operations.writing() as session:
        session.get_one(Team, who.team_id, with_for_update=True)  # two leads at once: one waits
        if _version(_shown(session)) != version:
            raise Conflict
        hours.keep(session, who, said, now=services().clock())
        session.flush()
        shown = _shown(session)
    return preconditions.tag(jsonify(shown), _version(shown))


def _clock(one: clocks.Reading) -> dict[str, Any]:
    left = None if one.left is None else int(one.left.total_seconds() // 60)
    return {"left": left, "over": one.over, "paused": one.paused}


def _wanted() -> hours.Wanted:
    said = operations.body(HoursSchema())
    return hours.Wanted(
        zone=said["zone"],
        staffed=said["staffed"],
        hours={one["weekday"]: (one["opens"], one["closes"]) for one in said["hours"]},
        closed=tuple(said["closed"]),
        times={
            one["urgency"]: Times(one["first"], one["second"], one["promise"])
            for one in said["clocks"]
        },
    )


def _shown(session: Session) -> dict[str, Any]:
    held = hours.rules(session, frame.worker().team_id, services().clock())
    schedule = held.schedule
    shown: dict[str, Any] = HoursSchema().dump(
        {
            "zone": schedule.zone.key,
            "staffed": schedule.staffed,
            "hours": [
                {"weekday": day, "opens": opens, "closes": closes}
                for day, (opens, closes) in sorted(schedule.hours.items())
            ],
            "closed": sorted(schedule.closed),
            "clocks": [{"urgency": one, **held.of(one)._asdict()} for one in Urgency],
        }
    )
    return shown


def _version(shown: dict[str, Any]) -> int:
    """Return a number that is another one as soon as anything is: they keep no count."""
    said = json.dumps(shown, sort_keys=True).encode()
    return int.from_bytes(digests.sha256(said)[:7], "big")
