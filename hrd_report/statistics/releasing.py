"""Draws one release: reads, reserves, draws, finishes, each in a transaction of its own.

An edge like a page: it commits, so that a crash between two acts leaves the budget spent.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hrd_report.clock import Clock
from hrd_report.errors import Conflict, NotFound
from hrd_report.records import facts
from hrd_report.records.database import Database
from hrd_report.records.facts import Bucket, BucketState, Fact, Part, Release, ReleaseState
from hrd_report.reference.codes import CodeList
from hrd_report.statistics import actions, archive, exports, measurements, spending, targets
from hrd_report.statistics.actions import ReleaseFiles, Signer, Watch
from hrd_report.statistics.consistency import Measured
from hrd_report.statistics.counting import Counts
from hrd_report.statistics.derived import with_derived
from hrd_report.statistics.display import Figure
from hrd_report.statistics.drawing import draw
from hrd_report.statistics.files import Charts, Words, files_of
from hrd_report.statistics.manifest import Account
from hrd_report.statistics.plan import Plan, plan_of, within
from hrd_report.statistics.targets import Target
from hrd_report.statistics.tiers import TIERS
from hrd_report.vault.facts import Key, pool_of

KeyOf = Callable[[Bucket], Key]


@dataclass(frozen=True, slots=True)
class Drawer:
    """What drawing needs: the statistics' own connection, code lists, a clock, and a signature."""

    database: Database
    lists: Mapping[str, CodeList]
    clock: Clock
    signer: Signer
    charts: Charts
    languages: tuple[str, ...] = ("en",)
    organisation: str = ""
    epsilon: float = 1.0
    hidden: tuple[str, ...] = ()
    workers: int = 1


class Progress:
    """What is told of a release under way: shares of the whole, never a number of facts."""

    OPENED, DRAWING, FILES, KEEPING = 0.7, 0.75, 0.85, 0.98

    def at(self, share: float) -> None:
        """Told how far it got, 0 to 1. May raise to stop; `releasing.release` says what then."""


def release(
    by: Drawer,
    name: str,
    key_of: KeyOf,
    *,
    again: bool = False,
    progress: Progress | None = None,
) -> ReleaseFiles:
    """Return the release of a bucket or a year, drawn now unless it was drawn before.

    Stopped before anything is reserved, it costs nothing; stopped later, it can be begun `again`.
    Raises `NotFound`, `NotReady` while the bucket is open, `NotAllowed` from `key_of`, `Damaged`
    for an altered fact, `BudgetSpent`, and `Conflict` when a release is under way or was cut short.
    """
    progress = progress or Progress()
    with by.database.reading() as session:
        asked = targets.target(session, name)
        done = session.scalars(select(Release).where(Release.bucket == name)).one_or_none()
        if done is not None and done.state is ReleaseState.DONE:
            return actions.stored(session, done.id)
        plan = _plan(by, asked, asked.part)
        if asked.part is Part.CLOSE:
            plan = within(plan, spending.of_buckets(session, asked.year))
        counts = _counts(by, session, asked, key_of, plan, progress)
    with by.database.writing() as session:
        reserved = spending.reserve(session, name, plan, by.clock().date(), again=again)
        if isinstance(reserved, Release):
            return actions.stored(session, reserved.id)
    return _draw(by, asked, plan, counts, reserved, progress)


def _draw(
    by: Drawer, asked: Target, plan: Plan, counts: Counts, account: Account, progress: Progress
) -> ReleaseFiles:
    progress.at(Progress.DRAWING)
    with by.database.reading() as session:
        earlier = _earlier(by, session, asked)
        former = former_figures(session, asked.part)
    drawing = with_derived(draw(counts, plan, earlier), by.lists)
    progress.at(Progress.FILES)
    words = Words(by.lists, by.languages, by.organisation)
    with ThreadPoolExecutor(1) as beside:
        # Plots are drawn in a process of their own, on the second core while files are written.
        series = [*former, (account.bucket, drawing.figures)]
        charts = beside.submit(by.charts, drawing.figures, series)
        files = files_of(drawing.figures, account.bucket, account.day.isoformat(), words)
        files |= charts.result()
    progress.at(Progress.KEEPING)
    try:
        with by.database.writing() as session:
            kept = actions.finish(session, account, plan, drawing, files, by.signer)
    except Conflict:
        # Somebody began it again meanwhile and was faster: what was drawn here is forgotten.
        with by.database.reading() as session:
            kept = actions.stored(session, account.release)
    progress.at(1.0)
    return kept


def former_figures(session: Session, part: Part) -> list[tuple[str, Sequence[Figure]]]:
    """Return the figures of one dimension of all releases of a kind, oldest first."""
    found = (
        select(Release)
        .where(Release.part == part, Release.state == ReleaseState.DONE)
        .order_by(Release.bucket)
        .options(*facts.WITH_FILES)
    )
    return [
        (one.bucket, exports.read_figures(archive.unpack(one.archive or b"")[exports.FIGURES], 1))
        for one in session.scalars(found)
    ]


def freeze_due(database: Database, clock: Clock) -> None:
    """Freeze every bucket whose last day is long enough ago."""
    with database.writing() as session:
        targets.freeze(session, clock().date())


def ready(by: Drawer) -> list[str]:
    """Freeze what is due, and return the names of all that can be drawn, oldest first."""
    freeze_due(by.database, by.clock)
    with by.database.reading() as session:
        listed = actions.overview(session)
    return [one.bucket for one in reversed(listed) if one.stage is actions.Stage.READY]


def freeze_now(by: Drawer, bucket_name: str) -> None:
    """Freeze a bucket before its time: what is triaged later in it is not counted."""
    with by.database.writing() as session:
        bucket = session.scalars(facts.bucket(bucket_name)).one_or_none()
        if bucket is None:
            raise NotFound("no such bucket")
        if bucket.state is BucketState.OPEN:
            bucket.state = BucketState.FROZEN


def _plan(by: Drawer, asked: Target, part: Part) -> Plan:
    tier = TIERS[asked.size]
    return plan_of(tier, part, by.lists, epsilon=by.epsilon, hidden=by.hidden)


def _counts(
    by: Drawer, session: Session, asked: Target, key_of: KeyOf, plan: Plan, progress: Progress
) -> Counts:
    names = [bucket.name for bucket in asked.buckets]
    whole = session.scalar(select(func.count()).select_from(Fact).where(Fact.bucket.in_(names)))
    watch = _watch(progress, whole or 0)
    with pool_of(by.workers) as pool:
        return actions.counted_together(
            [
                actions.open_counts(session, bucket, key_of(bucket), plan, by.lists, watch, pool)
                for bucket in asked.buckets
            ]
        )


def _watch(progress: Progress, whole: int) -> Watch:
    """Return what turns opened facts into a share, told in steps of one in a hundred."""
    seen, told = 0, -1

    def watch(more: int) -> None:
        nonlocal seen, told
        seen += more
        share = seen * 100 // max(1, whole)
        if share > told:
            told = share
            progress.at(Progress.OPENED * share / 100)

    return watch


def _earlier(by: Drawer, session: Session, asked: Target) -> list[Sequence[Measured]]:
    plan = _plan(by, asked, Part.BUCKET)
    found: list[Sequence[Measured]] = [
        measurements.unpacked(one.measured, plan)
        for one in targets.earlier_releases(session, asked)
        # Drawn under other settings or code lists, it cannot be taken in.
        if one.plan == plan.digest and one.measured is not None
    ]
    return found if len(found) == len(asked.buckets) else []
