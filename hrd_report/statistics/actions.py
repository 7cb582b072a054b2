"""Releasing a bucket or a year once. Never commits: pages, jobs and the command do.

A release is four acts, and the edge commits between them:

1. reading: `open_counts`: a damaged fact shows before anything is spent;
2. writing: `spending.reserve`, and commit: from here on the budget is spent, whatever happens;
3. outside any transaction: `drawing.draw`, and the files;
4. writing: `finish`, and commit.

A crash after the second act leaves the budget spent, and a release that can be begun again.
"""

import datetime as dt
import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.documents.facts import ROW_BYTES, Lists
from hrd_report.errors import Conflict, NotFound
from hrd_report.records import facts
from hrd_report.records.facts import Bucket, BucketState, Part, Release, ReleaseState
from hrd_report.statistics import archive, manifest, measurements, targets
from hrd_report.statistics.counting import Counts, add, count
from hrd_report.statistics.drawing import TOTAL, Drawing
from hrd_report.statistics.manifest import Account, Sign
from hrd_report.statistics.plan import Plan
from hrd_report.statistics.shape import check
from hrd_report.vault.facts import Key, open_facts

Watch = Callable[[int], None]
"""Told how many facts were opened more. It may raise to stop: nothing is spent by then."""

_AT_ONCE: Final = 2000
"""How many facts are taken from the database at once, and told to whoever watches."""


@dataclass(frozen=True, slots=True)
class ReleaseFiles:
    """What a release is for ever: the manifest, its signature, and the archive of all files."""

    id: bytes
    manifest: bytes
    signature: bytes
    archive: bytes


class Stage(enum.Enum):
    """What became of a stretch; `CUT_SHORT` is also what a release under way looks like."""

    OPEN = "open"
    WAITING = "waiting"
    READY = "ready"
    CUT_SHORT = "cut_short"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class Listed:
    """A bucket or a year in the list: its days, its stage, and its release once there is one."""

    bucket: str
    first: dt.date
    last: dt.date
    stage: Stage
    release: bytes | None
    day: dt.date | None
    part: Part = Part.CLOSE


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs manifests: the public key (32 bytes, Ed25519), and the function that signs."""

    public: bytes
    sign: Sign


def overview(session: Session) -> tuple[Listed, ...]:
    """Return every bucket, and every year of several buckets, and what became of each.

    Newest first; a year stands before its buckets.
    """
    columns = select(Release.bucket, Release.id, Release.day, Release.state)
    taken = {row.bucket: row for row in session.execute(columns)}
    found: list[Listed] = []
    years: dict[int, list[Bucket]] = {}
    for bucket in session.scalars(facts.buckets()):
        if not targets.closes_alone(bucket):
            years.setdefault(bucket.first.year, []).append(bucket)
        found.append(_listed(bucket, taken.get(bucket.name)))
    found += [_close(year, of, taken) for year, of in years.items()]
    return tuple(sorted(found, key=lambda one: (one.last, one.part is Part.CLOSE), reverse=True))


def stored(session: Session, release_id: bytes) -> ReleaseFiles:
    """Return a release as it was drawn. Raises `NotFound` when there is none, or not yet."""
    found = facts.release(release_id).options(*facts.WITH_FILES)
    release = session.scalars(found).one_or_none()
    if release is None or release.state is not ReleaseState.DONE:
        raise NotFound("no such release")
    return _files(release)


def open_counts(
    session: Session,
    bucket: Bucket,
    key: Key,
    plan: Plan,
    lists: Lists,
    watch: Watch = lambda _: None,
    pool: Executor | None = None,
) -> Counts:
    """Open, check and count a bucket's facts. Raises `Damaged` with no more than a row's number."""
    envelopes = {one.id: one.body.blob for one in session.scalars(facts.envelopes(bucket.name))}
    found = session.scalars(facts.bodies(bucket.name).execution_options(yield_per=_AT_ONCE))
    try:
        rows = _watched(found.partitions(), watch)
        opened = open_facts(rows, key, bucket.name, ROW_BYTES, envelopes=envelopes, pool=pool)
    finally:
        found.close()
    check(opened, lists)
    return count(opened, plan.tables)


def counted_together(each: list[Counts]) -> Counts:
    """Return the counts of several buckets together."""
    whole = each[0]
    for one in each[1:]:
        whole = add(whole, one)
    return whole


def finish(
    session: Session,
    account: Account,
    plan: Plan,
    drawing: Drawing,
    files: Mapping[str, bytes],
    signer: Signer,
) -> ReleaseFiles:
    """Sign a drawing and keep it. What was kept before is never replaced.

    Raises `NotFound` when nothing was reserved, `Conflict` when the release is already done.
    """
    buckets = {bucket.name: bucket for bucket in targets.turn(session)}
    release = session.scalars(facts.release(account.release)).one_or_none()
    if release is None:
        raise NotFound("nothing was reserved")
    if release.state is ReleaseState.DONE:
        raise Conflict("this release is already done")
    done = select(Release.manifest).where(Release.state == ReleaseState.DONE)
    former = manifest.last_digest([one for one in session.scalars(done) if one is not None])
    signed = manifest.build(account, plan, drawing, files, (former, signer.public))
    release.manifest = signed
    release.signature = signer.sign(signed)
    kept = dict(files) | {archive.MANIFEST: signed, archive.SIGNATURE: release.signature}
    release.archive = archive.pack(kept)
    release.measured = measurements.packed(drawing.measured)
    release.total = next(one.value for one in drawing.figures if (one.table, one.code) == TOTAL)
    release.state = ReleaseState.DONE
    if account.bucket in buckets:
        buckets[account.bucket].state = BucketState.RELEASED
    session.flush()
    return ReleaseFiles(release.id, signed, release.signature, release.archive)


def _watched(batches: Iterator[Sequence[bytes]], watch: Watch) -> Iterator[bytes]:
    for batch in batches:
        watch(len(batch))
        yield from batch


def _listed(bucket: Bucket, row: Any) -> Listed:  # noqa: ANN401 - a row of four columns
    part = Part.CLOSE if targets.closes_alone(bucket) else Part.BUCKET
    if row is None:
        stage = Stage.OPEN if bucket.state is BucketState.OPEN else Stage.READY
        return Listed(bucket.name, bucket.first, bucket.last, stage, None, None, part)
    return Listed(bucket.name, bucket.first, bucket.last, _stage(row), row.id, row.day, part)


def _close(year: int, of: list[Bucket], taken: Mapping[str, Any]) -> Listed:
    first, last = min(one.first for one in of), max(one.last for one in of)
    row = taken.get(str(year))
    if row is not None:
        return Listed(str(year), first, last, _stage(row), row.id, row.day)
    drawn = {name for name, one in taken.items() if one.state is ReleaseState.DONE}
    stage = Stage.READY if all(one.name in drawn for one in of) else Stage.WAITING
    return Listed(str(year), first, last, stage, None, None)


def _stage(row: Any) -> Stage:  # noqa: ANN401 - see above
    return Stage.DRAWN if row.state is ReleaseState.DONE else Stage.CUT_SHORT


def _files(release: Release) -> ReleaseFiles:
    if release.manifest is None or release.signature is None or release.archive is None:
        raise NotFound("no release of this bucket")
    return ReleaseFiles(release.id, release.manifest, release.signature, release.archive)
