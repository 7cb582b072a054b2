"""Begins the buckets of a year, all at once, and ends them long after its close. Counts nothing.

All at once: a bucket that came with its first fact would tell that there is one.
"""

import datetime as dt
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.records import facts, keys
from hrd_report.records.acts import Act
from hrd_report.records.facts import (
    Bucket,
    BucketState,
    Envelope,
    Fact,
    Part,
    Release,
    ReleaseState,
)
from hrd_report.records.keys import KeyKind
from hrd_report.reference import spans
from hrd_report.reference.spans import Stretch
from hrd_report.sealed import Sealed
from hrd_report.vault import grants
from hrd_report.vault.keys import Key, PublicKey

KEPT_AFTER_CLOSE: Final = dt.timedelta(days=90)
"""How long a year's facts and keys stay after its close, in case the files are lost."""


def bucket_for(session: Session, day: dt.date) -> Bucket | None:
    """Return the bucket of a day, beginning its year if need be; none without an analysts' key."""
    found = session.scalars(facts.bucket_on(day)).first()
    if found is not None:
        return found
    analysts = session.scalars(keys.active(KeyKind.ANALYST)).first()
    if analysts is None:
        return None
    size = spans.size_of(session.scalars(facts.last_total()).first())
    holder = PublicKey.from_raw(analysts.public)
    try:
        with session.begin_nested():
            session.add_all(_new(one, size, holder) for one in spans.stretches(day.year, size))
    except IntegrityError:  # somebody began the year at the same moment
        pass
    return session.scalars(facts.bucket_on(day)).one()


def destroy_old(session: Session, today: dt.date) -> tuple[str, ...]:
    """Destroy keys and facts of years that were closed long enough ago; return the buckets' names.

    What was released stays. Nothing can ever be counted from these facts again.
    """
    closed = select(Release.year).where(
        Release.part == Part.CLOSE,
        Release.state == ReleaseState.DONE,
        Release.day <= today - KEPT_AFTER_CLOSE,
    )
    years = set(session.scalars(closed))
    over = [
        bucket
        for bucket in session.scalars(select(Bucket).order_by(Bucket.first).with_for_update())
        if bucket.first.year in years and bucket.state is BucketState.RELEASED
    ]
    for bucket in over:
        session.execute(delete(Fact).where(Fact.bucket == bucket.name))
        session.execute(delete(Envelope).where(Envelope.bucket == bucket.name))
        bucket.grant = Sealed(b"")
        bucket.state = BucketState.DESTROYED
        keeping.record(session, Act.DESTROYED_BUCKET, actor=None, thing=bucket.kid, day=today)
    return tuple(bucket.name for bucket in over)


def _new(stretch: Stretch, size: str, holder: PublicKey) -> Bucket:
    """Make a bucket. Its key is granted to the analysts and forgotten here."""
    key = Key.new()
    return Bucket(
        name=stretch.name,
        first=stretch.first,
        last=stretch.last,
        state=BucketState.OPEN,
        kid=key.kid,
        public=key.public.raw,
        holder=holder.kid,
        grant=grants.grant(key, holder),
        size=size,
    )
