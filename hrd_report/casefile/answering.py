"""Counts how long first answers take, and says the middle one. Keeps no case, no hour of a day."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hrd_report.records import answering
from hrd_report.records.answering import Answering
from hrd_report.records.cases import Case, Due

WINDOW: Final = dt.timedelta(days=90)
FEWEST: Final = 5
"""Fewer answers than these say more about single cases than about us."""

_HOUR: Final = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Middle:
    """The middle one of all first answers, in hours; None: it is still to come, and late."""

    hours: int | None


def note_first(session: Session, case: Case, *, now: dt.datetime) -> None:
    """Count the first answer of a case, if a first answer is what was due.

    Both ends are known to the full hour, so the hours are too.
    """
    if case.due is not Due.FIRST_ANSWER or case.due_from is None:
        return
    hours = max(0, round((now - case.due_from) / _HOUR))
    _add_one(session, now.date(), hours)
    session.execute(delete(Answering).where(Answering.day < now.date() - 2 * WINDOW))


def middle(session: Session, *, now: dt.datetime) -> Middle | None:
    """Return the middle first answer of the last 90 days, or nothing while there are too few.

    Reports that wait longer than was promised count as longer than all others: leaving them out
    would make a team that does not answer look quick.
    """
    began = now.date() - WINDOW
    counted = [(hours, int(count)) for hours, count in session.execute(answering.since(began))]
    late = session.scalars(answering.overdue(began, now)).one()
    total = sum(count for _, count in counted) + late
    if total < FEWEST:
        return None
    passed = 0
    for hours, count in counted:
        passed += count
        if 2 * passed >= total:
            return Middle(hours)
    return Middle(None)


def _add_one(session: Session, day: dt.date, hours: int) -> None:
    row = session.get(Answering, (day, hours), with_for_update=True)
    if row is None:
        try:
            with session.begin_nested():
                session.add(Answering(day=day, hours=hours, count=1))
        except IntegrityError:  # somebody answered at the same moment
            row = session.get_one(Answering, (day, hours), with_for_update=True)
        else:
            return
    row.count += 1
