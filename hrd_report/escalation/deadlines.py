"""When a platform owes what. Pure: asks no clock and keeps nothing.

Times count from sending. Of the deadlines that apply the earliest wins; a fact that is added
ends a deadline or starts a later one, so that the next due time never moves backwards.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from hrd_report.reference.notices import Clocks

Kind = Literal["acknowledgement", "decision", "appeal"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened so far. `appeal_days` is the platform's own window, where it has one."""

    sent_at: dt.datetime
    critical: bool
    acknowledged_at: dt.datetime | None = None
    decided_at: dt.datetime | None = None
    appeal_days: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """A moment and what is owed by then."""

    at: dt.datetime
    kind: Kind


def acknowledgement_due(facts: Facts, clocks: Clocks) -> dt.datetime:
    """Return until when receipt must be confirmed."""
    return facts.sent_at + clocks.acknowledge_within(critical=facts.critical)


def decision_due(facts: Facts, clocks: Clocks) -> dt.datetime:
    """Return until when a decision must be there.

    Who confirms only after that moment is given the same time once more from the confirmation.
    """
    within = clocks.decide_within(critical=facts.critical)
    due = facts.sent_at + within
    if facts.acknowledged_at is not None and facts.acknowledged_at >= due:
        return facts.acknowledged_at + within
    return due


def open_deadlines(facts: Facts, clocks: Clocks) -> tuple[Deadline, ...]:
    """Return the deadlines that still run, the earliest first."""
    if facts.decided_at is not None:
        if facts.appeal_days is None:
            return ()
        return (Deadline(facts.decided_at + dt.timedelta(days=facts.appeal_days), "appeal"),)
    found = [Deadline(decision_due(facts, clocks), "decision")]
    if facts.acknowledged_at is None:
        found.append(Deadline(acknowledgement_due(facts, clocks), "acknowledgement"))
    return tuple(sorted(found))


def next_due(facts: Facts, clocks: Clocks) -> Deadline | None:
    """Return the earliest deadline that runs, or nothing when nothing is owed."""
    running = open_deadlines(facts, clocks)
    return running[0] if running else None
