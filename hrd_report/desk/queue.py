"""Reads the queue page by page from clear columns alone. Opens nothing and counts no words."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all
from sqlalchemy.orm import Session

from hrd_report.errors import NotFound
from hrd_report.records import cases, working
from hrd_report.records.cases import OVER, Case, CaseState, Urgency

PAGE: Final = 50
OPEN_STATES: Final = tuple(state for state in CaseState if state not in OVER)

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
    those that this person declined. `language`: a code, or any. `holder`: one colleague.
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
    language: str = ""
    holder: bytes | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Cases in the queue's order, where the next page begins, and where the one before ends."""

    cases: list[Case]
    next: Place | None
    previous: Place | None = None


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
    narrowed = _narrowed(view)
    for urgency, dated in _segments(view, at, back=back):
        begin = at if at and _in_segment(at, urgency, dated=dated) else None
        wanted = limit + 1 - len(found)
        segment = _segment(view, narrowed, urgency, begin, wanted, dated=dated, back=back)
        found += session.scalars(segment)
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
    view: View,
    narrowed: list[ColumnElement[bool]],
    urgency: Urgency,
    at: Place | None,
    limit: int,
    *,
    dated: bool,
    back: bool,
) -> Select[Case]:
    """Select the beginning of one urgency, or its end: those of its states, put in order."""
    order = (Case.due_at.desc(), Case.id.desc()) if back else (Case.due_at, Case.id)
    wanted = [
        *narrowed,
        Case.urgency == urgency,
        Case.due_at.is_not(None) if dated else Case.due_at.is_(None),
    ]
    if at is not None:
        wanted.append(_before(at) if back else _behind(at))
    if view.asleep_at is not None:
        # They are few, and found by an index of their own: no other one fits what is left out.
        others = [one for one in CaseState if one not in view.states]
        chosen = select(Case.id).where(Case.state.not_in(others), *wanted).subquery()
    else:
        parts = (
            select(Case.id).where(Case.state == state, *wanted).order_by(*order).limit(limit)
            for state in view.states
        )
        chosen = union_all(*(select(part.subquery().c.id) for part in parts)).subquery()
    return select(Case).join(chosen, chosen.c.id == Case.id).order_by(*order).limit(limit)


def _narrowed(view: View) -> list[ColumnElement[bool]]:
    # One's own cases are found by their holder alone: with the team, SQLite reads all of its cases.
    mine = view.held == "me"
    few = view.asleep_at is not None
    ours = func.coalesce(Case.team_id, b"") if few else Case.team_id
    narrowed = [Case.assignee == view.me if mine else ours == view.team_id]
    narrowed.append(cases.visible_to(view.kid))
    if view.held == "nobody":
        narrowed.append(Case.assignee.is_(None))
    if view.holder is not None:
        narrowed.append(Case.assignee == view.holder)
    if view.language:
        narrowed.append(Case.language == view.language)
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
