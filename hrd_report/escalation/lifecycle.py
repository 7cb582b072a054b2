"""The lifecycle of an escalation, and the one writer of its state. Checks no consent."""

from typing import Final

from hrd_report.casefile import states
from hrd_report.i18n.marks import N_
from hrd_report.lifecycle import Lifecycle, steps
from hrd_report.records.escalations import Escalation
from hrd_report.records.escalations import EscalationState as State

PROGRAM: Final = "program"
_DESK: Final = ("caseworker", "lead")

ESCALATIONS: Final = Lifecycle(
    "escalation",
    State.DRAFT,
    (
        *steps(
            [(State.DRAFT, State.QUEUED), (State.FAILED, State.QUEUED)],
            *_DESK,
            needs=("consent", "complete", "second person where a name is shown"),
        ),
        # Sending, being refused by a mail server and silence happen by themselves. What was
        # stopped in the very second of sending has left all the same, and is recorded so.
        *steps(
            [
                (State.QUEUED, State.SENT),
                (State.STOPPED, State.SENT),
                (State.QUEUED, State.FAILED),
                # A mail that came back, and an addressee whose program or mail says it has it.
                (State.SENT, State.FAILED),
                (State.SENT, State.ACKNOWLEDGED),
                (State.NO_RESPONSE, State.ACKNOWLEDGED),
                (State.SENT, State.NO_RESPONSE),
                (State.ACKNOWLEDGED, State.NO_RESPONSE),
                (State.APPEALED, State.NO_RESPONSE),
                # An archive that took a copy decides nothing.
                (State.ACKNOWLEDGED, State.CLOSED),
            ],
            PROGRAM,
        ),
        *steps([(State.QUEUED, State.STOPPED)], PROGRAM, *_DESK),
        *steps(
            [
                (State.DRAFT, State.STOPPED),
                (State.FAILED, State.STOPPED),
                (State.FAILED, State.DRAFT),
                (State.STOPPED, State.DRAFT),
                (State.SENT, State.ACKNOWLEDGED),
                (State.NO_RESPONSE, State.ACKNOWLEDGED),
            ],
            *_DESK,
        ),
        *steps(
            [
                (State.SENT, State.DECIDED),
                (State.ACKNOWLEDGED, State.DECIDED),
                (State.NO_RESPONSE, State.DECIDED),
            ],
            *_DESK,
            needs=("a decision for each item",),
        ),
        # An appeal that is a notice of its own contests the answer in the second it leaves.
        *steps(
            [(State.DECIDED, State.APPEALED), (State.NO_RESPONSE, State.APPEALED)],
            PROGRAM,
            *_DESK,
        ),
        *steps([(State.APPEALED, State.UPHELD), (State.APPEALED, State.OVERTURNED)], *_DESK),
        *steps(
            [
                (State.DECIDED, State.CLOSED),
                (State.NO_RESPONSE, State.CLOSED),
                (State.UPHELD, State.CLOSED),
                (State.OVERTURNED, State.CLOSED),
                (State.STOPPED, State.CLOSED),
            ],
            *_DESK,
        ),
    ),
)

LABELS: Final = {
    State.DRAFT: N_("Draft"),
    State.QUEUED: N_("Waiting to leave"),
    State.SENT: N_("Sent"),
    State.ACKNOWLEDGED: N_("Acknowledged"),
    State.DECIDED: N_("Decided"),
    State.NO_RESPONSE: N_("No response"),
    State.APPEALED: N_("Appealed"),
    State.UPHELD: N_("Decision upheld"),
    State.OVERTURNED: N_("Decision overturned"),
    State.CLOSED: N_("Closed"),
    State.STOPPED: N_("Stopped"),
    State.FAILED: N_("Could not be sent"),
}

NEEDS: Final = {
    "consent": N_("a consent that holds"),
    "complete": N_("nothing unfilled"),
    "second person where a name is shown": N_("a second person where a name is shown"),
    "a decision for each item": N_("a decision for each item"),
}
"""What each need of the table is called."""

WITH_US: Final = (State.DRAFT, State.QUEUED, State.STOPPED, State.FAILED)
"""States in which nothing has left."""


def move(escalation: Escalation, to: State, who: str) -> None:
    """Take one step of the table. Raises `IllegalTransition` where there is none for `who`."""
    ESCALATIONS.step(escalation.state, to, who)
    escalation.state = to
    escalation.version += 1


states.guard(Escalation.state, ESCALATIONS)
