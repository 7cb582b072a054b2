"""Seals the traces of cases anew when a week begins, so that old copies of the database open none.

Opens no trace: what it lifts is still under the team's secret. One that cannot be lifted is let
go: it is made anew when somebody opens its case.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.errors import Damaged
from hrd_report.records.database import Database
from hrd_report.records.traces import Trace
from hrd_report.vault.shelf import Shelf
from hrd_report.vault.shelf_file import ShelfFile

_BATCH: Final = 200


def renew(
    database: Database,
    kept: ShelfFile,
    *,
    today: dt.date,
    goes_on: Callable[[], bool] = lambda: True,
) -> int:
    """Bring all traces to this week; return how many were behind."""
    shelf, done = kept.now(), 0
    to = shelf.week_for(today)
    while goes_on():
        with database.writing() as session:
            moved = _move_some(session, shelf, to)
        if not moved:
            break
        done += moved
    return done


def _move_some(session: Session, shelf: Shelf, to: int) -> int:
    behind = select(Trace).where(
        Trace.blob.is_not(None), (Trace.shelf < to) | Trace.shelf.is_(None)
    )
    rows = session.scalars(behind.order_by(Trace.id).limit(_BATCH).with_for_update()).all()
    for row in rows:
        _move(row, shelf, to)
    return len(rows)


def _move(row: Trace, shelf: Shelf, to: int) -> None:
    if row.blob is None:
        return
    try:
        blob = row.blob if row.shelf is None else shelf.lift(row.blob, row.shelf, row.id, row.kid)
    except Damaged:
        row.case_id = row.blob = row.shelf = None
        return
    row.blob, row.shelf = shelf.seal(blob, to, row.id, row.kid), to
