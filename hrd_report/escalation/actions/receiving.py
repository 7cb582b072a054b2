"""Puts a mail into a case: its words as one item, each file as evidence. Sealed before it is kept.

The jobs process does it with what it matched, a caseworker with what nobody could match.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.clock import hour_after
from hrd_report.documents.correspondence import MailDocument
from hrd_report.documents.reports import FileDocument
from hrd_report.escalation import case_clock, lifecycle, telling
from hrd_report.escalation.mails.reading import WHOLE, Mail
from hrd_report.media import kinds
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.records.keys import Item, ItemKind
from hrd_report.sealed import Plain
from hrd_report.store.objects import Store
from hrd_report.vault.items import Context, ItemSealer
from hrd_report.vault.keys import PublicKey

ANSWERED: Final = (EscalationState.SENT, EscalationState.NO_RESPONSE)


@dataclass(slots=True)
class Files:
    """Files of a mail in the store, sealed to one key, that no row knows yet."""

    store: Store
    recipient: PublicKey
    kept: list[tuple[str, int, FileDocument]] = field(default_factory=list)

    def add(
        self, case_id: bytes, name: str, media_type: str, pieces: Iterable[bytes], at: dt.datetime
    ) -> None:
        """Seal one file as its bytes come."""
        file_id, stored = keeping.new_id(), keeping.new_id().hex()
        writing = self.store.begin(stored)
        try:
            sealer = ItemSealer(
                writing, self.recipient, Context(ItemKind.FILE.value, case_id, file_id)
            )
            first = b""
            for piece in pieces:
                first = first or piece[: kinds.NEEDED]
                sealer.write(piece)
            result = sealer.finish()
            writing.keep()
        except BaseException:
            writing.discard()
            raise
        document = FileDocument(
            file=file_id.hex(),
            name=Plain(name),
            media_type=media_type,
            size=result.true_size,
            sha256=result.sha256,
            received_at=at,
            detected=kinds.detect(first),
        )
        self.kept.append((stored, result.padded_size, document))

    def discard(self) -> None:
        """Forget what no row will know."""
        for stored, _, _ in self.kept:
            self.store.remove(stored)
        self.kept.clear()


def seal_files(
    files: Files, case_id: bytes, mail: Mail, whole: Iterator[bytes] | None, now: dt.datetime
) -> None:
    """Seal what came with a mail, or a mail too large to be read as it came (`whole`)."""
    at = hour_after(now)
    try:
        if whole is not None:
            files.add(case_id, WHOLE, "message/rfc822", whole, at)
        for part in mail.parts:
            files.add(case_id, part.name, part.media_type, [part.content], at)
    except BaseException:
        files.discard()
        raise


def keep(
    session: Session,
    case: Case,
    escalation: Escalation,
    mail: Mail,
    files: Files,
    *,
    whole: bool,
    now: dt.datetime,
) -> Item:
    """Write a mail and its sealed files down; return the item that holds its words."""
    day = now.date()
    for stored, size, document in files.kept:
        item = Item(
            id=bytes.fromhex(document.file),
            case_id=case.id,
            kid=files.recipient.kid,
            kind=ItemKind.FILE,
            size=size,
            day=day,
            object=stored,
        )
        session.add(item)
        case.size += size
        keeping.keep(session, case.id, ItemKind.FILEMETA, document, files.recipient, day=day)
    words = MailDocument(
        escalation=escalation.id.hex(),
        at=hour_after(now),
        sender=Plain(mail.sender),
        subject=Plain(mail.subject),
        body=Plain(mail.body),
        message_id=mail.message_id,
        proved=mail.proved,
        automatic=mail.automatic,
        whole=whole,
        files=tuple(one.file for _, _, one in files.kept),
    )
    item = keeping.keep(session, case.id, ItemKind.MAIL, words, files.recipient, day=day)
    keeping.changed(case)
    session.flush()
    return item


def answered(session: Session, escalation: Escalation, now: dt.datetime, by: bytes | None) -> None:
    """Note that an addressee wrote: then it has what we sent, whatever else it says."""
    telling.note(session, escalation, Act.MAIL_PLACED, now, by)
    escalation.version += 1
    if escalation.state in ANSWERED:
        lifecycle.move(escalation, EscalationState.ACKNOWLEDGED, lifecycle.PROGRAM)
        escalation.acknowledged_at = hour_after(now)
        escalation.due_at = escalation.decision_due
        telling.note(session, escalation, Act.ACKNOWLEDGED, now, by)
        telling.tell(session, escalation, telling.news(escalation, "escalation_acknowledged", now))
    case_clock.follow(session, escalation, now)
