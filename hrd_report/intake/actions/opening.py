"""Opens a case in the books: its keys, its grants, its clock. Opens nothing that is sealed."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.clock import hour_after
from hrd_report.documents.reports import Danger, NewsDocument
from hrd_report.intake import places
from hrd_report.intake.places import Place
from hrd_report.records.cases import (
    OVER,
    Case,
    CaseState,
    Due,
    Report,
    ReportState,
    Urgency,
)
from hrd_report.records.keys import KeyKind
from hrd_report.vault.digests import random_bytes
from hrd_report.vault.receipts import Receipt

URGENCIES: Final[dict[Danger, Urgency]] = {
    "yes": Urgency.CRITICAL,
    "unsure": Urgency.HIGH,
    "no": Urgency.NORMAL,
}
_FIRST_ANSWER: Final = {
    Urgency.CRITICAL: dt.timedelta(hours=2),
    Urgency.HIGH: dt.timedelta(hours=8),
}
# No 0 O 1 I L, no vowel that makes words: said on the telephone, it is understood.
_LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXYZ"
_NUMBER_LENGTH: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Opening:
    """What a fresh case begins with."""

    receipt: Receipt
    digest: bytes
    language: str
    danger: Danger


def open_case(
    session: Session, place: Place, opening: Opening, *, now: dt.datetime, promise: dt.timedelta
) -> Case:
    """Add a case with its report row, its keys, and grants for the team and for recovery.

    `place` must be fresh. A number that is taken shows as the database's own refusal.
    """
    if place.key is None:
        raise LookupError("a case is opened once")
    day = now.date()
    holders = places.holders(session)
    keeping.keep_key(session, place.recipient, KeyKind.CASE, day=day)
    keeping.keep_key(session, opening.receipt.key.public, KeyKind.RECEIPT, day=day)
    session.flush()  # grants and cases name keys
    for holder in holders.public:
        keeping.keep_grant(session, place.key, holder, day=day)
    urgency = URGENCIES[opening.danger]
    case = Case(
        id=place.case_id,
        number=new_number(),
        kid=place.recipient.kid,
        team_id=holders.team.id,
        state=CaseState.RECEIVED,
        urgency=urgency,
        language=opening.language,
        received_day=day,
        due=Due.FIRST_ANSWER,
        due_from=hour_after(now),
        due_at=hour_after(now + first_answer_within(urgency, promise)),
    )
    session.add(case)
    session.flush()  # reports and items name the case
    session.add(
        Report(
            lookup=opening.receipt.lookup,
            case_id=case.id,
            receipt_kid=opening.receipt.key.kid,
            state=ReportState.RECEIVED,
            digest=opening.digest,
            day=day,
        )
    )
    session.flush()  # news looks the receipt's key up
    return case


def first_answer_within(urgency: Urgency, promise: dt.timedelta) -> dt.timedelta:
    """Return how long a defender waits for a person: never longer than the promise."""
    return min(promise, _FIRST_ANSWER.get(urgency, promise))


def wake(session: Session, case: Case, *, now: dt.datetime, promise: dt.timedelta) -> None:
    """Note that the defender wrote: somebody owes a word, and a case that rested is open again.

    A clock that ends earlier stands.
    """
    rested = case.state in OVER
    if rested:
        case.state = CaseState.IN_PROGRESS
        news = NewsDocument(event="reopened", at=now)
        keeping.tell_defender(session, case.id, news, day=now.date())
    elif case.state is CaseState.WAITING_DEFENDER:
        case.state = CaseState.IN_PROGRESS
    due_at = hour_after(now + first_answer_within(case.urgency, promise))
    if rested or case.due is Due.NOTHING or case.due_at is None or due_at < case.due_at:
        case.due = Due.WORD_TO_DEFENDER
        case.due_from = hour_after(now)
        case.due_at = due_at
    keeping.changed(case)


def new_number() -> str:
    """Draw a label for a case, as `K7Q-2M4`: random, so that it counts nothing."""
    size = len(_LETTERS)
    drawn = int.from_bytes(random_bytes(16), "big")
    letters = "".join(_LETTERS[drawn // size**at % size] for at in range(_NUMBER_LENGTH))
    return f"{letters[:3]}-{letters[3:]}"
