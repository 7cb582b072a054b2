"""Giving cases on, declining them, putting them off, for programs. Opens none."""

from flask import Response, jsonify
from marshmallow import Schema, fields

from hrd_report.desk.actions import alarms, assigning
from hrd_report.desk.views.api import frame
from hrd_report.desk.workload import Load, by_holder
from hrd_report.records.cases import Urgency
from hrd_report.rights import Area
from hrd_report.web import operations
from hrd_report.web.services import services


class AssignSchema(Schema):
    """Who is to have a case."""

    assignee = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Pseudonym of a colleague; null for nobody."},
    )


class PutOffSchema(Schema):
    """Until when a case is put off."""

    until = fields.Date(
        load_default=None,
        error_messages={"invalid": "no_date"},
        metadata={"description": "A day; without one, until an answer comes."},
    )


class LoadSchema(Schema):
    """How many open cases somebody has."""

    assignee = fields.String(allow_none=True, metadata={"description": "Null: with nobody."})
    open = fields.Integer()
    over = fields.Integer(metadata={"description": "Of these, over their time."})
    urgencies = fields.Dict(keys=fields.String(), values=fields.Integer())


class WorkloadSchema(Schema):
    """Who has how much."""

    people = fields.List(fields.Nested(LoadSchema))


@frame.reads(Area.QUEUE, "/workload", WorkloadSchema)
def read_workload() -> Response:
    """Count the open cases of each colleague."""
    parts, who = services(), frame.worker()
    with parts.database.reading() as session:
        names = frame.names_of(session)
        found = by_holder(session, who.team_id, who.key.kid, parts.clock())
    people = []
    for person in [None, *sorted(names, key=names.__getitem__)]:
        load = found.get(person, Load({}, 0))
        counted = {one.value: load.by_urgency.get(one, 0) for one in Urgency}
        name = names[person] if person is not None else None
        people.append(
            {"assignee": name, "open": load.open, "over": load.over, "urgencies": counted}
        )
    return jsonify(people=people)


@frame.acts(Area.QUEUE, "POST", "/cases/<number>/assign", takes=AssignSchema)
def assign_case(number: str) -> Response:
    """Give a case to a colleague, to oneself or to nobody, whoever has it. For a lead."""
    now, who, seen = services().clock(), frame.worker(), frame.seen(number)
    name = operations.body(AssignSchema())["assignee"]
    return frame.acted(
        lambda session: assigning.assign(
            session, who, seen, frame.colleague(session, "assignee", name), now=now
        )
    )


@frame.acts(Area.QUEUE, "POST", "/cases/<number>/decline", changes=False)
def decline_case(number: str) -> Response:
    """Let a case not be offered to oneself again. Nobody asks why."""
    now, who = services().clock(), frame.worker()
    return frame.acted(lambda session: assigning.decline(session, who, number, now=now))


@frame.acts(Area.QUEUE, "POST", "/cases/<number>/put-off", takes=PutOffSchema)
def put_case_off(number: str) -> Response:
    """Put a case off until a day, or until an answer comes. Its clocks run on."""
    now, who, seen = services().clock(), frame.worker(), frame.seen(number)
    until = operations.body(PutOffSchema())["until"]
    return frame.acted(lambda session: assigning.put_off(session, who, seen, until, now=now))


@frame.acts(Area.QUEUE, "POST", "/cases/<number>/take-up")
def take_case_up(number: str) -> Response:
    """Take up a case again that was put off."""
    now, who, seen = services().clock(), frame.worker(), frame.seen(number)
    return frame.acted(lambda session: assigning.wake(session, who, seen, now=now))


@frame.acts(Area.CASES, "POST", "/cases/<number>/second", changes=False)
def answer_call_for_second(number: str) -> Response:
    """Answer the call for a second person: from now on one looks."""
    now, who = services().clock(), frame.worker()
    return frame.acted(lambda session: alarms.answer(session, who, number, now=now))
