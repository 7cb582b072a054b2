"""Opens the report a case began with, also one that was sealed before it reached us."""

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import opening
from hrd_report.desk.worker import Worker
from hrd_report.documents import codec, incoming
from hrd_report.documents.reports import ReportDocument
from hrd_report.errors import Damaged, NotAllowed, NotFound
from hrd_report.records import keys
from hrd_report.records.cases import Case
from hrd_report.records.keys import Item, ItemKind, KeyKind
from hrd_report.sealed import Sealed
from hrd_report.store.objects import Store
from hrd_report.vault import age, items
from hrd_report.vault.damage import NoMatch
from hrd_report.vault.keyring import Keyring
from hrd_report.vault.preamble import Context

_LARGEST: Final = 8_000_000
"""Sealed bytes: no report's words are longer, and files do not come inside."""


def first(
    session: Session, worker: Worker, case: Case, ring: Keyring, store: Store
) -> ReportDocument | None:
    """Return the report, or nothing where it is damaged, cut short or sealed to a strange key.

    Raises `NotAllowed` where the worker lacks the grant to the key it was sealed to.
    """
    item = session.scalars(keys.items_of(case.id, ItemKind.REPORT)).first()
    if item is None:
        return None
    try:
        if item.kid not in ring:
            # From before there was a second seal: as it came, to an intake key.
            return _sealed_by_sender(session, worker, item, _bytes(item, store))
        content = _content(item, ring, store)
        if age.is_one(content):
            return _sealed_by_sender(session, worker, item, content)
        return codec.from_data(items.read_json(content), ReportDocument)
    except Damaged:
        return None


def _content(item: Item, ring: Keyring, store: Store) -> bytes:
    """Open an item of the case itself, here or in the store."""
    if item.blob is None:
        _object(item)
        return b"".join(opening.file_chunks(item, ring, store))
    context = Context(item.kind.value, item.case_id, item.id)
    return items.open_item(item.blob, ring.key(item.kid), context)


def _sealed_by_sender(
    session: Session, worker: Worker, item: Item, content: bytes
) -> ReportDocument:
    data = items.read_json(_unsealed(session, worker, item, Sealed(content)))
    received = dt.datetime.combine(item.day, dt.time(), tzinfo=dt.UTC)
    return incoming.report_from_json(data, received_at=received)


def _unsealed(session: Session, worker: Worker, item: Item, blob: Sealed) -> bytes:
    """Open with whichever intake key fits: the door cannot tell which one the sender knew.

    A sender may have kept an older one than the door says, or already have the next.
    """
    reached = 0
    known = session.scalars(keys.of_kind(KeyKind.INTAKE)).all()
    for kid in sorted(known, key=lambda one: one != item.kid):
        try:
            key = opening.keyring_for(session, worker.key, kid).key(kid)
            reached += 1
            return age.unseal(blob, key)
        except (NoMatch, NotAllowed):
            continue
    raise Damaged("sealed to a strange key") if reached else NotAllowed


def _bytes(item: Item, store: Store) -> bytes:
    if item.blob is not None:
        return item.blob.blob
    name = _object(item)
    try:
        return store.read(name, 0, store.size(name))
    except NotFound:
        raise Damaged("the report is not in the store") from None


def _object(item: Item) -> str:
    """Return where a report lies in the store. Raises `Damaged` for one no memory should hold."""
    if item.object is None or item.size > _LARGEST:
        raise Damaged("no report is that long")
    return item.object
