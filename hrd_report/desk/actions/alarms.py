"""Calls a second person to a case at risk, and lets one answer. Sends nothing: jobs do."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions import access
from hrd_report.desk.worker import Worker
from hrd_report.errors import NotAllowed, NotFound
from hrd_report.records import alarms
from hrd_report.records.acts import Act
from hrd_report.records.alarms import Alarm
from hrd_report.records.cases import Case


@dataclass(frozen=True, slots=True)
class Standing:
    """A call that stands: for which case, and whether it is the reader's own."""

    number: str
    mine: bool


def call(session: Session, worker: Worker, case: Case, *, now: dt.datetime) -> None:
    """Call a second person, at once; one call at a time."""
    if session.scalars(alarms.open_of(case.id)).first() is not None:
        return
    session.add(
        Alarm(
            id=keeping.new_id(),
            case_id=case.id,
            raised_by=worker.id,
            day=now.date(),
            next_at=now,
        )
    )
    keeping.record(session, Act.SECOND_CALLED, actor=worker.id, thing=case.id, day=now.date())


def answer(session: Session, worker: Worker, number: str, *, now: dt.datetime) -> Case:
    """Answer a case's call: from now on a second person looks.

    Raises `NotFound` where none stands, and `NotAllowed` for whoever called, unless nobody else
    could come.
    """
    case = access.find(session, worker, number, lock=True)
    standing = session.scalars(alarms.open_of(case.id)).first()
    if standing is None:
        raise NotFound
    if standing.raised_by == worker.id:
        others = alarms.could_answer(case, worker.id).limit(1)
        if session.scalars(others).first() is not None:
            raise NotAllowed("a second person answers")
    standing.answered_by, standing.answered_day = worker.id, now.date()
    standing.next_at = None
    keeping.record(session, Act.SECOND_CAME, actor=worker.id, thing=case.id, day=now.date())
    return case


def standing(session: Session, worker: Worker) -> list[Standing]:
    """Return the calls that stand in the worker's team, as far as the worker may know of them."""
    found = session.execute(alarms.standing(worker.team_id, worker.key.kid))
    return [Standing(case.number, alarm.raised_by == worker.id) for alarm, case in found]
