"""Puts a notice into the outbox, stops it there, or tries again. The jobs process sends."""

import datetime as dt
from dataclasses import replace

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.documents.escalations import DeliveryDocument, NoticeDocument
from hrd_report.errors import Conflict, ConsentMissing, NotReady
from hrd_report.escalation import (
    casefile,
    checks,
    lifecycle,
    preserved,
    spans,
    standing,
    telling,
    together,
)
from hrd_report.escalation.actions import enclosing
from hrd_report.escalation.actions.drafting import check_version
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.channels import messages
from hrd_report.escalation.channels.writing import outgoing
from hrd_report.escalation.notice import Letter, write
from hrd_report.escalation.standing import Standing
from hrd_report.records import escalations, keys
from hrd_report.records.acts import Act
from hrd_report.records.escalations import (
    Delivery,
    DeliveryState,
    Escalation,
    EscalationConsent,
    EscalationState,
)
from hrd_report.records.keys import Item, ItemKind, KeyKind
from hrd_report.sealed import Plain
from hrd_report.vault.keys import PublicKey


def queue(
    session: Session, desk: Desk, escalation: Escalation, letter: Letter, seen: str
) -> Delivery:
    """Put exactly the previewed text into the outbox. `seen` is the digest of that preview.

    Raises `Conflict` if the text is not what was seen, `NotReady` with everything that is missing.
    """
    file, now = desk.file, desk.now
    notice = casefile.notice(session, file, escalation)
    text = write(notice, letter)
    evidence = {} if messages.by_hand(notice) else enclosing.files(session, desk, notice)
    leaving = outgoing(notice, text, letter, evidence)
    if leaving.digest != seen:
        raise Conflict
    consents, outbox = _ready(session, desk, notice, letter)
    lifecycle.move(escalation, EscalationState.QUEUED, desk.actor.role)
    under = standing.under(notice, consents, now, desk.reference)
    under += together.consents(session, desk, notice)
    under += enclosing.let_out_under(session, desk, notice)
    _stand_on(session, escalation, under)
    # The case's own copy says which evidence went with it, and does not hold it twice.
    bare = outgoing(notice, text, letter)
    message = messages.message(notice, text, bare, letter, earlier(session, escalation))
    message = replace(message, clocks=spans.of_notice(notice, desk))
    by_hand = messages.by_hand(notice)
    full = message if by_hand else enclosing.put_in(notice, message, leaving, evidence)
    delivery = _put(session, desk, escalation, message, full, None if by_hand else outbox)
    if not by_hand:
        enclosing.write_down(session, desk, notice)
    telling.note(session, escalation, Act.QUEUED, now, desk.actor.id)
    for one in notice.together:
        keeping.record(
            session, Act.QUEUED, actor=desk.actor.id, thing=bytes.fromhex(one), day=now.date()
        )
    platform = Plain(desk.reference.platform(notice.platform).name)
    said = telling.news(escalation, "escalation_queued", now)
    telling.tell(session, escalation, replace(said, platform=platform, identity=notice.identity))
    return delivery


def _ready(
    session: Session, desk: Desk, notice: NoticeDocument, letter: Letter
) -> tuple[list[Standing], PublicKey]:
    """Return the consents of the case and the key of the outbox. Raises `NotReady`."""
    consents = casefile.standings(session, desk.file)
    case = preserved.of_notice(session, desk, notice)
    reasons = checks.problems(notice, consents, desk.now, letter, case)
    outbox = session.scalars(keys.active(KeyKind.DELIVERY)).first()
    if reasons or outbox is None:
        raise NotReady(reasons or ["no_outbox"])
    return consents, PublicKey.from_raw(outbox.public)


def _put(
    session: Session,
    desk: Desk,
    escalation: Escalation,
    message: DeliveryDocument,
    full: DeliveryDocument,
    outbox: PublicKey | None,
) -> Delivery:
    """Keep a message for the outbox, or in somebody's hands, and a copy of it for the case.

    The copy says which evidence went with it, and does not hold it twice.
    """
    file, now = desk.file, desk.now
    # What left can be read as it left, whatever sentences change later.
    kept = replace(message, enclosed=full.enclosed)
    copy = keeping.keep(session, file.case.id, ItemKind.DELIVERY, kept, file.public, day=now.date())
    if outbox is None:
        delivery = _fill(session, escalation, message, copy, now)
        delivery.state = DeliveryState.BY_HAND
        return delivery
    sealed = keeping.keep(session, file.case.id, ItemKind.DELIVERY, full, outbox, day=now.date())
    return _fill(session, escalation, message, sealed, now)


