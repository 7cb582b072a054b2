"""What somebody holds, read from grants alone: which keys, how many cases. Opens nothing."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hrd_report.records import people
from hrd_report.records.cases import OVER, Case
from hrd_report.records.keys import KeyKind
from hrd_report.records.people import Person, SessionRow, Team


@dataclass(frozen=True, slots=True)
class Holdings:
    """The teams whose present key somebody holds, and how many of their former ones.

    `named`: cases granted to this very person. `assigned`: open cases in their hands.
    """

    teams: tuple[str, ...]
    former: int
    analysts: bool
    named: int
    assigned: int
    sessions: int


def of(session: Session, person: Person, now: dt.datetime) -> Holdings:
    """Return what a person holds now."""
    held = session.execute(people.held_by(person.kid)).all()
    kids = {kid for kid, kind in held if kind is KeyKind.TEAM}
    present = session.scalars(select(Team).where(Team.kid.in_(kids)).order_by(Team.name)).all()
    assigned = select(func.count()).where(Case.assignee == person.id, Case.state.not_in(OVER))
    alive = select(func.count()).where(
        SessionRow.subject == person.id,
        SessionRow.idle_until > now,
        SessionRow.absolute_until > now,
    )
    return Holdings(
        teams=tuple(team.name for team in present),
        former=len(kids) - len(present),
        analysts=any(kind is KeyKind.ANALYST for _, kind in held),
        named=sum(kind is KeyKind.CASE for _, kind in held),
        assigned=session.scalars(assigned).one(),
        sessions=session.scalars(alive).one(),
    )


def holders(session: Session, kid: bytes) -> list[str]:
    """Return the names of the people present who hold a key."""
    return [one.name for one in session.scalars(people.holding(kid))]
