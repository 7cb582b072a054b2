"""Counts a team's open cases from clear columns alone. Opens nothing."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from hrd_report.desk.queue import OPEN_STATES
from hrd_report.records import cases
from hrd_report.records.cases import Case, Urgency

MANY: Final = 1000
"""Counts of a queue stop here: more says nothing more, and costs."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open cases there are: in each urgency, with nobody, mine, over time; each to MANY.

    Those asleep are counted apart.
    """

    by_urgency: dict[Urgency, int]
    nobody: int
    mine: int
    over: int
    asleep: int = 0

    @property
    def open(self) -> int:
        """All open cases, or at least MANY."""
        return sum(self.by_urgency.values())


def counts(session: Session, team_id: bytes, me: bytes, kid: bytes, now: dt.datetime) -> Counts:
    """Count a team's open cases, without those that the reader's key may not open."""
    ours = (Case.team_id == team_id, Case.state.in_(OPEN_STATES))
    # All are counted from the index, and the few that are hidden or asleep taken off.
    hidden = [
        one for one in session.scalars(cases.hidden(team_id, kid)) if one.state in OPEN_STATES
    ]
    asleep = session.execute(cases.asleep(team_id, kid, now)).all()
    sleeping = sum(count for *_, count in asleep)
    most = MANY + len(hidden) + sleeping
    awake = (Case.assignee.is_(None), ~cases.sleeps(now))
    mine = (Case.assignee == me, Case.state.in_(OPEN_STATES), cases.visible_to(kid))
    asked = [_up_to(most, one.name, *ours, Case.urgency == one) for one in Urgency]
    asked += [
        _up_to(most, "nobody", *ours, *awake),
        _up_to(most, "mine", *mine),
        _up_to(most, "over", *ours, Case.urgency.in_(tuple(Urgency)), Case.due_at < now),
    ]
    counted = Counter(dict(session.execute(union_all(*asked)).all()))
    counted.subtract(one.urgency.name for one in hidden)
    counted["nobody"] -= sum(one.assignee is None for one in hidden)
    counted["over"] -= sum(one.due_at is not None and one.due_at < now for one in hidden)
    for urgency, _, count in asleep:
        counted[urgency.name] -= count
    return Counts(
        by_urgency={one: counted[one.name] for one in Urgency if counted[one.name]},
        nobody=counted["nobody"],
        mine=counted["mine"],
        over=counted["over"],
        asleep=sleeping,
    )


def told(count: int) -> str:
    """Write a count as a page tells it: at MANY, that there are more."""
    return f"{MANY}+" if count >= MANY else str(count)


def _up_to(most: int, name: str, *asked: ColumnElement[bool]) -> Select[str, int]:
    few = select(Case.id).where(*asked).limit(most).subquery()
    return select(literal(name), func.count()).select_from(few)


@dataclass(frozen=True, slots=True)
class Load:
    """How many open cases somebody has in each urgency, and how many are over time."""

    by_urgency: dict[Urgency, int]
    over: int

    @property
    def open(self) -> int:
        """All open cases."""
        return sum(self.by_urgency.values())


def by_holder(
    session: Session, team_id: bytes, kid: bytes, now: dt.datetime
) -> dict[bytes | None, Load]:
    """Count a team's open cases by who has them, without those the reader's key may not open."""
    ours = (Case.team_id == team_id, Case.state.in_(OPEN_STATES))
    late = func.sum(case((Case.due_at < now, 1), else_=0))
    counted = select(Case.assignee, Case.urgency, func.count(), late).where(*ours)
    found: dict[bytes | None, Load] = {}
    for who, urgency, count, over in session.execute(counted.group_by(Case.assignee, Case.urgency)):
        held = found.get(who, Load({}, 0))
        found[who] = Load(held.by_urgency | {urgency: count}, held.over + over)
    # As in `counts`: all from the index, and the few hidden ones taken off.
    for one in session.scalars(cases.hidden(team_id, kid)):
        if one.state in OPEN_STATES:
            held = found[one.assignee]
            held.by_urgency[one.urgency] -= 1
            late_one = one.due_at is not None and one.due_at < now
            found[one.assignee] = Load(held.by_urgency, held.over - late_one)
    return found
