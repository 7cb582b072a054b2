"""Seals documents into a case file. Holds public keys only: what it kept, it cannot read."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import shelving
from hrd_report.documents import codec
from hrd_report.documents.reports import NewsDocument
from hrd_report.errors import NotFound
from hrd_report.records import cases
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.base import ID_BYTES, add_rows
from hrd_report.records.cases import Case
from hrd_report.records.keys import Grant, Item, ItemKind, KeyKind, KeyRow
from hrd_report.sealed import Sealed
from hrd_report.vault import digests, grants, items
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.preamble import Context


def new_id() -> bytes:
    """Return a fresh random id."""
    return digests.random_bytes(ID_BYTES)


def public_key(session: Session, kid: bytes) -> PublicKey:
    """Return the public half of a kept key. Raises `NotFound`."""
    row = session.get(KeyRow, kid)
    if row is None:
        raise NotFound
    return PublicKey.from_raw(row.public)


def keep_key(session: Session, public: PublicKey, kind: KeyKind, *, day: dt.date) -> KeyRow:
    """Keep a key's public half."""
    row = KeyRow(kid=public.kid, kind=kind, public=public.raw, day=day)
    session.add(row)
    return row


def keep_grant(session: Session, child: Key, holder: PublicKey, *, day: dt.date) -> None:
    """Let `holder` follow to `child` from now on. A case's grant lies on the shelf."""
    blob = grants.grant(child, holder)
    kind = session.scalars(select(KeyRow.kind).where(KeyRow.kid == child.kid)).first()
    week = None
    if kind is KeyKind.CASE:
        blob, week = shelving.put_up(session, child.kid, holder.kid, blob, day=day)
    session.add(Grant(child=child.kid, holder=holder.kid, blob=blob, day=day, shelf=week))


def keep_case_grants(
    session: Session, granted: Iterable[tuple[bytes, bytes, Sealed]], *, day: dt.date
) -> None:
    """Keep grants of cases' keys that are sealed already: child, holder, blob. They are many."""
    rows = []
    for child, holder, blob in granted:
        kept, week = shelving.put_up(session, child, holder, blob, day=day)
        rows.append({"child": child, "holder": holder, "blob": kept, "day": day, "shelf": week})
    add_rows(session, Grant, *rows)


def keep(
    session: Session,
    case_id: bytes,
    kind: ItemKind,
    document: object,
    recipient: PublicKey,
    *,
    day: dt.date,
    item_id: bytes | None = None,
) -> Item:
    """Seal a document to `recipient` and keep it in the case's file."""
    chosen = item_id or new_id()
    blob = items.seal_json(codec.to_data(document), recipient, Context(kind.value, case_id, chosen))
    return keep_sealed(session, case_id, kind, blob, recipient.kid, day=day, item_id=chosen)


def keep_sealed(
    session: Session,
    case_id: bytes,
    kind: ItemKind,
    blob: Sealed,
    kid: bytes,
    *,
    day: dt.date,
    item_id: bytes,
) -> Item:
    """Keep bytes that are sealed already."""
    item = Item(id=item_id, case_id=case_id, kid=kid, kind=kind, size=len(blob), day=day, blob=blob)
    session.add(item)
    return item


def tell_defender(session: Session, case_id: bytes, news: NewsDocument, *, day: dt.date) -> None:
    """Seal a piece of news to the receipt, so that only the defender reads it."""
    keep(session, case_id, ItemKind.NEWS, news, receipt_key(session, case_id), day=day)


def receipt_key(session: Session, case_id: bytes) -> PublicKey:
    """Return the public half of the key that a case's receipt derives. Raises `NotFound`."""
    report = session.scalars(cases.report_of(case_id)).first()
    if report is None:
        raise NotFound
    return public_key(session, report.receipt_kid)


def record(
    session: Session, act: Act, *, actor: bytes | None, thing: bytes | None, day: dt.date
) -> None:
    """Add an act to the audit, in the transaction of the act itself."""
    session.add(AuditRow(id=new_id(), day=day, act=act, actor=actor, object=thing))


def record_many(
    session: Session, act: Act, *, actor: bytes | None, things: Sequence[bytes], day: dt.date
) -> None:
    """Add one act on many things to the audit, a row for each."""
    rows = (
        {"id": new_id(), "day": day, "act": act, "actor": actor, "object": one, "position": None}
        for one in things
    )
    add_rows(session, AuditRow, *rows)


def changed(case: Case) -> None:
    """Note that a case changed, so that a colleague's older page cannot overwrite it."""
    case.version += 1
