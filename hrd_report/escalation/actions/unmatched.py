"""What is done with a mail that nobody could match: read, put into a case, or deleted."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, opening
from hrd_report.errors import Damaged, NotAllowed, NotFound
from hrd_report.escalation.actions import receiving
from hrd_report.escalation.actions.receiving import Files
from hrd_report.escalation.casefile import CaseFile, Desk
from hrd_report.escalation.mails import reading
from hrd_report.escalation.mails.reading import Mail
from hrd_report.records import escalations
from hrd_report.records.acts import Act
from hrd_report.records.base import ID_BYTES
from hrd_report.records.beside import otherwise
from hrd_report.records.correspondence import IncomingMail, MailKind, MailState
from hrd_report.records.database import afterwards
from hrd_report.records.escalations import Escalation
from hrd_report.store.objects import Store
from hrd_report.vault import items
from hrd_report.vault.items import Context, ItemReader
from hrd_report.vault.keys import Key

_NO_CASE: Final = bytes(ID_BYTES)
_READ: Final = 256 * 1024
"""Bytes of a large mail that are read for its page; the rest stays sealed."""


@dataclass(frozen=True, slots=True, repr=False)
class Unmatched:
    """A mail without a case, opened. `whole`: it is too large to be taken apart."""

    row: IncomingMail
    mail: Mail
    key: Key
    whole: bool


def find(
    session: Session, hex_id: str, person: Key, *, lock: bool = False
) -> tuple[IncomingMail, Key]:
    """Return a mail that waits, and the key that opens it. Raises `NotFound`, also for others'.

    With `lock`, nobody else decides about it until this transaction ends.
    """
    try:
        row = session.get(IncomingMail, bytes.fromhex(hex_id), with_for_update=lock)
    except ValueError:
        row = None
    waits = row is not None and row.kind is MailKind.UNMATCHED and row.state is MailState.NEW
    if row is None or not waits or row.kid is None:
        raise NotFound
    try:
        return row, opening.keyring_for(session, person, row.kid).key(row.kid)
    except NotAllowed:
        raise NotFound from None


def read(
    session: Session, store: Store, hex_id: str, person: Key, *, lock: bool = False
) -> Unmatched:
    """Open a mail that waits. Raises `NotFound`, or `Damaged` if it was altered."""
    row, key = find(session, hex_id, person, lock=lock)
    context = Context("mail", _NO_CASE, row.id)
    if row.blob is not None:
        mail = reading.read(items.open_item(row.blob, key, context))
        return Unmatched(row, mail, key, whole=False)
    beginning = _reader(row, store, key).read_range(0, _READ)
    head = beginning.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    return Unmatched(row, reading.read(head, head_only=True), key, whole=True)


def note_opened(session: Session, row: IncomingMail, actor: bytes, day: dt.date) -> None:
    """Put into the audit that somebody read it."""
    keeping.record(session, Act.MAIL_OPENED, actor=actor, thing=row.id, day=day)


def candidates(session: Session, file: CaseFile) -> list[Escalation]:
    """Return a case's escalations that something left for."""
    found = session.scalars(escalations.escalations_of(file.case.id).order_by(Escalation.day))
    return [one for one in found if one.sent_at is not None]


def place(session: Session, desk: Desk, escalation: Escalation, hex_id: str, store: Store) -> None:
    """Put a mail into a case on somebody's word; the team's own copy is forgotten.

    The case is locked by whoever opened the escalation for a change. Raises `NotFound`.
    """
    unmatched = read(session, store, hex_id, desk.actor.key, lock=True)
    case, row = desk.file.case, unmatched.row
    files = Files(store, desk.file.public)
    whole = _chunks(row, store, unmatched.key) if unmatched.whole else None
    receiving.seal_files(files, case.id, unmatched.mail, whole, desk.now)
    otherwise(session, files.discard)
    item = receiving.keep(
        session, case, escalation, unmatched.mail, files, whole=unmatched.whole, now=desk.now
    )
    row.kind, row.escalation_id, row.item_id = MailKind.ANSWER, escalation.id, item.id
    row.team_id, row.size = case.team_id, item.size
    _forget(session, row, store)
    receiving.answered(session, escalation, desk.now, desk.actor.id)


def discard(
    session: Session, store: Store, hex_id: str, person: Key, actor: bytes, day: dt.date
) -> None:
    """Delete a mail for good."""
    row, _ = find(session, hex_id, person, lock=True)
    keeping.record(session, Act.MAIL_DISCARDED, actor=actor, thing=row.id, day=day)
    row.state = MailState.DONE
    _forget(session, row, store)


def _forget(session: Session, row: IncomingMail, store: Store) -> None:
    # The row stays, so that the same mail is not taken in again. The file goes when that is kept,
    # not before: should it not be, the mail is still there. What a crash leaves, the sweep finds.
    if (name := row.object) is not None:
        afterwards(session, lambda _: store.remove(name))
    row.blob, row.object, row.kid = None, None, None


def _reader(row: IncomingMail, store: Store, key: Key) -> ItemReader:
    name = row.object
    if name is None:
        raise Damaged("the mail is gone")
    return ItemReader(
        lambda offset, length: store.read(name, offset, length),
        store.size(name),
        key,
        Context("mail", _NO_CASE, row.id),
    )


def _chunks(row: IncomingMail, store: Store, key: Key) -> Iterator[bytes]:
    return _reader(row, store, key).chunks()
