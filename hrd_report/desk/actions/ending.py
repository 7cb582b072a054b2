"""Erases a case by hand, and holds one back from being erased. Opens nothing, keeps no reason.

The reason for a hold is sealed into the case; the reason for an erasure is nobody's any more.
"""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import erasing, keeping, renewing, retention
from hrd_report.casefile.erasing import Erased
from hrd_report.desk.actions import access
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents.casework import NoteDocument
from hrd_report.errors import Invalid, NotReady
from hrd_report.records import cases
from hrd_report.records.acts import Act
from hrd_report.records.cases import OVER, Case
from hrd_report.records.erasure import Cause
from hrd_report.records.keys import Grant, ItemKind
from hrd_report.sealed import Plain
from hrd_report.store.objects import Store

HELD = "held"


def hold(
    session: Session, worker: Worker, seen: Seen, reason: Plain, *, held: bool, now: dt.datetime
) -> Case:
    """Stop a case's retention clock, or let it run from anew. The reason becomes a note in it.

    Raises `Invalid` without a reason, `Conflict` from an old page.
    """
    check_reason("reason", reason)
    case = access.find_fresh(session, worker, seen)
    if case.held is held:
        return case
    case.held = held
    # Whoever was told before the hold is told again after it, thirty days before the end.
    case.warned_day = None
    keeping.changed(case)
    note = NoteDocument(author=worker.name, text=reason, at=now)
    recipient = renewing.recipient(session, case, day=now.date())
    keeping.keep(session, case.id, ItemKind.NOTE, note, recipient, day=now.date())
    act = Act.HELD if held else Act.HOLD_LIFTED
    keeping.record(session, act, actor=worker.id, thing=case.id, day=now.date())
    return case


def erase(
    session: Session, worker: Worker, seen: Seen, said: str, store: Store, *, now: dt.datetime
) -> Erased:
    """Erase a case whose number was typed once more. Files are for the caller to forget.

    Raises `Invalid` for another number, `NotReady` for a case that is held back, `Conflict`.
    """
    case = access.find_fresh(session, worker, seen)
    if said.strip().upper() != case.number.upper():
        raise Invalid({"number": ["other"]})
    if case.held:
        raise NotReady([HELD])
    erasing.mark(store, erasing.tombstone_of(case.id), Cause.DESK)
    return erasing.erase(session, case.id, Cause.DESK, now=now, actor=worker.id)


def check_reason(field: str, reason: Plain) -> None:
    """Ask for a line in one's own words. Raises `Invalid`."""
    if not reason.reveal().strip():
        raise Invalid({field: ["missing"]})


def end_of(session: Session, case: Case, kept: Mapping[str, int]) -> dt.date | None:
    """Return the day a case is erased, if its clock runs."""
    report = session.scalars(cases.report_of(case.id)).first()
    days = None if report is None else retention.days(case.state, report.state, kept)
    end = None if days is None else retention.ends_on(case, days)
    if end is None or case.warned_day is None:
        return end
    return retention.announced(end, case.warned_day)


def soon(session: Session, worker: Worker) -> list[Case]:
    """Return the team's cases whose erasure was announced, or that are held back from it.

    A restricted one only for whoever has a grant to it.
    """
    mine = select(Grant.child).where(Grant.holder == worker.key.kid)
    wanted = select(Case).where(
        Case.team_id == worker.team_id,
        Case.state.in_(OVER) & Case.warned_day.is_not(None) | Case.held,
        Case.restricted.is_(False) | Case.kid.in_(mine),
    )
    return list(session.scalars(wanted.order_by(Case.held, Case.warned_day, Case.number)))
