"""Erases a case: every key, grant, item and row of it. A tombstone remains, and no way back.

In this order, so that a crash leaves the case or a tombstone: the mark in the store (`mark`), the
rows in one transaction (`erase`), the sealed files (`forget_files`). What was begun, the jobs
process completes, also in a database that was restored from before. Opens nothing.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hrd_report.casefile import forgetting, keeping
from hrd_report.casefile.consents import NEVER_LEFT, withdraw
from hrd_report.errors import NotFound, StorageFull
from hrd_report.records import cases, escalations, keys, locking, uploads
from hrd_report.records.acts import Act
from hrd_report.records.alarms import Alarm
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import Case, Consent, Report
from hrd_report.records.correspondence import IncomingMail, ReplyToken
from hrd_report.records.erasure import Cause, Tombstone
from hrd_report.records.escalations import (
    Delivery,
    DeliveryState,
    Escalation,
    EscalationConsent,
    EscalationState,
)
from hrd_report.records.keys import Grant, Item, KeyRow
from hrd_report.records.people import SessionRow
from hrd_report.records.tallies import TallyRow
from hrd_report.records.uploads import Upload, UploadPart, UploadPass
from hrd_report.records.webhooks import WebhookEvent, WebhookTold
from hrd_report.records.working import Declined
from hrd_report.store.objects import Store
from hrd_report.vault import digests

MARK: Final = "erased"
"""How the names of tombstones in the store begin; no other object's name does."""

_LONGEST_CAUSE: Final = 32


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure met: requests that had left, those stopped in time, files to forget."""

    left: int
    stopped: int
    objects: tuple[str, ...]


def tombstone_of(case_id: bytes) -> bytes:
    """Return the name of a case's tombstone, from which the case's id cannot be had."""
    return digests.sha256(b"hrd1/erased", case_id)


def object_of(tombstone: bytes) -> str:
    """Return the name of a tombstone in the store."""
    return MARK + tombstone.hex()


def is_mark(name: str) -> bool:
    """Whether an object in the store is a tombstone."""
    return name.startswith(MARK)


def marked(store: Store) -> Iterator[bytes]:
    """Yield the tombstones that lie in the store."""
    for name in store.names(MARK):
        with suppress(ValueError):
            yield bytes.fromhex(name.removeprefix(MARK))


def mark(store: Store, tombstone: bytes, cause: Cause) -> None:
    """Put a tombstone into the store, once. From then on the jobs process completes the erasure.

    A full disk keeps nobody from erasing: the mark is made later, from the tombstone's row.
    """
    with suppress(StorageFull):
        writing = store.begin(object_of(tombstone))
        try:
            writing.write(cause.value.encode())
            writing.keep()
        except BaseException:
            writing.discard()
            raise


def cause_of(store: Store, tombstone: bytes) -> Cause:
    """Return why a case was erased, as its tombstone in the store says. Raises `NotFound`."""
    said = store.read(object_of(tombstone), 0, _LONGEST_CAUSE)
    try:
        return Cause(said.decode())
    except ValueError:
        # It lies there, so the case was erased: who by, nobody can say any more.
        return Cause.DEFENDER


def erase(
    session: Session,
    case_id: bytes,
    cause: Cause,
    *,
    now: dt.datetime,
    actor: bytes | None = None,
) -> Erased:
    """Delete all rows of a case and leave a tombstone. Raises `NotFound` when it is gone already.

    The audit gains one row, but none for a defender: that would tell the day of a visit.
    """
    case = session.scalars(cases.case(case_id).with_for_update(**LOCKED)).first()
    if case is None:
        raise NotFound
    locking.locked_about(session, case_id)
    left, stopped = _requests(session, case_id)
    _leave_others(session, case_id, now)
    kids = _kids(session, case)
    objects = session.scalars(
        select(Item.object).where(Item.case_id == case_id, Item.object.is_not(None))
    )
    coming = session.scalars(uploads.parts_on_the_way(case_id)).all()
    files = (*(one for one in objects if one is not None), *coming)
    erased = Erased(left, stopped, files)
    number = case.number
    session.expunge_all()
    _delete_rows(session, case_id)
    _delete_keys(session, kids)
    _bury(session, tombstone_of(case_id), number, cause, now.date())
    if cause is not Cause.DEFENDER:
        keeping.record(session, Act.ERASED, actor=actor, thing=case_id, day=now.date())
    return erased


def forget_files(store: Store, erased: Erased) -> None:
    """Forget the sealed files of an erased case. Whatever stays, the sweep finds."""
    for name in erased.objects:
        store.remove(name)


def _requests(session: Session, case_id: bytes) -> tuple[int, int]:
    """Return how many of a case's requests a platform has seen, or may see this very second."""
    left = stopped = 0
    for one in session.scalars(escalations.escalations_of(case_id)).all():
        delivery = session.scalars(
            escalations.delivery_of(one.id).with_for_update(of=Delivery)
        ).first()
        waits = one.state is EscalationState.QUEUED
        if waits and (delivery is None or delivery.state is not DeliveryState.SENDING):
            stopped += 1
        elif one.state not in NEVER_LEFT:
            left += 1
    return left, stopped


