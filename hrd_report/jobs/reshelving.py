"""Seals all grants of cases anew when a week begins, then forgets the weeks that are long over.

Opens no grant: what it lifts is still sealed to its holder. Any number of processes may do this at
once, and be killed at any point: a row is changed only if it is as it was read, and no week is
forgotten before the database itself shows that no row needs it.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, cast

from sqlalchemy import Select, Table, bindparam, func, select, tuple_, update
from sqlalchemy.orm import Session

from hrd_report.errors import Damaged
from hrd_report.records.database import Database
from hrd_report.records.keys import Grant, KeyKind, KeyRow
from hrd_report.sealed import Sealed
from hrd_report.vault.shelf import Shelf, week
from hrd_report.vault.shelf_file import ShelfFile

BATCH: Final = 500
"""Rows that change in one transaction: others wait for it."""

_CASE_KEYS: Final = select(KeyRow.kid).where(KeyRow.kind == KeyKind.CASE)
_grants = cast("Table", Grant.__table__)
_RENEW: Final = (
    update(_grants)
    .where(
        _grants.c.child == bindparam("of"),
        _grants.c.holder == bindparam("to"),
        _grants.c.shelf.is_not_distinct_from(bindparam("before")),
    )
    .values(blob=bindparam("sealed"), shelf=bindparam("week"))
)


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a run did: grants sealed anew, grants that could not be lifted, weeks forgotten."""

    sealed: int
    stuck: int
    forgot: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the shelf is: the week it stands at, and how many grants of cases lie there."""

    week: int
    there: int
    behind: int


def renew(
    database: Database,
    kept: ShelfFile,
    *,
    today: dt.date,
    days: int,
    done: Callable[[int], object] = lambda _: None,
    goes_on: Callable[[], bool] = lambda: True,
) -> Renewed:
    """Bring all grants of cases to this week, then forget the weeks of `days` or more days ago.

    `done` hears of each batch how many rows it had; while `goes_on` says no, nothing more is begun
    and nothing is forgotten.
    """
    sealed, stuck = 0, 0
    to = _target(database, kept.now(), today)
    if _is_anything_behind(database, to):
        for rows in _batches(database, to):
            if not goes_on():
                return Renewed(sealed, stuck, forgot=False)
            moved = [new for row in rows if (new := _moved(row, kept.now(), to)) is not None]
            stuck += len(rows) - len(moved)
            if moved:
                with database.writing() as session:
                    session.connection().execute(_RENEW, moved)
            sealed += len(moved)
            done(len(rows))
    return Renewed(sealed, stuck, forgot=_forget(database, kept, today, days))


def standing(session: Session, shelf: Shelf, today: dt.date) -> Standing:
    """Count how many grants of cases lie where they should, by the rows themselves."""
    to = shelf.week_for(today)
    there = session.scalars(select(func.count()).where(Grant.shelf >= to)).one()
    behind = session.scalars(select(func.count()).select_from(_behind(to).subquery())).one()
    return Standing(to, there, behind)


def unliftable(session: Session, shelf: Shelf) -> int:
    """Count the grants that the shelf does not lift: their cases do not open through them."""
    found = session.scalars(select(Grant).where(Grant.shelf.is_not(None))).yield_per(BATCH)
    return sum(_lifted(one, shelf) is None for one in found)


def earliest_kept(today: dt.date, days: int) -> int:
    """Return the first week that began less than `days` days ago."""
    return week(today - dt.timedelta(days=days)) + 1


def _target(database: Database, shelf: Shelf, today: dt.date) -> int:
    """Return the week to bring all rows to: this one, or the latest that any row truly lies under.

    A machine whose clock ran ahead may have forgotten all weeks before that one.
    """
    to = shelf.week_for(today)
    later = select(Grant).where(Grant.shelf > to).order_by(Grant.shelf.desc()).limit(BATCH)
    with database.reading() as session:
        found = (one.shelf for one in session.scalars(later) if _lifted(one, shelf) is not None)
        return max((to, *(one for one in found if one is not None)))


def _behind(to: int) -> Select[Grant]:
    return select(Grant).where(
        (Grant.shelf < to) | (Grant.shelf.is_(None) & Grant.child.in_(_CASE_KEYS))
    )


def _is_anything_behind(database: Database, to: int) -> bool:
    with database.reading() as session:
        return session.scalars(_behind(to).limit(1)).first() is not None


def _batches(database: Database, to: int) -> Iterator[list[Grant]]:
    """Yield what is behind in the order of its keys, so that the whole takes one pass."""
    last = (b"", b"")
    place = tuple_(Grant.child, Grant.holder)
    while True:
        following = _behind(to).where(place > last).order_by(Grant.child, Grant.holder)
        with database.reading() as session:
            rows = list(session.scalars(following.limit(BATCH)))
        if not rows:
            return
        yield rows
        last = (rows[-1].child, rows[-1].holder)


def _moved(row: Grant, shelf: Shelf, to: int) -> dict[str, object] | None:
    blob = _lifted(row, shelf)
    if blob is None:
        return None
    return {
        "of": row.child,
        "to": row.holder,
        "before": row.shelf,
        "sealed": shelf.seal(blob, to, row.child, row.holder),
        "week": to,
    }


def _lifted(row: Grant, shelf: Shelf) -> Sealed | None:
    if row.shelf is None:
        return row.blob
    try:
        return shelf.lift(row.blob, row.shelf, row.child, row.holder)
    except Damaged:
        return None


def _forget(database: Database, kept: ShelfFile, today: dt.date, days: int) -> bool:
    """Forget what no row needs. The transaction keeps other writers of SQLite waiting meanwhile."""
    shelf, limit = kept.now(), earliest_kept(today, days)
    if limit <= shelf.first:
        return False
    with database.writing() as session:
        old = select(Grant).where(Grant.shelf >= shelf.first, Grant.shelf < limit)
        # What cannot be lifted now never will be: it must not keep a week for ever.
        needed = [one.shelf for one in session.scalars(old) if _lifted(one, shelf) is not None]
        return kept.forget_before(min((limit, *(one for one in needed if one is not None))))