def stop(session: Session, desk: Desk, escalation: Escalation, version: int) -> None:
    """Take a notice back before it left. What is in the very act of leaving may still leave."""
    check_version(escalation, version)
    queued = escalation.state is not EscalationState.DRAFT
    lifecycle.move(escalation, EscalationState.STOPPED, desk.actor.role)
    delivery = session.scalars(escalations.delivery_of(escalation.id)).one_or_none()
    if delivery is not None:
        delivery.state = DeliveryState.STOPPED
    # What left and came back reached nobody: no figure counts it, also once it is closed.
    escalation.sent_at = None
    telling.note(session, escalation, Act.NOT_SENT, desk.now, desk.actor.id)
    if queued:
        telling.tell(session, escalation, telling.news(escalation, "escalation_stopped", desk.now))


def retry(session: Session, desk: Desk, escalation: Escalation, version: int) -> None:
    """Try once more what the mail server did not take. Raises `ConsentMissing`."""
    check_version(escalation, version)
    notice = casefile.notice(session, desk.file, escalation)
    if not still_consented(session, escalation.id, desk.now) or _lost(session, escalation, notice):
        raise ConsentMissing
    lifecycle.move(escalation, EscalationState.QUEUED, desk.actor.role)
    delivery = session.scalars(escalations.delivery_of(escalation.id)).one()
    if session.get_one(Item, delivery.item_id).blob is None:
        # It left once and came back: nothing lies in the outbox that could leave again.
        raise Conflict
    delivery.state, delivery.attempts, delivery.next_at = DeliveryState.QUEUED, 0, desk.now
    telling.note(session, escalation, Act.QUEUED, desk.now, desk.actor.id)


def still_consented(session: Session, escalation_id: bytes, now: dt.datetime) -> bool:
    """Whether there are consents under an escalation, and every one of them holds."""
    under = session.scalars(escalations.consents_under(escalation_id)).all()
    return bool(under) and all(standing.holds(one.state, one.until, now) for one in under)


def _lost(session: Session, escalation: Escalation, notice: NoticeDocument) -> bool:
    """Whether another case of a notice is gone, and its consent with it."""
    there = {one.hex() for one in session.scalars(escalations.cases_in(escalation.id))}
    return not set(notice.together) <= there


def _stand_on(session: Session, escalation: Escalation, consents: list[Standing]) -> None:
    session.execute(
        delete(EscalationConsent).where(EscalationConsent.escalation_id == escalation.id)
    )
    session.add_all(
        EscalationConsent(escalation_id=escalation.id, consent_id=bytes.fromhex(one))
        for one in dict.fromkeys(each.id for each in consents)
    )


def earlier(session: Session, escalation: Escalation) -> tuple[str, ...]:
    """Return the Message-ID of what left before in the same matter, if anything did."""
    before = session.scalars(escalations.delivery_of(escalation.id)).one_or_none()
    return (before.message_id,) if before is not None and escalation.sent_at is not None else ()


def _fill(
    session: Session,
    escalation: Escalation,
    message: DeliveryDocument,
    item: Item,
    now: dt.datetime,
) -> Delivery:
    session.flush()
    delivery = session.scalars(escalations.delivery_of(escalation.id)).one_or_none()
    if delivery is None:
        delivery = Delivery(
            id=keeping.new_id(),
            escalation_id=escalation.id,
            item_id=item.id,
            state=DeliveryState.QUEUED,
            message_id=message.message_id,
            next_at=now,
        )
        session.add(delivery)
    delivery.item_id, delivery.message_id = item.id, message.message_id
    delivery.state, delivery.attempts, delivery.next_at = DeliveryState.QUEUED, 0, now
    delivery.problem, delivery.lease_until, delivery.done = None, None, 0
    return delivery
