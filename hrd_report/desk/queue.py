"""Reads the queue page by page from clear columns alone. Opens nothing and counts no words."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union_all
from sqlalchemy.orm import Session

from hrd_report.errors import NotFound
from hrd_report.records import cases, working
from hrd_report.records.cases import OVER, Case, CaseState, Urgency

PAGE: Final = 50
OPEN_STATES: Final = tuple(state for state in CaseState if state not in OVER)
MANY: Final = 1000
"""Counts of what nobody has stop here: more says nothing more, and costs."""

With = Literal["anybody", "nobody", "me"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind the case with this urgency, due time and id."""

    urgency: Urgency
    due_at: dt.datetime | None
    case: bytes

    def __str__(self) -> str:
        due = self.due_at.strftime("%Y%m%dT%H%M%S") if self.due_at else "-"
        return f"{self.urgency.value}.{due}.{self.case.hex()}"


def place(text: str) -> Place:
    """Read a place from an address. Raises `NotFound` for one we did not make."""
    try:
        urgency, due, case = text.split(".")
        moment = None if due == "-" else dt.datetime.strptime(due + "+0000", "%Y%m%dT%H%M%S%z")
        return Place(Urgency(urgency), moment, bytes.fromhex(case))
    except ValueError:
        raise NotFound from None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which cases are asked for: of one team, of some urgencies and states, held by whom.

    `awake_at`: without those somebody put off; `asleep_at`: those alone. `offered_to`: without
    those that this person declined.
    `kid` is the reader's own key: a restricted case is shown to nobody without a grant to it.
    """

    team_id: bytes
    me: bytes
    kid: bytes
    urgencies: tuple[Urgency, ...] = tuple(Urgency)
    states: tuple[CaseState, ...] = OPEN_STATES
    held: With = "anybody"
    over_at: dt.datetime | None = None
    awake_at: dt.datetime | None = None
    asleep_at: dt.datetime | None = None
    offered_to: bytes | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Cases in the queue's order, where the next page begins, and where the one before ends."""

    cases: list[Case]
    next: Place | None
    previous: Place | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open cases there are: in each urgency, with nobody (up to MANY), mine, over time.

    Those asleep are counted apart.
    """

    by_urgency: dict[Urgency, int]
    nobody: int
    mine: int
    over: int
    asleep: int = 0

    @property
    def open(self) -> int:
        """All open cases."""
        return sum(self.by_urgency.values())


def page(
    session: Session,
    view: View,
    after: Place | None = None,
    *,
    before: Place | None = None,
    limit: int = PAGE,
) -> Page:
    """Read one page: most urgent first, then what is due first; behind a place, or before one.

    Each urgency is read from the index, state by state, so that the cost does not grow with the
    queue. What has no due time comes last in its urgency.
    """
    back = before is not None
    at = before if back else after
    found: list[Case] = []
    for urgency, dated in _segments(view, at, back=back):
        begin = at if at and _in_segment(at, urgency, dated=dated) else None
        wanted = limit + 1 - len(found)
        found += session.scalars(_segment(view, urgency, begin, wanted, dated=dated, back=back))
        if len(found) > limit:
            break
    more, found = len(found) > limit, found[:limit]
    if back:
        found.reverse()
        return Page(found, _place_of(found, -1), _place_of(found, 0) if more else None)
    return Page(
        found,
        _place_of(found, -1) if more else None,
        _place_of(found, 0) if after is not None else None,
    )


def next_free(
    session: Session, team_id: bytes, kid: bytes, me: bytes | None = None, *, now: dt.datetime
) -> Case | None:
    """Return the most urgent case that nobody has, nobody put off and this key may open, if any.

    With `me`, none that this person declined.
    """
    view = View(team_id=team_id, me=b"", kid=kid, held="nobody", awake_at=now, offered_to=me)
    found = page(session, view, limit=1).cases
    return found[0] if found else None


def counts(session: Session, team_id: bytes, me: bytes, kid: bytes, now: dt.datetime) -> Counts:
    """Count a team's open cases, without those that the reader's key may not open."""
    ours = (Case.team_id == team_id, Case.state.in_(OPEN_STATES))
    grouped = select(Case.urgency, func.count()).where(*ours).group_by(Case.urgency)
    mine = select(func.count()).where(
        Case.assignee == me, Case.state.in_(OPEN_STATES), cases.visible_to(kid)
    )
    over = select(func.count()).where(*ours, Case.urgency.in_(tuple(Urgency)), Case.due_at < now)
    # All are counted from the index, and the few hidden ones taken off.
    hidden = [
        one for one in session.scalars(cases.hidden(team_id, kid)) if one.state in OPEN_STATES
    ]
    free = sum(one.assignee is None for one in hidden)
    nobody = (
        select(Case.id).where(*ours, Case.assignee.is_(None), ~cases.sleeps(now)).limit(MANY + free)
    )
    by_urgency = Counter(dict(session.execute(grouped).all()))
    by_urgency.subtract(one.urgency for one in hidden)
    asleep = session.execute(cases.asleep(team_id, kid, now)).all()
    for urgency, _, count in asleep:
        by_urgency[urgency] -= count
    return Counts(
        by_urgency=dict(+by_urgency),
        nobody=session.scalars(select(func.count()).select_from(nobody.subquery())).one() - free,
        mine=session.scalars(mine).one(),
        over=session.scalars(over).one()
        - sum(one.due_at is not None and one.due_at < now for one in hidden),
        asleep=sum(count for *_, count in asleep),
    )


@dataclass(frozen=True, slots=True)
class Load:
    """How many open cases somebody has in each urgency, and how many are over time."""

    by_urgency: dict[Urgency, int]
    over: int

    @property
    def open(self) -> int:
        """All open cases."""
        return sum(self.by_urgency.values())


def workload(
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


def _place_of(found: list[Case], at: int) -> Place | None:
    if not found:
        return None
    return Place(found[at].urgency, found[at].due_at, found[at].id)


def _segments(view: View, at: Place | None, *, back: bool) -> Iterator[tuple[Urgency, bool]]:
    whole = [(urgency, dated) for urgency in Urgency for dated in (True, False)]
    if back:
        whole.reverse()
    if at is not None:
        whole = whole[whole.index((at.urgency, at.due_at is not None)) :]
    return ((urgency, dated) for urgency, dated in whole if urgency in view.urgencies)


def _in_segment(place: Place, urgency: Urgency, *, dated: bool) -> bool:
    return place.urgency is urgency and (place.due_at is not None) is dated


def _segment(
    view: View, urgency: Urgency, at: Place | None, limit: int, *, dated: bool, back: bool
) -> Select[Case]:
    """Select the beginning of one urgency, or its end: those of its states, put in order."""
    order = (Case.due_at.desc(), Case.id.desc()) if back else (Case.due_at, Case.id)
    parts = []
    for state in view.states:
        part = select(Case.id).where(Case.state == state, Case.urgency == urgency)
        part = part.where(Case.due_at.is_not(None) if dated else Case.due_at.is_(None))
        part = part.where(*_narrowed(view))
        if at is not None:
            part = part.where(_before(at) if back else _behind(at))
        part = part.order_by(*order).limit(limit)
        parts.append(select(part.subquery().c.id))
    chosen = union_all(*parts).subquery()
    return select(Case).join(chosen, chosen.c.id == Case.id).order_by(*order).limit(limit)


def _narrowed(view: View) -> list[ColumnElement[bool]]:
    # One's own cases are found by their holder alone: with the team, SQLite reads all of its cases.
    mine = view.held == "me"
    narrowed = [Case.assignee == view.me if mine else Case.team_id == view.team_id]
    narrowed.append(cases.visible_to(view.kid))
    if view.held == "nobody":
        narrowed.append(Case.assignee.is_(None))
    if view.over_at is not None:
        narrowed.append(Case.due_at < view.over_at)
    if view.awake_at is not None:
        narrowed.append(~cases.sleeps(view.awake_at))
    if view.asleep_at is not None:
        narrowed.append(cases.sleeps(view.asleep_at))
    if view.offered_to is not None:
        narrowed.append(~working.declined_by(view.offered_to))
    return narrowed


def _before(at: Place) -> ColumnElement[bool]:
    if at.due_at is None:
        return Case.id < at.case
    return or_(Case.due_at < at.due_at, and_(Case.due_at == at.due_at, Case.id < at.case))


def _behind(after: Place) -> ColumnElement[bool]:
    if after.due_at is None:
        return Case.id > after.case
    later = Case.due_at > after.due_at
    return or_(later, and_(Case.due_at == after.due_at, Case.id > after.case))
