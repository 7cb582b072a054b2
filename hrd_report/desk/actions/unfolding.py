"""Takes apart what came sealed by its sender: its words and files become items like any others.

Files are sealed to the case while they are read, in constant memory and outside of transactions;
then one transaction exchanges what came for its parts. What cannot be taken apart stays as it is.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions import access, reading, reports
from hrd_report.desk.actions.reports import Folded
from hrd_report.desk.worker import Worker
from hrd_report.documents import bundles, codec
from hrd_report.documents.reports import FileDocument, ReportDocument
from hrd_report.errors import Damaged, StorageFull, WrongReceipt
from hrd_report.i18n import languages
from hrd_report.media import kinds
from hrd_report.records import keys
from hrd_report.records.cases import Case, Report
from hrd_report.records.keys import Item, ItemKind, KeyKind, KeyRow
from hrd_report.records.people import SessionRow
from hrd_report.sealed import Plain, Sealed
from hrd_report.store.objects import Store
from hrd_report.vault import items, receipts
from hrd_report.vault.envelopes import AnswerTo
from hrd_report.vault.items import Context, ItemSealer
from hrd_report.vault.keys import PublicKey

_AS_IT_CAME: Final = "sealed-report.age"
_AGE: Final = "application/age"
_STEP: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, repr=False)
class _File:
    """A file that is in the store by now; its bytes are sealed to the case."""

    object: str
    size: int
    document: FileDocument


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Parts:
    """A report taken apart, before it is kept. `blob` or `object` is what it was until then."""

    item: bytes
    blob: Sealed | None
    object: str | None
    recipient: PublicKey
    document: ReportDocument
    answer_to: AnswerTo | None
    files: list[_File] = field(default_factory=list)

    def discard(self, store: Store) -> None:
        """Forget the files: nothing was kept."""
        for one in self.files:
            store.remove(one.object)


def take_apart(session: Session, worker: Worker, case: Case, store: Store) -> list[Parts]:
    """Take a case's reports apart that are still as their senders sealed them.

    Those that cannot be read are left alone, and all are where there is no room. Raises
    `NotAllowed` without the grant to a key they were sealed to.
    """
    ring = access.open_ring(session, worker, case)
    recipient = keeping.public_key(session, case.kid)
    found: list[Parts] = []
    for item in session.scalars(keys.items_of(case.id, ItemKind.REPORT, ItemKind.ADDITION)):
        try:
            folded = reports.one(session, worker, item, ring, store)
            if isinstance(folded, Folded):
                found.append(_parts(item, folded, recipient, store))
        except (Damaged, StorageFull):
            continue
    return found


def keep(session: Session, case: Case, found: Iterable[Parts], *, day: dt.date) -> list[str]:
    """Exchange what came for its parts; return the objects that are needed no longer.

    Where somebody else was faster, or the case has another key by now, its parts are those.
    """
    done: list[str] = []
    for one in found:
        item = session.get(Item, one.item, with_for_update=True, populate_existing=True)
        same = item is not None and (item.blob, item.object) == (one.blob, one.object)
        if item is None or not same or case.kid != one.recipient.kid:
            done += [file.object for file in one.files]
            continue
        _exchange(session, case, item, one, day)
        done += [one.object] if one.object is not None else []
    return done


def _parts(item: Item, folded: Folded, recipient: PublicKey, store: Store) -> Parts:
    made = Parts(
        item=item.id,
        blob=item.blob,
        object=item.object,
        recipient=recipient,
        document=folded.document,
        answer_to=_answer_to(folded),
    )
    try:
        if not _files(made, item, folded, store):
            made = replace(made, document=replace(folded.document, lost_files=True))
            came = _pieces(folded.came, folded.came_size)
            _add(made, item, store, _AS_IT_CAME, _AGE, came)
    except BaseException:
        made.discard(store)
        raise
    return made


def _files(made: Parts, item: Item, folded: Folded, store: Store) -> bool:
    """Take the files out, as far as they can be read; tell whether all of them could."""
    if not folded.is_bundle:
        return True
    try:
        packed = bundles.files(folded.read, folded.size)
        for one in packed:
            _add(made, item, store, one.name, one.media_type, one.chunks(folded.read))
    except Damaged:
        return False
    return True


def _add(
    made: Parts, item: Item, store: Store, name: str, media_type: str, pieces: Iterator[bytes]
) -> None:
    file_id, stored = keeping.new_id(), keeping.new_id().hex()
    writing = store.begin(stored)
    try:
        context = Context(ItemKind.FILE.value, item.case_id, file_id)
        sealer = ItemSealer(writing, made.recipient, context)
        first = b""
        for piece in pieces:
            first = first or bytes(piece[: kinds.NEEDED])
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
        received_at=made.document.received_at,
        detected=kinds.detect(first),
    )
    made.files.append(_File(stored, result.padded_size, document))


def _pieces(read: bundles.ReadRange, size: int) -> Iterator[bytes]:
    for offset in range(0, size, _STEP):
        yield read(offset, _STEP)


def _exchange(session: Session, case: Case, item: Item, one: Parts, day: dt.date) -> None:
    before = item.size
    context = Context(item.kind.value, case.id, item.id)
    blob = items.seal_json(codec.to_data(one.document), one.recipient, context)
    item.blob, item.object, item.kid, item.size = blob, None, case.kid, len(blob)
    case.size += len(blob) - before
    for file in one.files:
        case.size += file.size
        session.add(
            Item(
                id=bytes.fromhex(file.document.file),
                case_id=case.id,
                kid=case.kid,
                kind=ItemKind.FILE,
                size=file.size,
                day=item.day,
                object=file.object,
            )
        )
        keeping.keep(
            session, case.id, ItemKind.FILEMETA, file.document, one.recipient, day=item.day
        )
    if item.kind is ItemKind.REPORT:
        if one.document.language in languages.codes():
            case.language = one.document.language
        if one.answer_to is not None:
            _answer(session, case, one.answer_to, day)


def _answer_to(folded: Folded) -> AnswerTo | None:
    """Return whom the sender wants answered: what is sealed with the words, nobody can change."""
    try:
        if folded.answer_to is not None:
            return AnswerTo.read(folded.answer_to)
        if folded.receipt is not None:
            return AnswerTo.of(receipts.parse(Plain(folded.receipt))[0])
    except (Damaged, WrongReceipt):
        return None
    return None


def _answer(session: Session, case: Case, to: AnswerTo, day: dt.date) -> None:
    """Answer to the receipt inside the seal, whatever whoever carried it said.

    A receipt that another report answers to already stays with that one.
    """
    row = reading.report_row(session, case)
    said = (to.lookup, to.public.kid)
    taken = session.get(Report, to.lookup)
    if (row.lookup, row.receipt_kid) == said or (taken is not None and taken is not row):
        return
    if session.get(KeyRow, to.public.kid) is None:
        keeping.keep_key(session, to.public, KeyKind.RECEIPT, day=day)
        session.flush()
    former = (SessionRow.subject == case.id, SessionRow.kid == row.receipt_kid)
    session.execute(delete(SessionRow).where(*former))
    row.lookup, row.receipt_kid = said
    session.flush()
