"""Gives cases to people, never one to two. Opens none."""

import datetime as dt
from typing import cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk import queue
from hrd_report.desk.actions import access
from hrd_report.desk.worker import Seen, Worker
from hrd_report.errors import Conflict, NotAllowed, NotFound
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.people import Role

_TRIES = 5


def take(session: Session, worker: Worker, number: str, *, now: dt.datetime) -> Case:
    """Take a case that nobody has. Raises `NotFound`, and `Conflict` when somebody was faster."""
    case = access.find(session, worker, number)
    if case.assignee == worker.id:
        return case
    _assign(session, case, worker, now)
    return case


def take_next(session: Session, worker: Worker, *, now: dt.datetime) -> Case:
    """Take the most urgent case that nobody has. Raises `NotFound` when all are taken."""
    for _ in range(_TRIES):
        found = queue.next_free(session, worker.team_id, worker.key.kid, worker.id, now=now)
        if found is None:
            raise NotFound
        try:
            _assign(session, found, worker, now)
        except Conflict:
            session.expire_all()
            continue
        return found
    raise Conflict


def release(session: Session, worker: Worker, seen: Seen, *, now: dt.datetime) -> Case:
    """Give a case back. No reason is asked.

    Raises `NotAllowed` for somebody else's case, and `Stale` from an old page: somebody else may
    have it by now.
    """
    case = access.find_fresh(session, worker, seen)
    if case.assignee != worker.id and worker.role is not Role.LEAD:
        raise NotAllowed
    if case.assignee is not None:
        case.assignee = None
        keeping.changed(case)
        keeping.record(session, Act.RELEASED_CASE, actor=worker.id, thing=case.id, day=now.date())
    return case


def _assign(session: Session, case: Case, worker: Worker, now: dt.datetime) -> None:
    done = session.execute(
        update(Case)
        .where(Case.id == case.id, Case.assignee.is_(None))
        .values(assignee=worker.id, version=Case.version + 1, asleep=False, asleep_until=None)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[object]", done).rowcount != 1:
        raise Conflict("somebody was faster")
    session.refresh(case)
    keeping.record(session, Act.TOOK, actor=worker.id, thing=case.id, day=now.date())
