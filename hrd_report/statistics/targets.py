"""What a release is asked of: a bucket, or a year with its buckets. Refuses what is not ready."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hrd_report.errors import NotFound, NotReady
from hrd_report.records import facts
from hrd_report.records.facts import Bucket, BucketState, Part, Release, ReleaseState
from hrd_report.reference import spans
from hrd_report.statistics.ledger import Span, year_of

FREEZE_AFTER: Final = dt.timedelta(days=30)
"""How long after a bucket's last day the desk may still correct its facts."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a release stands for: its name, its days, and the buckets whose facts are counted."""

    name: str
    span: Span
    year: int
    part: Part
    size: str
    buckets: tuple[Bucket, ...]


def target(session: Session, name: str) -> Target:
    """Return what a name stands for.

    Raises `NotFound`, and `NotReady` while a bucket is open, or its year's buckets not all drawn.
    """
    every = tuple(session.scalars(select(Bucket).order_by(Bucket.first)))
    by_name = {bucket.name: bucket for bucket in every}
    if name in by_name:
        return _of_bucket(by_name[name])
    of_year = tuple(bucket for bucket in every if str(bucket.first.year) == name)
    if not of_year:
        raise NotFound("no such bucket or year")
    _all_drawn(session, of_year)
    span = (of_year[0].first, of_year[-1].last)
    return Target(name, span, of_year[0].first.year, Part.CLOSE, of_year[0].size, of_year)


def refuse_turned_clock(session: Session, today: dt.date) -> None:
    """Raise `NotReady` when a release was drawn on a later day: the clock is wrong."""
    last = session.scalar(select(func.max(Release.day)))
    if last is not None and today < last:
        raise NotReady(["clock_set_back"])


def freeze(session: Session, today: dt.date) -> tuple[str, ...]:
    """Freeze every open bucket that ended more than 30 days ago; return their names."""
    refuse_turned_clock(session, today)
    due = [
        bucket
        for bucket in turn(session)
        if bucket.state is BucketState.OPEN and bucket.last + FREEZE_AFTER < today
    ]
    for bucket in due:
        bucket.state = BucketState.FROZEN
    return tuple(bucket.name for bucket in due)


def turn(session: Session) -> Iterable[Bucket]:
    """Return all buckets, locked: whoever spends, freezes or signs does so one at a time."""
    return session.scalars(select(Bucket).order_by(Bucket.first).with_for_update())


def closes_alone(bucket: Bucket) -> bool:
    """Tell whether a bucket is its whole year, so that its release closes it."""
    return spans.parts_of(bucket.size) == 1


def _of_bucket(bucket: Bucket) -> Target:
    if bucket.state is BucketState.OPEN:
        raise NotReady(["bucket_open"])
    span = (bucket.first, bucket.last)
    part = Part.CLOSE if closes_alone(bucket) else Part.BUCKET
    return Target(bucket.name, span, year_of(span), part, bucket.size, (bucket,))


def _all_drawn(session: Session, of_year: tuple[Bucket, ...]) -> None:
    if any(bucket.state is BucketState.OPEN for bucket in of_year):
        raise NotReady(["bucket_open"])
    done = set(session.scalars(select(Release.bucket).where(Release.state == ReleaseState.DONE)))
    if (
        len(of_year) < spans.parts_of(of_year[0].size)
        or not {bucket.name for bucket in of_year} <= done
    ):
        raise NotReady(["buckets_not_drawn"])


def earlier_releases(session: Session, of: Target) -> tuple[Release, ...]:
    """Return the releases of a year's buckets, which its close takes in."""
    if of.part is Part.BUCKET or len(of.buckets) == 1:
        return ()
    names = [bucket.name for bucket in of.buckets]
    found = select(Release).where(Release.bucket.in_(names)).order_by(Release.bucket)
    return tuple(session.scalars(found.options(*facts.WITH_MEASURED)))
