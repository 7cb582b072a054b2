"""Finds a case for somebody who may see it, and refuses an old page. Opens no item."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import opening, rolling
from hrd_report.desk.worker import Seen, Worker
from hrd_report.errors import NotAllowed, NotFound, Stale
from hrd_report.records import cases
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import Case
from hrd_report.vault.keyring import Keyring


def find(session: Session, worker: Worker, number: str, *, lock: bool = False) -> Case:
    """Return a case of the worker's team, or one that was granted to the worker's own key.

    A restricted case is there for the people named alone.

    With `lock`, others wait to change it until this transaction ends. Raises `NotFound`.
    """
    wanted = cases.numbered(number)
    case = session.scalars(wanted.with_for_update(**LOCKED) if lock else wanted).first()
    if case is None:
        raise NotFound
    if case.restricted or case.team_id != worker.team_id:
        try:
            opening.case_keyring(session, worker.key, case)
        except NotAllowed:
            raise NotFound from None
    return case


def find_fresh(session: Session, worker: Worker, seen: Seen) -> Case:
    """Return a case to change, unopened, if nobody changed it since it was seen.

    Every write at the desk that replaces something begins here. Raises `NotFound` and `Stale`.
    """
    case = find(session, worker, seen.number, lock=True)
    if case.version != seen.version:
        raise Stale(case.version)
    return case


def open_ring(session: Session, worker: Worker, case: Case) -> Keyring:
    """Return the keys to a case that somebody took. Raises `NotAllowed` without take or grant."""
    if case.assignee is None:
        raise NotAllowed("nobody took this case")
    return opening.case_keyring(session, worker.key, case)


def ring_to_write(session: Session, worker: Worker, case: Case, *, day: dt.date) -> Keyring:
    """Return the keys to a case that something is about to be sealed to: its key is in order.

    Raises `NotAllowed` without take or grant.
    """
    ring = open_ring(session, worker, case)
    rolling.renew(session, case, ring, day=day)
    return ring


def fresh(session: Session, worker: Worker, seen: Seen, *, day: dt.date) -> tuple[Case, Keyring]:
    """Return a case to change, with its keys, if the page it is changed from is not old.

    Raises `NotFound`, `NotAllowed`, and `Stale` when somebody changed the case meanwhile.
    """
    case = find_fresh(session, worker, seen)
    ring = open_ring(session, worker, case)
    rolling.renew(session, case, ring, day=day)
    return case, ring


def open_to(session: Session, worker: Worker, case_ids: Collection[bytes]) -> list[Case]:
    """Return those of the team's cases that somebody may open, in one question however many."""
    wanted = select(Case).where(
        Case.id.in_(case_ids), Case.team_id == worker.team_id, cases.visible_to(worker.key.kid)
    )
    return list(session.scalars(wanted.order_by(Case.number)))
