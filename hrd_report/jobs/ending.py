"""Announces that a case which is over will be erased, and erases it when its time has come."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hrd_report.casefile import erasing, keeping, retention
from hrd_report.clock import Clock
from hrd_report.documents.reports import NewsDocument
from hrd_report.records import cases
from hrd_report.records.acts import Act
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import OVER, Case, Report, ReportState
from hrd_report.records.database import Database
from hrd_report.records.erasure import Cause
from hrd_report.store.objects import Store

_AT_ONCE: Final = 500
_WARN: Final = "warn"
_ERASE: Final = "erase"


def run(database: Database, store: Store, clock: Clock, kept: Mapping[str, int]) -> int:
    """Warn of what ends within 30 days, erase what is over. Returns how many were erased."""
    if not kept:
        return 0
    now = clock()
    _start_clocks(database, now.date())
    found = _near(database, now.date(), kept)
    return sum(_look(database, store, one, now, kept) for one in found)


def _start_clocks(database: Database, today: dt.date) -> None:
    """Let cases that ended before there were clocks count from today: none is erased at once."""
    unknown = (Case.state.in_(OVER), Case.state_day.is_(None))
    with database.reading() as session:
        if session.scalars(select(Case.id).where(*unknown).limit(1)).first() is None:
            return
    with database.writing() as session:
        session.execute(update(Case).where(*unknown).values(state_day=today))


def _near(database: Database, today: dt.date, kept: Mapping[str, int]) -> list[bytes]:
    """Return the cases that something is due for. Reads clear columns only, and locks none."""
    since = today - dt.timedelta(days=min(kept.values())) + retention.WARNING
    ended = select(Case, Report.state).join(Report, Report.case_id == Case.id)
    old = ended.where(Case.state.in_(OVER), Case.held.is_(False), Case.state_day <= since)
    with database.reading() as session:
        return [
            case.id
            for case, state in session.execute(old.execution_options(yield_per=_AT_ONCE))
            if _what(case, state, today, kept) is not None
        ]


def _what(
    case: Case, report: ReportState, today: dt.date, kept: Mapping[str, int]
) -> tuple[str, dt.date] | None:
    days = retention.days(case.state, report, kept)
    end = None if days is None else retention.ends_on(case, days)
    if end is None:
        return None
    if retention.is_to_erase(case, end, today):
        return _ERASE, end
    return (_WARN, end) if retention.is_to_warn(case, end, today) else None


def _look(
    database: Database, store: Store, case_id: bytes, now: dt.datetime, kept: Mapping[str, int]
) -> bool:
    """Look once more with the case locked: a letter may just have opened it again."""
    with database.writing() as session:
        case = session.get(Case, case_id, with_for_update=LOCKED)
        if case is None:
            return False
        report = session.scalars(cases.report_of(case_id)).first()
        what = None if report is None else _what(case, report.state, now.date(), kept)
        if what is None:
            return False
        if what[0] is _WARN:
            _warn(session, case, what[1], now)
            return False
        erasing.mark(store, erasing.tombstone_of(case_id), Cause.RETENTION)
        done = erasing.erase(session, case_id, Cause.RETENTION, now=now)
    erasing.forget_files(store, done)
    return True


def _warn(session: Session, case: Case, end: dt.date, now: dt.datetime) -> None:
    today = now.date()
    case.warned_day = today
    gone = dt.datetime.combine(retention.announced(end, today), dt.time(), tzinfo=dt.UTC)
    news = NewsDocument(event="erasure_announced", at=now, next_at=gone)
    keeping.tell_defender(session, case.id, news, day=today)
    keeping.record(session, Act.ERASURE_ANNOUNCED, actor=None, thing=case.id, day=today)
