"""Puts nameless rows into the database so that nothing shows which case one came with.

A row is written in a transaction of its own, after the case's is kept: a crash between the two
loses the row, and the next look at the case writes it again. On PostgreSQL a row says in which
transaction it was written and lies where that put it; so some hundred others of its bucket, next to
each other by their random ids, are written anew together with it, all in the order of their ids. On
SQLite rows lie by their ids, and the log, which keeps commits apart, is emptied at once.
"""

import secrets
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from hrd_report.records import facts
from hrd_report.records.base import ID_BYTES
from hrd_report.records.database import afterwards
from hrd_report.records.facts import Bucket, BucketState, Fact
from hrd_report.records.facts import Envelope as EnvelopeRow
from hrd_report.reference.spans import ENVELOPES_FROM
from hrd_report.sealed import Sealed
from hrd_report.vault.fact_envelopes import Envelope
from hrd_report.vault.facts import seal_fact
from hrd_report.vault.keys import PublicKey

COMPANY: Final = 400
"""How many rows are written anew beside one. Few enough for one statement, and one in 400 is less
than one in a hundred."""

_ENVELOPES: Final[dict[str, Envelope]] = {}
"""This process's envelope of each large bucket. Facts under it say that one process wrote them."""


def put(session: Session, fact_id: bytes, bucket: Bucket, body: bytes) -> None:
    """Write a row, new or in place of its former self, once this transaction is kept."""
    name, public = bucket.name, PublicKey.from_raw(bucket.public)
    if bucket.size in ENVELOPES_FROM:
        envelope = _envelope(name, public)
        sealed = envelope.seal(body)
        afterwards(session, lambda later: _write(later, fact_id, name, sealed, envelope))
        return
    sealed = seal_fact(body, public, name)
    afterwards(session, lambda later: _write(later, fact_id, name, sealed))


def drop(session: Session, fact_id: bytes, bucket_name: str) -> None:
    """Delete a row once this transaction is kept, if its bucket is still open by then."""
    afterwards(session, lambda later: _delete(later, fact_id, bucket_name))


def _envelope(name: str, public: PublicKey) -> Envelope:
    found = _ENVELOPES.get(name)
    if found is None or found.left <= 0:
        found = _ENVELOPES[name] = Envelope(public, name)
    return found


def _write(
    session: Session,
    fact_id: bytes,
    bucket_name: str,
    sealed: Sealed,
    envelope: Envelope | None = None,
) -> None:
    if not _is_open(session, bucket_name):
        return
    if envelope is not None and session.get(EnvelopeRow, envelope.id) is None:
        session.add(EnvelopeRow(id=envelope.id, bucket=bucket_name, body=envelope.sealed))
        session.flush()
    session.execute(delete(Fact).where(Fact.id == fact_id))
    rows = {fact_id: sealed}
    if session.connection().dialect.name == "postgresql":
        rows |= _company(session, bucket_name)
        session.execute(delete(Fact).where(Fact.id.in_(list(rows))))
    session.execute(
        insert(Fact),
        [{"id": one, "bucket": bucket_name, "body": rows[one]} for one in sorted(rows)],
    )


def _company(session: Session, bucket_name: str) -> dict[bytes, Sealed]:
    """Return rows next to each other by id, from a random place on."""
    start = secrets.token_bytes(ID_BYTES)
    of_bucket = select(Fact.id, Fact.body).where(Fact.bucket == bucket_name).order_by(Fact.id)
    found: dict[bytes, Sealed] = {}
    for place in (Fact.id >= start, Fact.id < start):
        rows = session.execute(of_bucket.where(place).limit(COMPANY - len(found)))
        found |= {row.id: row.body for row in rows}
    return found


def _delete(session: Session, fact_id: bytes, bucket_name: str) -> None:
    if _is_open(session, bucket_name):
        session.execute(delete(Fact).where(Fact.id == fact_id, Fact.bucket == bucket_name))


def _is_open(session: Session, bucket_name: str) -> bool:
    """Take the bucket's turn, so that nobody freezes or mixes it meanwhile."""
    bucket = session.scalars(facts.bucket(bucket_name).with_for_update()).first()
    return bucket is not None and bucket.state is BucketState.OPEN
