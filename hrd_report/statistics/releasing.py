"""Draws one release: reads, reserves, draws, finishes, each in a transaction of its own.

An edge like a page: it commits, so that a crash between two acts leaves the budget spent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hrd_report.clock import Clock
from hrd_report.errors import NotFound
from hrd_report.records import facts
from hrd_report.records.database import Database
from hrd_report.records.facts import Bucket, BucketState
from hrd_report.reference.codes import CodeList
from hrd_report.statistics import actions
from hrd_report.statistics.actions import ReleaseFiles, Signer
from hrd_report.statistics.drawing import draw
from hrd_report.statistics.recode import coarse_tables
from hrd_report.statistics.tiers import SMALL
from hrd_report.vault.facts import Key


@dataclass(frozen=True, slots=True)
class Drawer:
    """What drawing needs: the statistics' own connection, code lists, a clock, and a signature."""

    database: Database
    lists: Mapping[str, CodeList]
    clock: Clock
    signer: Signer


def release(by: Drawer, bucket_name: str, key_of: Callable[[Bucket], Key]) -> ReleaseFiles:
    """Return a frozen bucket's release, drawn now unless it was drawn before.

    Raises `NotFound`, `NotReady` while the bucket is open, `NotAllowed` from `key_of`, `Damaged`
    for an altered fact, `BudgetSpent`, and `Conflict` when a release is under way or was cut short.
    """
    with by.database.reading() as session:
        bucket = session.scalars(facts.bucket(bucket_name)).one_or_none()
        if bucket is None:
            raise NotFound("no such bucket")
        rows = actions.sealed_facts(session, bucket_name)
    counts = actions.open_counts(rows, key_of(bucket), bucket_name, by.lists)
    with by.database.writing() as session:
        reserved = actions.reserve(session, bucket_name, SMALL, by.clock().date())
    if isinstance(reserved, ReleaseFiles):
        return reserved
    drawing = draw(counts, coarse_tables(by.lists), SMALL)
    with by.database.writing() as session:
        return actions.finish(session, reserved, drawing, by.lists, by.signer)


def freeze_due(database: Database, clock: Clock) -> None:
    """Freeze every bucket whose last day is long enough ago."""
    with database.writing() as session:
        actions.freeze(session, clock().date())


def ready(by: Drawer) -> list[str]:
    """Freeze what is due, and return the names of all frozen buckets without a release."""
    freeze_due(by.database, by.clock)
    with by.database.reading() as session:
        every = session.scalars(facts.buckets())
        return [one.name for one in every if one.state is BucketState.FROZEN]


def freeze_now(by: Drawer, bucket_name: str) -> None:
    """Freeze a bucket before its time: what is triaged later in it is not counted."""
    with by.database.writing() as session:
        bucket = session.scalars(facts.bucket(bucket_name)).one_or_none()
        if bucket is None:
            raise NotFound("no such bucket")
        if bucket.state is BucketState.OPEN:
            bucket.state = BucketState.FROZEN
