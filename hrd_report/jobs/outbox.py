"""Sends what lies in the outbox, one message at a time, each once. Opens nothing but deliveries."""

import datetime as dt
import functools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.clock import Clock
from hrd_report.documents import codec
from hrd_report.documents.escalations import DeliveryDocument
from hrd_report.documents.reports import Event
from hrd_report.errors import Damaged
from hrd_report.escalation import delivery, lifecycle, telling
from hrd_report.escalation.actions.sending import still_consented
from hrd_report.escalation.channels.protocol import Going, Left, NotDelivered
from hrd_report.escalation.channels.wire import Wire
from hrd_report.escalation.delivery import MailServer
from hrd_report.escalation.leaving import mark
from hrd_report.jobs import imap, ways
from hrd_report.jobs import parts as leaving
from hrd_report.records import escalations, locking
from hrd_report.records.acts import Act
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import Case
from hrd_report.records.database import Database, insisting
from hrd_report.records.escalations import Delivery, DeliveryState, Escalation, EscalationState
from hrd_report.records.keys import Item, ItemKind
from hrd_report.reference.notices import Clocks
from hrd_report.sealed import Sealed
from hrd_report.vault import items
from hrd_report.vault.keys import Key
from hrd_report.vault.preamble import Context
from hrd_report.web.services import Services

