"""Gives cases to people, takes them over, puts them off, and lets one decline. Opens none."""

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions import access
from hrd_report.desk.worker import Seen, Worker
from hrd_report.errors import Invalid, NotAllowed
from hrd_report.records import people
from hrd_report.records.acts import Act
from hrd_report.records.cases import OVER, Case
from hrd_report.records.keys import Grant
from hrd_report.records.people import Role
from hrd_report.records.working import Declined

LONGEST: Final = dt.timedelta(days=180)
"""How long a case may be put off."""


def assign(
    session: Session, worker: Worker, seen: Seen, person_id: bytes | None, *, now: dt.datetime
) -> Case:
    """Give a case to a colleague, to oneself, or to nobody, whoever has it. For a lead.

    Raises `NotAllowed`, `Invalid` for somebody who could not open it, and `Stale` from an old
    page: another lead may just have given it to somebody else.
    """
    if worker.role is not Role.LEAD:
        raise NotAllowed
    case = access.find_fresh(session, worker, seen)
    if person_id is not None:
        check_opens(session, case, person_id)
    if case.assignee != person_id:
        case.assignee = person_id
        keeping.changed(case)
        keeping.record(session, Act.ASSIGNED, actor=worker.id, thing=case.id, day=now.date())
    return case


def decline(session: Session, worker: Worker, number: str, *, now: dt.datetime) -> Case:
    """Let somebody not be offered a case again; who has it gives it back. Nobody asks why."""
    case = access.find(session, worker, number, lock=True)
    session.merge(Declined(person_id=worker.id, case_id=case.id))
    if case.assignee == worker.id:
        case.assignee = None
        keeping.changed(case)
        keeping.record(session, Act.RELEASED_CASE, actor=worker.id, thing=case.id, day=now.date())
    return case


def put_off(
    session: Session, worker: Worker, seen: Seen, until: dt.date | None, *, now: dt.datetime
) -> Case:
    """Put a case off until a day, or until an answer comes. Its clocks run on.

    Raises `Invalid` for a day that is over or too far, `NotAllowed` for somebody else's case.
    """
    if until is not None and not now.date() < until <= now.date() + LONGEST:
        raise Invalid({"until": ["out_of_range"]})
    case = _mine(session, worker, seen)
    if case.state in OVER:
        raise Invalid({"until": ["over"]})
    case.asleep, case.asleep_until = True, until
    keeping.changed(case)
    keeping.record(session, Act.PUT_OFF, actor=worker.id, thing=case.id, day=now.date())
    return case


def wake(session: Session, worker: Worker, seen: Seen, *, now: dt.datetime) -> Case:
    """Take up a case again that was put off."""
    case = _mine(session, worker, seen)
    if case.asleep:
        case.asleep, case.asleep_until = False, None
        keeping.changed(case)
        keeping.record(session, Act.WOKEN, actor=worker.id, thing=case.id, day=now.date())
    return case


def _mine(session: Session, worker: Worker, seen: Seen) -> Case:
    case = access.find_fresh(session, worker, seen)
    if worker.role is not Role.LEAD and case.assignee not in (worker.id, None):
        raise NotAllowed
    return case


def check_opens(session: Session, case: Case, person_id: bytes) -> None:
    """Refuse somebody who could not open a case. Raises `Invalid`."""
    found = [one for one in session.scalars(people.colleagues(case.team_id)) if one.id == person_id]
    if not found or found[0].role not in people.TEAM_ROLES:
        raise Invalid({"person": ["unknown"]})
    if case.restricted and session.get(Grant, (case.kid, found[0].kid)) is None:
        raise Invalid({"person": ["not_named"]})
