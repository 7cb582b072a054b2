"""One act on several cases: each as if alone, and each undone as if alone. Opens none."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions import access, assigning, taking
from hrd_report.desk.worker import Seen, Worker
from hrd_report.errors import Conflict, HrdError, Invalid, NotAllowed, NotFound
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.people import Role

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Before:
    """How a case stood before an act, and in which version the act left it."""

    number: str
    version: int
    assignee: bytes | None
    asleep: bool
    until: dt.date | None


Does = Callable[[Session, Seen], Case]


def act(session: Session, worker: Worker, seen: Iterable[Seen], does: Does) -> list[Before]:
    """Do something to each case that is still as it was seen; return how those stood before.

    Where somebody was faster, or it is not for this person, the case is left as it is. Raises
    `Invalid` for what fits no case at all, and then nothing is done.
    """
    chosen = list(seen)
    if len(chosen) > MOST:
        raise Invalid({"case": ["too_many"]})
    done = []
    for one in chosen:
        try:
            case = access.find_fresh(session, worker, one)
            former = (case.assignee, case.asleep, case.asleep_until)
            with session.begin_nested():
                case = does(session, one)
        except (Conflict, NotAllowed, NotFound):
            continue
        if former != (case.assignee, case.asleep, case.asleep_until):
            done.append(Before(case.number, case.version, *former))
    return done


def undo(session: Session, worker: Worker, before: Iterable[Before], *, now: dt.datetime) -> int:
    """Put each case back as it stood, if nobody changed it since; return how many."""
    count = 0
    for one in list(before)[:MOST]:
        try:
            with session.begin_nested():
                _put_back(session, worker, one, now)
        except HrdError:
            continue
        count += 1
    return count


def take(worker: Worker, now: dt.datetime) -> Does:
    """Take it."""
    return lambda session, seen: taking.take(session, worker, seen.number, now=now)


def assign(worker: Worker, person_id: bytes | None, now: dt.datetime) -> Does:
    """Give it to somebody."""
    return lambda session, seen: assigning.assign(session, worker, seen, person_id, now=now)


def put_off(worker: Worker, until: dt.date | None, now: dt.datetime) -> Does:
    """Put it off."""
    return lambda session, seen: assigning.put_off(session, worker, seen, until, now=now)


def _put_back(session: Session, worker: Worker, one: Before, now: dt.datetime) -> None:
    if one.until is not None and one.until > now.date() + assigning.LONGEST:
        raise Invalid({"before": ["out_of_range"]})  # nobody could put it off so far
    case = access.find_fresh(session, worker, Seen(one.number, one.version))
    if worker.role is not Role.LEAD:
        # Whoever leads nobody gives back what they took, and touches nobody else's.
        if case.assignee not in (worker.id, None) or one.assignee not in (worker.id, None):
            raise NotAllowed
    elif one.assignee is not None:
        assigning.check_opens(session, case, one.assignee)
    moved = case.assignee != one.assignee
    case.assignee, case.asleep, case.asleep_until = one.assignee, one.asleep, one.until
    keeping.changed(case)
    kept = Act.PUT_OFF if one.asleep else Act.WOKEN
    act = Act.ASSIGNED if moved and one.assignee else Act.RELEASED_CASE if moved else kept
    keeping.record(session, act, actor=worker.id, thing=case.id, day=now.date())
