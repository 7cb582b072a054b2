"""When who owes what. Pure: asks no clock and keeps nothing.

What an addressee owes us is counted from sending, in its own working days where it has some, and
ends on a day on which we can look at it. What we ourselves owe (an appeal) ends on the last day
before on which we work. Of the deadlines that apply the earliest wins. A fact that is added ends
a deadline or starts a later one, so that the next due time never moves backwards.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final, Literal

from hrd_report.clock import hour_after
from hrd_report.escalation.calendars import ALWAYS, Calendar
from hrd_report.reference.notices import Clocks

Kind = Literal["acknowledgement", "decision", "appeal", "look_again"]
LOOK_AFTER_DAYS: Final = 30
"""So long after a removal somebody looks whether it came back."""


@dataclass(frozen=True, slots=True)
class Within:
    """How long one addressee may take for a notice, as it was decided when the notice was queued.

    `days`: counted in working days (`acknowledge`, `decide` are whole days then), not in hours.
    `extend` is what a complex case may take besides (Art. 21 DSA: 90 days and 90 more).
    """

    acknowledge: dt.timedelta
    decide: dt.timedelta
    extend: dt.timedelta = dt.timedelta()
    days: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Until when an answer can be contested: by whose rule, counted from the answer."""

    ground: str
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened so far. `refused`, `granted`: whether any item was."""

    sent_at: dt.datetime
    within: Within
    acknowledged_at: dt.datetime | None = None
    extended: bool = False
    decided_at: dt.datetime | None = None
    refused: bool = False
    granted: bool = False
    windows: tuple[Window, ...] = ()
    looked_at: dt.datetime | None = None
    theirs: Calendar = field(default=ALWAYS)
    ours: Calendar = field(default=ALWAYS)


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """A moment and what is owed by then."""

    at: dt.datetime
    kind: Kind


def of_addressee(clocks: Clocks, *, critical: bool) -> Within:
    """Return our own default clocks."""
    return Within(
        clocks.acknowledge_within(critical=critical), clocks.decide_within(critical=critical)
    )


def acknowledgement_due(facts: Facts) -> dt.datetime:
    """Return until when receipt must be confirmed."""
    return _owed(facts, facts.sent_at, facts.within.acknowledge)


def decision_due(facts: Facts) -> dt.datetime:
    """Return until when a decision must be there.

    Who confirms only after that moment is given the same time once more from the confirmation.
    """
    within = facts.within.decide + (facts.within.extend if facts.extended else dt.timedelta())
    due = _owed(facts, facts.sent_at, within)
    if facts.acknowledged_at is not None and facts.acknowledged_at >= due:
        return _owed(facts, facts.acknowledged_at, within)
    return due


def appeal_due(facts: Facts) -> dt.datetime | None:
    """Return the last moment to contest an answer, by the shortest rule that applies."""
    if facts.decided_at is None or not facts.refused or not facts.windows:
        return None
    ends = [
        facts.ours.after(facts.decided_at, months=one.months, days=one.days)
        for one in facts.windows
    ]
    # On a closed day before the answer itself there is nothing left to do but at once.
    return max(facts.ours.last_open(min(ends)), facts.decided_at)


def look_due(facts: Facts) -> dt.datetime | None:
    """Return when somebody looks whether what was removed came back."""
    if facts.decided_at is None or not facts.granted or facts.looked_at is not None:
        return None
    return facts.ours.next_open(facts.ours.after(facts.decided_at, days=LOOK_AFTER_DAYS))


def open_deadlines(facts: Facts) -> tuple[Deadline, ...]:
    """Return the deadlines that still run, the earliest first; kept times are full hours."""
    if facts.decided_at is None:
        found = [Deadline(decision_due(facts), "decision")]
        if facts.acknowledged_at is None:
            found.append(Deadline(acknowledgement_due(facts), "acknowledgement"))
        return tuple(sorted(found))
    appeal, look = appeal_due(facts), look_due(facts)
    later = [Deadline(appeal, "appeal")] if appeal else []
    return tuple(sorted([*later, *([Deadline(look, "look_again")] if look else [])]))


def next_due(facts: Facts) -> Deadline | None:
    """Return the earliest deadline that runs, or nothing when nothing is owed."""
    running = open_deadlines(facts)
    return running[0] if running else None


def _owed(facts: Facts, start: dt.datetime, within: dt.timedelta) -> dt.datetime:
    if facts.within.days:
        return hour_after(facts.theirs.working_days_after(start, within.days))
    return hour_after(facts.theirs.next_open(start + within))
