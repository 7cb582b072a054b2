"""The steps of an escalation that need no words, for the pages and for programs. Adds none."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.escalation.actions import answers, drafting, extending, sending
from hrd_report.escalation.casefile import Desk
from hrd_report.records.escalations import Escalation

Step = Callable[[Session, Desk, Escalation, int], object]
"""Takes the version that was seen last."""


def _upheld(session: Session, desk: Desk, escalation: Escalation, version: int) -> None:
    answers.end_appeal(session, desk, escalation, version, overturned=False)


def _overturned(session: Session, desk: Desk, escalation: Escalation, version: int) -> None:
    answers.end_appeal(session, desk, escalation, version, overturned=True)


STEPS: Final[Mapping[str, Step]] = {
    "rework": drafting.rework,
    "stop": sending.stop,
    "retry": sending.retry,
    "appeal": answers.appeal,
    "upheld": _upheld,
    "overturned": _overturned,
    "close": answers.close,
    "extend": extending.extend,
}
"""By the word in an address. Approving is not among them: it asks who does it."""
