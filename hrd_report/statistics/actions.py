"""Freezing a bucket and releasing it once. Never commits: pages, jobs and the command do.

A release is four acts, and the edge commits between them:

1. reading: `sealed_facts`, then `open_counts`: a damaged fact shows before anything is spent;
2. writing: `reserve`, and commit: from here on the budget is spent, whatever happens;
3. outside any transaction: `drawing.draw`;
4. writing: `finish`, and commit.

A crash after the second act leaves the bucket without figures and the budget spent.
"""

import datetime as dt
import enum
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hrd_report.documents.facts import ROW_BYTES, Lists
from hrd_report.errors import Conflict, NotFound, NotReady
from hrd_report.records import facts
from hrd_report.records.facts import Bucket, BucketState, LedgerRow, Release, ReleaseState
from hrd_report.statistics import archive, exports, ledger, manifest
from hrd_report.statistics.counting import Counts, count
from hrd_report.statistics.drawing import Drawing
from hrd_report.statistics.manifest import Account, Sign
from hrd_report.statistics.recode import coarse_tables, list_versions
from hrd_report.statistics.shape import check
from hrd_report.statistics.tiers import TIERS, Tier
from hrd_report.vault.facts import Key, open_facts

FREEZE_AFTER: Final = dt.timedelta(days=30)
"""How long after a bucket's last day the desk may still correct its facts."""

_ID_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class ReleaseFiles:
    """What a release is for ever: the manifest, its signature, and the archive of all files."""

    manifest: bytes
    signature: bytes
    archive: bytes


class Stage(enum.Enum):
    """What became of a bucket; `CUT_SHORT` is also what a release under way looks like."""

    OPEN = "open"
    READY = "ready"
    CUT_SHORT = "cut_short"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class Listed:
    """A bucket in the list: its days, its stage, and its release once there is one."""

    bucket: str
    first: dt.date
    last: dt.date
    stage: Stage
    release: bytes | None
    day: dt.date | None


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs manifests: the public key (32 bytes, Ed25519), and the function that signs."""

    public: bytes
    sign: Sign


def freeze(session: Session, today: dt.date) -> tuple[str, ...]:
    """Freeze every open bucket that ended more than 30 days ago; return their names."""
    due = [
        bucket
        for bucket in session.scalars(_turn())
        if bucket.state is BucketState.OPEN and bucket.last + FREEZE_AFTER < today
    ]
    for bucket in due:
        bucket.state = BucketState.FROZEN
    return tuple(bucket.name for bucket in due)


def overview(session: Session) -> tuple[Listed, ...]:
    """Return every bucket and what became of it, newest first."""
    columns = select(Release.bucket, Release.id, Release.day, Release.state)
    taken = {row.bucket: row for row in session.execute(columns)}
    return tuple(
        _listed(bucket, taken.get(bucket.name)) for bucket in session.scalars(facts.buckets())
    )


def stored(session: Session, release_id: bytes) -> ReleaseFiles:
    """Return a release as it was drawn. Raises `NotFound` when there is none, or not yet."""
    release = session.scalars(facts.release(release_id)).one_or_none()
    if release is None or release.state is not ReleaseState.DONE:
        raise NotFound("no such release")
    return _files(release)


def sealed_facts(session: Session, bucket_name: str) -> tuple[bytes, ...]:
    """Return a frozen bucket's sealed facts. Raises `NotFound`, and `NotReady` while it is open."""
    _frozen(session.scalars(facts.bucket(bucket_name)).one_or_none())
    return tuple(body.blob for body in session.scalars(facts.bodies(bucket_name)))


def open_counts(rows: Iterable[bytes], key: Key, bucket_name: str, lists: Lists) -> Counts:
    """Open, check and count sealed facts. Raises `Damaged` naming no more than a row's number."""
    opened = open_facts(rows, key, bucket_name, ROW_BYTES)
    check(opened, lists)
    return count(opened, coarse_tables(lists))


