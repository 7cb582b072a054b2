"""What `doctor` says of erasing and of the shelf. Changes nothing."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hrd_report.casefile import erasing
from hrd_report.jobs import erasures, reshelving
from hrd_report.records import keys
from hrd_report.records.cases import Case, Report
from hrd_report.records.erasure import Tombstone
from hrd_report.records.keys import Grant, Item, KeyKind, KeyRow
from hrd_report.vault.shelf import Shelf, first_day, week
from hrd_report.web.services import Services

_NEW = dt.timedelta(days=8)


def complaints(parts: Services, shelf: Shelf) -> Iterator[str]:
    """Yield a sentence for each thing that should not be."""
    with parts.database.reading() as session:
        strays = _stray_keys(session)
        stones = set(session.scalars(select(Tombstone.id)))
        yield from _about_shelf(session, shelf, parts.clock().date(), parts.settings.backup_days)
    if strays:
        yield f"{strays} keys of cases or receipts belong to nothing. Tell us how that came about."
    marks = set(erasing.marked(parts.store))
    risen = len(erasures.risen(parts.database, frozenset(stones | marks)))
    if risen:
        yield f"{risen} cases are there although they were erased. Run the jobs process."


def _stray_keys(session: Session) -> int:
    """Count keys of cases that no case, item or later key uses, and those of no receipt."""
    later = select(KeyRow.kid).where(KeyRow.kind == KeyKind.CASE)
    used = (
        select(Case.kid)
        .union(select(Item.kid), select(Grant.child).where(Grant.holder.in_(later)))
        .subquery()
    )
    case_keys = select(KeyRow.kid).where(
        KeyRow.kind == KeyKind.CASE, KeyRow.kid.not_in(select(used.c.kid))
    )
    receipts = select(KeyRow.kid).where(
        KeyRow.kind == KeyKind.RECEIPT, KeyRow.kid.not_in(select(Report.receipt_kid))
    )
    return sum(
        session.scalars(select(func.count()).select_from(one.subquery())).one()
        for one in (case_keys, receipts)
    )


def _about_shelf(session: Session, shelf: Shelf, today: dt.date, days: int) -> Iterator[str]:
    stuck = reshelving.unliftable(session, shelf)
    if stuck:
        yield (
            f"{stuck} grants lie under weeks that keys/shelf does not have, or were altered: "
            "nobody opens a case through them. See docs/operate.md, Backups."
        )
    oldest = session.scalars(keys.oldest_on_the_shelf()).one()
    # A new instance's shelf begins before it: the jobs process has not come by yet.
    is_new = oldest is None or today - oldest < _NEW
    if not is_new and shelf.first < reshelving.earliest_kept(today, days) - 1:
        yield "The shelf is behind the calendar: nothing is forgotten. Run the jobs process here."
    if shelf.first > week(today):
        until = first_day(shelf.first)
        yield (
            f"The shelf is ahead of the calendar: a clock was wrong. Until {until} copies of the "
            "database stay readable for longer than they should."
        )