def _leave_others(session: Session, case_id: bytes, now: dt.datetime) -> None:
    """Take a case's consents from under the notices of other cases: what waits is stopped."""
    for consent in session.scalars(cases.consents_of(case_id)).all():
        needed = session.scalars(escalations.escalations_standing_on(consent.id)).all()
        if any(one.case_id != case_id for one in needed):
            withdraw(session, consent, now=now)


def _kids(session: Session, case: Case) -> set[bytes]:
    """Return all keys that belong to a case alone: its own, all former ones, and its receipts'."""
    found = {case.kid, *session.scalars(keys.case_kids_under(case.id))}
    more = found
    while more := set(session.scalars(keys.case_kids_beside(more))) - found:
        found = found | more
    receipts = session.scalars(select(Report.receipt_kid).where(Report.case_id == case.id))
    return found | set(receipts)


def _delete_rows(session: Session, case_id: bytes) -> None:
    requests = select(Escalation.id).where(Escalation.case_id == case_id)
    agreed = select(Consent.id).where(Consent.case_id == case_id)
    coming = select(Upload.id).where(Upload.pass_id.in_(uploads.passes_of(case_id)))
    forgetting.let_go(session, case_id)
    for statement in (
        delete(UploadPart).where(UploadPart.upload_id.in_(coming)),
        delete(Upload).where(Upload.pass_id.in_(uploads.passes_of(case_id))),
        delete(UploadPass).where(UploadPass.case_id == case_id),
        delete(IncomingMail).where(IncomingMail.escalation_id.in_(requests)),
        delete(ReplyToken).where(ReplyToken.escalation_id.in_(requests)),
        delete(Delivery).where(Delivery.escalation_id.in_(requests)),
        delete(EscalationConsent).where(EscalationConsent.escalation_id.in_(requests)),
        delete(WebhookEvent).where(
            (WebhookEvent.thing == case_id) | WebhookEvent.thing.in_(requests)
        ),
        delete(WebhookTold).where((WebhookTold.thing == case_id) | WebhookTold.thing.in_(requests)),
        delete(EscalationConsent).where(EscalationConsent.consent_id.in_(agreed)),
        delete(Escalation).where(Escalation.case_id == case_id),
        delete(Consent).where(Consent.case_id == case_id),
        delete(Alarm).where(Alarm.case_id == case_id),
        delete(TallyRow).where(TallyRow.case_id == case_id),
        delete(Item).where(Item.case_id == case_id),
        delete(Report).where(Report.case_id == case_id),
        delete(Declined).where(Declined.case_id == case_id),
        delete(SessionRow).where(SessionRow.subject == case_id),
        delete(Case).where(Case.id == case_id),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})


def _delete_keys(session: Session, kids: set[bytes]) -> None:
    # A key that another case uses stays, whoever wrote a grant that joins the two.
    used = {
        *session.scalars(select(Case.kid).where(Case.kid.in_(kids))),
        *session.scalars(select(Item.kid).where(Item.kid.in_(kids))),
    }
    gone = kids - used
    for statement in (
        delete(Grant).where(Grant.child.in_(gone) | Grant.holder.in_(gone)),
        delete(KeyRow).where(KeyRow.kid.in_(gone)),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})


def _bury(session: Session, tombstone: bytes, number: str, cause: Cause, day: dt.date) -> None:
    other = session.scalars(select(Tombstone).where(Tombstone.number == number)).first()
    if other is not None and other.id != tombstone:
        # Numbers are drawn by chance, and long after an erasure the same may be drawn again.
        number = f"{number} {tombstone.hex()[:8]}"
    # The first of the month: a defender's erasure must not tell the day of a visit.
    month = day.replace(day=1)
    session.merge(Tombstone(id=tombstone, number=number, day=month, cause=cause))
    session.flush()
