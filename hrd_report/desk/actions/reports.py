"""Opens the report a case began with, also one that was sealed before it reached us."""

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import opening
from hrd_report.desk.worker import Worker
from hrd_report.documents import incoming
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
        if item.kid in ring:
            return opening.read(item, ring, ReportDocument)
        return _sealed_by_sender(session, worker, item, store)
    except Damaged:
        return None


def _sealed_by_sender(session: Session, worker: Worker, item: Item, store: Store) -> ReportDocument:
    data = items.read_json(_unsealed(session, worker, item, Sealed(_bytes(item, store))))
    received = dt.datetime.combine(item.day, dt.time(), tzinfo=dt.UTC)
    return incoming.report_from_json(data, received_at=received)


def _unsealed(session: Session, worker: Worker, item: Item, blob: Sealed) -> bytes:
    """Open with whichever intake key fits: the door cannot tell which one the sender knew.

    A sender may have kept an older one than the door says, or already have the next.
    """
    reached = 0
    for kid in dict.fromkeys([item.kid, *session.scalars(keys.of_kind(KeyKind.INTAKE))]):
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
    if item.object is None or item.size > _LARGEST:
        raise Damaged("no report is that long")
    try:
        return store.read(item.object, 0, store.size(item.object))
    except NotFound:
        raise Damaged("the report is not in the store") from None
