"""Mails on their way to a real mailbox, and what lies in the case afterwards."""

import itertools
from dataclasses import replace

from escalation.escalated import Sheet, Work
from escalation.mailbox import Mailbox
from sqlalchemy import select

from hrd_report.documents import codec
from hrd_report.documents.reports import FileDocument
from hrd_report.jobs.incoming import Intake
from hrd_report.jobs.outbox import Outbox, deliver
from hrd_report.records import keys
from hrd_report.records.correspondence import IncomingMail
from hrd_report.records.keys import ItemKind
from hrd_report.vault import items
from hrd_report.vault.items import Context, ItemReader

CANARY = "Zaunkoenig"
_NUMBERS = itertools.count()


def intake(work: Work, **changed: str) -> Intake:
    parts = work.house.services
    return Intake(
        database=parts.database,
        store=parts.store,
        clock=parts.clock,
        pepper=parts.pepper,
        **changed,
    )


def outbox(work: Work, box: Mailbox) -> Outbox:
    return replace(work.outbox(box.server), pepper=work.house.services.pepper)


def sent(work: Work, box: Mailbox) -> Sheet:
    made = work.queued()
    assert deliver(outbox(work, box))
    return made


def answer(
    made: Sheet,
    *,
    sender: str = "Duty <duty@murmur.example>",
    by: str = "id",
    body: str = f"We received it. {CANARY}",
    more: str = "",
) -> bytes:
    token = made.delivery.message_id[1:33]
    named = {
        "id": f"In-Reply-To: <{token}@localhost>\nTo: notices@localhost",
        "address": f"To: notices+{token}@localhost",
        "wrong": f"In-Reply-To: <{'0' * 32}@localhost>\nTo: notices@localhost",
        "number": f"Subject: Re: {CANARY} HRD-AAAA-BBBB\nTo: notices@localhost",
    }[by]
    subject = "" if by == "number" else f"Subject: Re: {CANARY}\n"
    return (
        f"From: {sender}\n{named}\n{subject}Message-ID: <{next(_NUMBERS)}@murmur.example>\n"
        f"MIME-Version: 1.0\n{more}Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    ).encode()


def rows(work: Work) -> list[IncomingMail]:
    with work.house.services.database.reading() as session:
        return list(session.scalars(select(IncomingMail)))


def opened(work: Work, kind: ItemKind, shape: type) -> list:
    with work.house.services.database.reading() as session:
        found = session.scalars(keys.items_of(work.case_id, kind)).all()
    return [
        codec.from_data(
            items.open_json(one.blob, work.key, Context(kind.value, work.case_id, one.id)), shape
        )
        for one in found
    ]


def file_bytes(work: Work, document: FileDocument) -> bytes:
    store = work.house.services.store
    with work.house.services.database.reading() as session:
        item = session.get_one(keys.Item, bytes.fromhex(document.file))
    reader = ItemReader(
        lambda offset, length: store.read(item.object, offset, length),
        store.size(item.object),
        work.key,
        Context("file", work.case_id, item.id),
    )
    return b"".join(reader.chunks())
