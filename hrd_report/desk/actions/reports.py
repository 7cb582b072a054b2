"""Opens what a defender sent, also what was sealed before it reached us. Changes nothing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from hrd_report.casefile import asking, opening
from hrd_report.casefile.opening import Opened
from hrd_report.desk.worker import Worker
from hrd_report.documents import bundles, codec, incoming
from hrd_report.documents.answers import AnswerDocument
from hrd_report.documents.bundles import ReadRange
from hrd_report.documents.reports import ReportDocument
from hrd_report.errors import Damaged, NotAllowed, NotFound
from hrd_report.i18n import languages
from hrd_report.records import keys
from hrd_report.records.cases import Case
from hrd_report.records.keys import Item, ItemKind, KeyKind
from hrd_report.reference.load import load
from hrd_report.store.objects import Store
from hrd_report.vault import age, items
from hrd_report.vault.damage import NoMatch
from hrd_report.vault.keyring import Keyring
from hrd_report.vault.preamble import Context

_LARGEST: Final = 8_000_000
"""Bytes: no report's words are longer."""


@dataclass(frozen=True, slots=True, repr=False)
class Folded:
    """A report as its sender sealed it: its words, and how the rest of it is read.

    `came` reads what came, `read` what is inside its seal; a bundle is the one with files.
    `receipt` and `answer_to` are what the sender said of the receipt, sealed with the words.
    """

    document: ReportDocument
    came: ReadRange
    came_size: int
    read: ReadRange
    size: int
    is_bundle: bool
    receipt: str | None
    answer_to: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Reports:
    """What was read of a case's reports. `folded`: some are still as their senders sealed them."""

    first: ReportDocument | None
    additions: list[Opened[ReportDocument]]
    broken: int
    folded: bool


def read_all(session: Session, worker: Worker, case: Case, ring: Keyring, store: Store) -> Reports:
    """Read a case's report and what was added to it, as far as it can be read.

    Raises `NotAllowed` where the worker lacks the grant to the key a report was sealed to.
    """
    first: ReportDocument | None = None
    additions, broken, folded = [], 0, False
    for item in session.scalars(keys.items_of(case.id, ItemKind.REPORT, ItemKind.ADDITION)):
        try:
            found = one(session, worker, item, ring, store)
        except Damaged:
            broken += item.kind is ItemKind.ADDITION
            continue
        folded |= isinstance(found, Folded)
        document = found.document if isinstance(found, Folded) else found
        if item.kind is ItemKind.REPORT:
            first = document
        else:
            additions.append(Opened(item, document))
    return Reports(first, additions, broken, folded)


def one(
    session: Session, worker: Worker, item: Item, ring: Keyring, store: Store
) -> ReportDocument | Folded:
    """Return a report, or what its sender sealed. Raises `Damaged`, `NotAllowed`."""
    if item.kid not in ring:
        if ring.lost(item.kid):
            raise Damaged("the grant of its key was altered")
        # From before there was a second seal: as it came, to an intake key.
        came, size = _as_it_lies(item, store)
        return _folded(session, worker, item, came, size)
    if item.blob is not None:
        context = Context(item.kind.value, item.case_id, item.id)
        content = items.open_item(item.blob, ring.key(item.kid), context)
        if not age.is_one(content):
            return codec.from_data(items.read_json(content), ReportDocument)
        return _folded(session, worker, item, _within(content), len(content))
    try:
        reader = opening.file_reader(item, ring, store)
    except NotFound:
        raise Damaged("the report is not in the store") from None
    if not age.is_one(reader.read_range(0, len(bundles.MAGIC) + 2)):
        raise Damaged("no report lies in the store but those sealed by their senders")
    return _folded(session, worker, item, reader.read_range, reader.size)


def _folded(session: Session, worker: Worker, item: Item, came: ReadRange, size: int) -> Folded:
    opener = _opener(session, worker, item, came, size)
    read = opener.read_range
    is_bundle = bundles.is_one(read(0, len(bundles.MAGIC)))
    if not is_bundle and opener.size > _LARGEST:
        raise Damaged("no report is that long")
    data = items.read_json(bundles.report(read) if is_bundle else read(0, opener.size))
    received = dt.datetime.combine(item.day, dt.time(), tzinfo=dt.UTC)
    return Folded(
        document=incoming.report_from_json(
            data, received_at=received, further=_further(data, received)
        ),
        came=came,
        came_size=size,
        read=read,
        size=opener.size,
        is_bundle=is_bundle,
        receipt=_text(data, "receipt"),
        answer_to=_text(data, "answer_to"),
    )


def _opener(session: Session, worker: Worker, item: Item, came: ReadRange, size: int) -> age.Opener:
    """Open with whichever intake key fits: the door cannot tell which one the sender knew.

    A sender may have kept an older one than the door says, or already have the next.
    """
    reached = 0
    known = session.scalars(keys.of_kind(KeyKind.INTAKE)).all()
    for kid in sorted(known, key=lambda one: one != item.kid):
        try:
            key = opening.keyring_for(session, worker.key, kid).key(kid)
            reached += 1
            return age.Opener(came, key, size)
        except (NoMatch, NotAllowed):
            continue
    raise Damaged("sealed to a strange key") if reached else NotAllowed


def _as_it_lies(item: Item, store: Store) -> tuple[ReadRange, int]:
    if item.blob is not None:
        return _within(item.blob.blob), len(item.blob)
    name = item.object
    if name is None:
        raise Damaged("the report is nowhere")
    try:
        return lambda offset, length: store.read(name, offset, length), store.size(name)
    except NotFound:
        raise Damaged("the report is not in the store") from None


def _within(content: bytes) -> ReadRange:
    return lambda offset, length: content[offset : offset + length]


def _further(data: Any, received: dt.datetime) -> tuple[AnswerDocument, ...]:  # noqa: ANN401 - JSON
    said = _text(data, "language")
    language = said if said in languages.codes() else languages.SOURCE
    return asking.read_sealed(data, load(), language=language, received_at=received)


def _text(data: Any, name: str) -> str | None:  # noqa: ANN401 - JSON
    value = data.get(name) if isinstance(data, Mapping) else None
    return value if isinstance(value, str) else None
