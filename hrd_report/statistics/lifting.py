"""Two people let one year pass the stop of a lifetime. Never commits, and knows no name."""

import datetime as dt

from sqlalchemy.orm import Session

from hrd_report.errors import Conflict, NotAllowed, NotFound
from hrd_report.records import facts
from hrd_report.records.facts import Lift


def ask(session: Session, year: int, person: bytes, today: dt.date) -> None:
    """Ask that a year may pass. Raises `NotFound` for a year without facts, `Conflict` if asked."""
    if not any(one.first.year == year for one in session.scalars(facts.buckets())):
        raise NotFound("no such year")
    if session.get(Lift, year) is not None:
        raise Conflict("this year was asked for already")
    session.add(Lift(year=year, asked_by=person, day=today))
    session.flush()


def agree(session: Session, year: int, person: bytes) -> None:
    """Agree as a second person. Raises `NotFound`, `NotAllowed` to whoever asked, `Conflict`."""
    found = session.get(Lift, year, with_for_update=True)
    if found is None:
        raise NotFound("nobody asked for this year")
    if found.asked_by == person:
        raise NotAllowed
    if found.agreed_by is not None:
        raise Conflict("two people agreed already")
    found.agreed_by = person
    session.flush()