LEASE: Final = dt.timedelta(minutes=10)
# Whoever hands a message over needs this much of its lease, so that no two ever do.
_SPARE: Final = dt.timedelta(minutes=4)
_WAITS: Final = (1, 5, 15, 60, 240, 480, 960)
MOST_ATTEMPTS: Final = len(_WAITS) + 1
_UNSET: Final = dt.timedelta(minutes=5)
UNSURE: Final = "no_answer"
AGAIN: Final = "sent_again"
"""The mark of a message that was handed over a second time, under the same Message-ID."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Outbox:
    """What sending needs. `server` is None where no mail server is set; `jitter` gives 0 to 1.

    `lies_there` asks our own mailbox for a Message-ID; `pepper` keys what answers are found by.
    """

    database: Database
    clock: Clock
    server: MailServer | None
    key: Key
    clocks: Clocks
    jitter: Callable[[], float] = field(default=random.random)
    wire: Wire = field(default_factory=Wire)
    lies_there: Callable[[str], bool] = field(default=lambda _: False)
    pepper: bytes = b""


@dataclass(frozen=True, slots=True, repr=False)
class _Taken:
    """A row of the outbox that is ours until its lease ends."""

    id: bytes
    escalation_id: bytes
    case_id: bytes
    attempt: int
    until: dt.datetime
    again: bool
    done: int
    item_id: bytes
    blob: Sealed | None


@dataclass(frozen=True, slots=True, repr=False)
class _Scene:
    """The rows that an outcome is written to, locked."""

    session: Session
    case: Case
    escalation: Escalation
    row: Delivery
    clocks: Clocks
    now: dt.datetime
    again: bool


_Outcome = Callable[[_Scene], None]


class _Stopped(Exception):
    """It was taken back between the lease and the handing over."""


def deliver_one(parts: Services, delivery_key: Key) -> bool:
    """Send one message from the outbox of a running program. See `deliver`."""
    settings = parts.settings
    return deliver(
        Outbox(
            database=parts.database,
            clock=parts.clock,
            server=delivery.mail_server(parts.settings.smtp_url),
            key=delivery_key,
            clocks=parts.reference.clocks,
            wire=Wire(proxy=parts.settings.outbound_proxy),
            pepper=parts.pepper,
            lies_there=functools.partial(imap.lies_there, imap.imap_server(settings.imap_url)),
        )
    )


def deliver(outbox: Outbox) -> bool:
    """Take one message that may go now, and send it or record why not. False if there was none.

    Consents are checked when it is taken and again when the mail server is ready for it. A crash
    between handing over and recording leaves a lease that runs out: then the message goes again
    under the same Message-ID and is marked.
    """
    taken = _take(outbox)
    if taken is None:
        return False
    try:
        left, document = _hand_over(outbox, taken)
    except _Stopped:
        _record(outbox, taken, _stop)
    except NotDelivered as failure:
        _record(outbox, taken, _failing(outbox, failure))
    else:
        _record(outbox, taken, _sending(left, document))
    return True


def _take(outbox: Outbox) -> _Taken | None:
    now = outbox.clock()
    with outbox.database.writing() as session:
        row = session.scalars(escalations.deliverable(now)).first()
        if row is None:
            return None
        again = row.state is DeliveryState.SENDING or row.problem == UNSURE
        row.state, row.lease_until = DeliveryState.SENDING, now + LEASE
        row.attempts += 1
        item = session.get_one(Item, row.item_id)
        return _Taken(
            id=row.id,
            escalation_id=row.escalation_id,
            case_id=item.case_id,
            attempt=row.attempts,
            until=now + LEASE,
            again=again,
            done=row.done,
            item_id=item.id,
            blob=item.blob,
        )


def _hand_over(outbox: Outbox, taken: _Taken) -> tuple[Left, DeliveryDocument]:
    _check(outbox, taken)
    document = _open(outbox, taken)
    channel = ways.channel(outbox, document)
    place = leaving.Place(outbox.database, outbox.clock, taken.id, taken.case_id)
    if document.channel in ways.MAILS:
        leaving.expect_answers(place, document, taken.escalation_id, outbox.pepper)
    if taken.again and (leaving.heard_of(place, document) or channel.find(document)):
        return Left(found=True), document
    going = Going(
        before=lambda: _check(outbox, taken),
        keep=lambda reference: leaving.keep(place, taken.escalation_id, reference),
        done=taken.done,
    )
    return channel.send(document, going), document


def _open(outbox: Outbox, taken: _Taken) -> DeliveryDocument:
    if taken.blob is None:
        raise NotDelivered("damaged", lasting=True)
    context = Context(ItemKind.DELIVERY.value, taken.case_id, taken.item_id)
    try:
        return codec.from_data(items.open_json(taken.blob, outbox.key, context), DeliveryDocument)
    except Damaged:
        raise NotDelivered("damaged", lasting=True) from None


def _check(outbox: Outbox, taken: _Taken) -> None:
    """Look once more, at the second of sending, whether this may leave, and by us."""
    now = outbox.clock()
    with outbox.database.reading() as session:
        row = session.get(Delivery, taken.id)
        if row is None:
            # Its case was erased a moment ago.
            raise _Stopped
        ours = row.state is DeliveryState.SENDING and row.attempts == taken.attempt
        if not ours or not still_consented(session, taken.escalation_id, now):
            raise _Stopped
    if now + _SPARE > taken.until:
        raise NotDelivered("timeout")


def _record(outbox: Outbox, taken: _Taken, outcome: _Outcome) -> None:
    """Write down how it went. Rows are locked in the order in which a withdrawal locks them."""
    now = outbox.clock()

    def work(session: Session) -> None:
        case = session.get(Case, taken.case_id, with_for_update=LOCKED)
        if case is None:
            # Erased meanwhile: nothing is left to write to.
            return
        escalation = locking.locked(session, taken.escalation_id)
        row = session.get_one(Delivery, taken.id, with_for_update=True)
        if row.attempts != taken.attempt:
            return
        row.lease_until = None
        outcome(_Scene(session, case, escalation, row, outbox.clocks, now, again=taken.again))

    # It has left: thrown out here, it would leave once more.
    insisting(outbox.database.writing, work)


def _sending(left: Left, document: DeliveryDocument) -> _Outcome:
    """Return what to write down about a message that left, and whether twice."""

    def sent(at: _Scene) -> None:
        _sent(at, document)
        at.row.problem = AGAIN if at.again and not left.found else None
        if left.acknowledged:
            leaving.acknowledged(at.session, at.escalation, at.now, final=left.final)

    return sent


def _sent(at: _Scene, document: DeliveryDocument) -> None:
    at.row.state = DeliveryState.SENT
    # What has left need not be readable by the key that lies on this machine.
    at.session.get_one(Item, at.row.item_id).blob = None
    mark(at.session, at.escalation, at.case, document.clocks, at.clocks, now=at.now)
    for file in map(bytes.fromhex, document.enclosed):
        keeping.record(at.session, Act.SENT, actor=None, thing=file, day=at.now.date())


def _stop(at: _Scene) -> None:
    at.row.state = DeliveryState.STOPPED
    if at.escalation.state is not EscalationState.STOPPED:
        _end(at, EscalationState.STOPPED, "escalation_stopped")


def _failing(outbox: Outbox, failure: NotDelivered) -> _Outcome:
    """Return what to write down about a failure: when to try again, or that it is over."""

    def fail(at: _Scene) -> None:
        if at.row.state is not DeliveryState.SENDING:
            return
        at.row.state, at.row.problem = DeliveryState.QUEUED, failure.problem
        if failure.unsure or (at.again and not failure.lasting):
            # It may be there already: the next try is a second one, and is marked so.
            at.row.problem = UNSURE
        if failure.problem == "no_server":
            # Nothing was tried: it waits for the operator and uses up no attempt.
            at.row.attempts, at.row.next_at = at.row.attempts - 1, at.now + _UNSET
        elif failure.lasting or at.row.attempts >= MOST_ATTEMPTS:
            at.row.state = DeliveryState.DEAD
            _end(at, EscalationState.FAILED, "escalation_not_sent")
        else:
            minutes = _WAITS[at.row.attempts - 1] * (1 + outbox.jitter() / 4)
            own = dt.timedelta(minutes=minutes)
            at.row.next_at = at.now + max(own, failure.after or own)

    return fail


def _end(at: _Scene, state: EscalationState, event: Event) -> None:
    lifecycle.move(at.escalation, state, lifecycle.PROGRAM)
    telling.note(at.session, at.escalation, Act.NOT_SENT, at.now, None)
    telling.tell(at.session, at.escalation, telling.news(at.escalation, event, at.now))
