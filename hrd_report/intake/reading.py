"""Reads what is sealed to a receipt: news, copies of letters and consents. Opens no report."""

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from hrd_report.casefile import consents as taking_back
from hrd_report.documents import codec
from hrd_report.documents.answers import AnsweredDocument
from hrd_report.documents.measures import MeasureDocument
from hrd_report.documents.reports import (
    ConsentDocument,
    CountedDocument,
    FileDocument,
    MessageDocument,
    NewsDocument,
)
from hrd_report.errors import Damaged
from hrd_report.records import escalations, own_case
from hrd_report.records.cases import Case, Consent
from hrd_report.records.escalations import WAITING
from hrd_report.records.keys import Item, ItemKind
from hrd_report.vault import items
from hrd_report.vault.items import Context
from hrd_report.vault.keys import Key

Document = TypeVar("Document")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Agreement:
    """A consent as the defender sees it. `sent` counts what had left on its strength."""

    row: Consent
    document: ConsentDocument | None
    sent: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Letter:
    """A letter, and the id of the piece that the receipt opens it from."""

    id: bytes
    document: MessageDocument


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Mine:
    """Everything a receipt opens, in order of time. `unreadable` counts damaged pieces.

    `waiting` counts the platforms that owe an answer.
    """

    case: Case
    news: tuple[NewsDocument, ...]
    letters: tuple[Letter, ...]
    consents: tuple[Agreement, ...]
    counted: tuple[CountedDocument, ...]
    waiting: int
    unreadable: int
    files: tuple[FileDocument, ...] = ()
    measures: tuple[MeasureDocument, ...] = ()


class _Reader:
    def __init__(self, session: Session, case_id: bytes, key: Key) -> None:
        self._items = own_case.items(session, key.kid)
        self._case_id = case_id
        self._key = key
        self.unreadable = 0

    def all(self, kind: ItemKind, shape: type[Document]) -> list[Document]:
        return [document for _, document in self.pieces(kind, shape)]

    def pieces(self, kind: ItemKind, shape: type[Document]) -> list[tuple[bytes, Document]]:
        found = []
        for item in self._items:
            if item.kind is not kind:
                continue
            try:
                found.append((item.id, self._open(item, shape)))
            except Damaged:
                self.unreadable += 1
        return found

    def _open(self, item: Item, shape: type[Document]) -> Document:
        if item.blob is None or item.case_id != self._case_id:
            raise Damaged("not an item of this case")
        context = Context(item.kind.value, item.case_id, item.id)
        return codec.from_data(items.open_json(item.blob, self._key, context), shape)


def mine(session: Session, case_id: bytes, key: Key) -> Mine:
    """Open what a receipt's key opens. A piece it cannot open is counted, never raised."""
    reader = _Reader(session, case_id, key)
    news = reader.all(ItemKind.NEWS, NewsDocument)
    letters = [
        Letter(id=i, document=d) for i, d in reader.pieces(ItemKind.MESSAGE, MessageDocument)
    ]
    files = reader.all(ItemKind.FILEMETA, FileDocument)
    requests = own_case.states(session, case_id)
    return Mine(
        case=own_case.case(session, case_id),
        news=tuple(sorted(news, key=lambda one: (one.at, one.escalation or ""))),
        letters=tuple(sorted(letters, key=lambda one: one.document.at)),
        consents=_agreements(session, case_id, reader, sent=bool(requests)),
        counted=tuple(reader.all(ItemKind.FACT, CountedDocument)),
        waiting=sum(one in WAITING for one in requests),
        unreadable=reader.unreadable,
        measures=tuple(reader.all(ItemKind.MEASURE, MeasureDocument)),
        files=tuple(sorted(files, key=lambda one: (one.received_at, one.file))),
    )


def agreed(
    session: Session, case_id: bytes, key: Key
) -> tuple[tuple[Agreement, ...], tuple[CountedDocument, ...]]:
    """Open consents and how the case was counted, and nothing else."""
    reader = _Reader(session, case_id, key)
    consents = _agreements(session, case_id, reader, sent=True)
    return consents, tuple(reader.all(ItemKind.FACT, CountedDocument))


def answered(session: Session, case_id: bytes, key: Key) -> frozenset[str]:
    """Return the further pages that were answered. What was said on them, no receipt opens."""
    notes = _Reader(session, case_id, key).all(ItemKind.ANSWER, AnsweredDocument)
    return frozenset(one.subject for one in notes)


def counted(session: Session, case_id: bytes, key: Key) -> list[CountedDocument]:
    """Return how a case was counted, as far as its receipt knows."""
    return _Reader(session, case_id, key).all(ItemKind.FACT, CountedDocument)


def measures(session: Session, case_id: bytes, key: Key) -> list[MeasureDocument]:
    """Return every state of a case's safety measures, as far as its receipt knows."""
    return _Reader(session, case_id, key).all(ItemKind.MEASURE, MeasureDocument)


def _agreements(
    session: Session, case_id: bytes, reader: _Reader, *, sent: bool
) -> tuple[Agreement, ...]:
    copies = {one.consent: one for one in reader.all(ItemKind.CONSENT, ConsentDocument)}
    rows = own_case.consents(session, case_id)
    left = _sent(session, case_id) if sent and rows else Counter[bytes]()
    return tuple(
        Agreement(row=row, document=copies.get(row.id.hex()), sent=left[row.id])
        for row in sorted(rows, key=lambda row: (row.day, row.id))
    )


def _sent(session: Session, case_id: bytes) -> Counter[bytes]:
    standing = session.execute(escalations.consents_in_use(case_id))
    return Counter(
        consent_id
        for consent_id, one in standing
        if one.state not in taking_back.NEVER_LEFT and one.sent_at is not None
    )