def reserve(
    session: Session, bucket_name: str, tier: Tier, today: dt.date
) -> Account | ReleaseFiles:
    """Spend the budget for a release, or return the release that is already there.

    Raises `NotFound`, `NotReady` (open, or across two years), `BudgetSpent`, and `Conflict` when
    the bucket overlaps a released one, is being released, or a crash cut its release short.
    """
    every = {bucket.name: bucket for bucket in session.scalars(_turn())}
    bucket = _frozen(every.get(bucket_name))
    taken = {release.bucket: release for release in session.scalars(select(Release))}
    if bucket_name in taken:
        return _already(taken[bucket_name])
    span = (bucket.first, bucket.last)
    year = ledger.year_of(span)
    ledger.refuse_overlap(span, ((every[name].first, every[name].last) for name in taken))
    account = Account(
        release=secrets.token_bytes(_ID_BYTES),
        bucket=bucket_name,
        span=span,
        day=today,
        year=year,
        spent_before=session.scalars(facts.spent(year)).one(),
        cost=ledger.micro(tier.epsilon),
    )
    ledger.refuse_overspending(account.spent_before, account.cost)
    _write_down(session, account, tier)
    return account


def finish(
    session: Session, account: Account, drawing: Drawing, lists: Lists, signer: Signer
) -> ReleaseFiles:
    """Sign a drawing and keep it as the bucket's release. What was kept before is never replaced.

    Raises `NotFound` when nothing was reserved, `Conflict` when the release is already done.
    """
    buckets = {bucket.name: bucket for bucket in session.scalars(_turn())}
    release = session.scalars(facts.release(account.release)).one_or_none()
    if release is None:
        raise NotFound("nothing was reserved")
    if release.state is ReleaseState.DONE:
        raise Conflict("this release is already done")
    done = select(Release.manifest).where(Release.state == ReleaseState.DONE)
    former = manifest.last_digest([one for one in session.scalars(done) if one is not None])
    files = exports.files_of(drawing.figures, account.bucket)
    chain = (former, manifest.key_id(signer.public))
    versions = list_versions(lists)
    signed = manifest.build(account, TIERS[release.tier], drawing, versions, files, chain)
    release.manifest = signed
    release.signature = signer.sign(signed)
    release.archive = archive.pack(
        files | {archive.MANIFEST: signed, archive.SIGNATURE: release.signature}
    )
    release.state = ReleaseState.DONE
    buckets[account.bucket].state = BucketState.RELEASED
    session.flush()
    return _files(release)


def _listed(bucket: Bucket, row: Any) -> Listed:  # noqa: ANN401 - a row of four columns
    days = (bucket.name, bucket.first, bucket.last)
    if row is None:
        stage = Stage.OPEN if bucket.state is BucketState.OPEN else Stage.READY
        return Listed(*days, stage, None, None)
    stage = Stage.DRAWN if row.state is ReleaseState.DONE else Stage.CUT_SHORT
    return Listed(*days, stage, row.id, row.day)


def _turn() -> Select[Bucket]:
    """Select all buckets and lock them: whoever spends, freezes or signs does so one at a time."""
    return select(Bucket).order_by(Bucket.first).with_for_update()


def _frozen(bucket: Bucket | None) -> Bucket:
    if bucket is None:
        raise NotFound("no such bucket")
    if bucket.state is BucketState.OPEN:
        raise NotReady(["bucket_open"])
    return bucket


def _already(release: Release) -> ReleaseFiles:
    if release.state is not ReleaseState.DONE:
        raise Conflict("reserved: under way, or cut short by a crash; the budget is spent")
    return _files(release)


def _write_down(session: Session, account: Account, tier: Tier) -> None:
    session.add(
        Release(
            id=account.release,
            bucket=account.bucket,
            state=ReleaseState.RESERVED,
            tier=tier.id,
            day=account.day,
        )
    )
    session.flush()
    session.add(
        LedgerRow(
            release_id=account.release,
            year=account.year,
            bucket=account.bucket,
            micro_epsilon=account.cost,
        )
    )
    session.flush()


def _files(release: Release) -> ReleaseFiles:
    if release.manifest is None or release.signature is None or release.archive is None:
        raise NotFound("no release of this bucket")
    return ReleaseFiles(release.manifest, release.signature, release.archive)
