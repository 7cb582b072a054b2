"""Opens a case in the books: its keys, its grants, its clock. Opens nothing that is sealed.

What it adds was sealed before, and goes in by statement: many transactions share one turn at the
database, so each of them is kept short.
"""

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, states
from hrd_report.casefile.numbers import new_number
from hrd_report.clock import hour_after
from hrd_report.documents.reports import Danger, NewsDocument
from hrd_report.errors import HrdError
from hrd_report.intake.pieces import Access, Arrived, Piece
from hrd_report.records.base import add_rows
from hrd_report.records.cases import (
    OVER,
    Case,
    CaseState,
    Due,
    Report,
    ReportState,
    Urgency,
)
from hrd_report.records.keys import Item, KeyKind, KeyRow, KeyState
from hrd_report.vault.keys import PublicKey

URGENCIES: Final[dict[Danger, Urgency]] = {
    "yes": Urgency.CRITICAL,
    "unsure": Urgency.HIGH,
    "no": Urgency.NORMAL,
}
_FIRST_ANSWER: Final = {
    Urgency.CRITICAL: dt.timedelta(hours=2),
    Urgency.HIGH: dt.timedelta(hours=8),
}


class HoldersChanged(HrdError):
    """Others are to follow to a fresh case than it is sealed to: look them up and seal again."""

    code = "conflict"


def open_case(
    session: Session,
    arrived: Arrived,
    *,
    now: dt.datetime,
    promise: dt.timedelta,
    begins: CaseState = CaseState.RECEIVED,
) -> None:
    """Add a case with its report, its pieces, its keys, and grants for the team and for recovery.

    `begins` is its first state, another one only for a case that stands in for one.
    The place must be fresh. A number that is taken shows as the database's own refusal. Raises
    `HoldersChanged`.
    """
    place, access, day = arrived.place, arrived.access, now.date()
    if place.key is None or access is None:
        raise LookupError("a case is opened once, and for somebody")
    if not access.holders.still_are(session):
        raise HoldersChanged("others work on cases by now")
    receipt = arrived.receipt.public
    _add_keys(session, {KeyKind.CASE: place.recipient, KeyKind.RECEIPT: receipt}, day)
    _add_grants(session, place.recipient, access, day)
    add_rows(session, Case, _case(arrived, access, now, promise) | {"state": begins})
    report = {
        "lookup": arrived.receipt.lookup,
        "case_id": place.case_id,
        "receipt_kid": receipt.kid,
        "state": ReportState.RECEIVED,
        "digest": arrived.digest,
        "day": day,
    }
    add_rows(session, Report, report)
    add_pieces(session, place.case_id, arrived.pieces, day=day)


def _case(
    arrived: Arrived, access: Access, now: dt.datetime, promise: dt.timedelta
) -> dict[str, object]:
    urgency = URGENCIES[arrived.danger]
    return {
        "id": arrived.place.case_id,
        "number": new_number(),
        "kid": arrived.place.recipient.kid,
        "team_id": access.holders.team_id,
        "state": CaseState.RECEIVED,
        "urgency": urgency,
        "language": arrived.told.language,
        "received_day": now.date(),
        "due": Due.FIRST_ANSWER,
        "due_from": hour_after(now),
        "due_at": hour_after(now + first_answer_within(urgency, promise)),
        "assignee": None,
        "size": sum(one.size for one in arrived.pieces),
        "version": 1,
        "restricted": False,
        "held": False,
        "state_day": now.date(),
        "warned_day": None,
    }


def add_pieces(
    session: Session, case_id: bytes, pieces: tuple[Piece, ...], *, day: dt.date
) -> None:
    """Add the rows of sealed pieces of a case."""
    rows = (
        {
            "id": one.id,
            "case_id": case_id,
            "kid": one.kid,
            "kind": one.kind,
            "size": one.size,
            "day": day,
            "blob": one.blob,
            "object": one.object,
        }
        for one in pieces
    )
    add_rows(session, Item, *rows)


def _add_keys(session: Session, keys: dict[KeyKind, PublicKey], day: dt.date) -> None:
    rows = (
        {"kid": one.kid, "kind": kind, "public": one.raw, "day": day, "state": KeyState.ACTIVE}
        for kind, one in keys.items()
    )
    add_rows(session, KeyRow, *rows)


def _add_grants(session: Session, child: PublicKey, access: Access, day: dt.date) -> None:
    granted = (
        (child.kid, holder.kid, blob)
        for holder, blob in zip(access.holders.public, access.grants, strict=True)
    )
    keeping.keep_case_grants(session, granted, day=day)


def first_answer_within(urgency: Urgency, promise: dt.timedelta) -> dt.timedelta:
    """Return how long a defender waits for a person: never longer than the promise."""
    return min(promise, _FIRST_ANSWER.get(urgency, promise))


def wake(session: Session, case: Case, *, now: dt.datetime, promise: dt.timedelta) -> None:
    """Note that the defender wrote: somebody owes a word, and a case that rested is open again.

    A clock that ends earlier stands.
    """
    rested = case.state in OVER
    if rested:
        states.put(case, CaseState.IN_PROGRESS, now.date())
        news = NewsDocument(event="reopened", at=now)
        keeping.tell_defender(session, case.id, news, day=now.date())
    elif case.state is CaseState.WAITING_DEFENDER:
        states.put(case, CaseState.IN_PROGRESS, now.date())
    due_at = hour_after(now + first_answer_within(case.urgency, promise))
    if rested or case.due is Due.NOTHING or case.due_at is None or due_at < case.due_at:
        case.due = Due.WORD_TO_DEFENDER
        case.due_from = hour_after(now)
        case.due_at = due_at
    case.asleep, case.asleep_until = False, None
    keeping.changed(case)
