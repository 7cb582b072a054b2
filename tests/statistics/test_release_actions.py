"""Reserving, drawing and keeping a release: budgets, crashes, two who ask at once."""

import dataclasses
import datetime as dt
import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from hrd_report.documents.facts import column
from hrd_report.errors import BudgetSpent, Conflict, Damaged, NotFound, NotReady, StorageFull
from hrd_report.records import facts as rows
from hrd_report.records.facts import Attempt, Bucket, BucketState, Fact, LedgerRow, Part, Release
from hrd_report.statistics import actions, archive, manifest, releasing, spending, targets
from hrd_report.statistics.exports import FIGURES, digest, read_figures
from hrd_report.statistics.ledger import Cost, cost_of
from hrd_report.statistics.manifest import Account
from hrd_report.statistics.plan import plan_of, rows_of
from hrd_report.statistics.releasing import Drawer, Progress
from hrd_report.statistics.tiers import MIDDLE
from hrd_report.vault.signatures import verify

YEAR = ("2026", dt.date(2026, 1, 1), dt.date(2026, 12, 31))
HALVES = (
    ("2026-H1", dt.date(2026, 1, 1), dt.date(2026, 6, 30)),
    ("2026-H2", dt.date(2026, 7, 1), dt.date(2026, 12, 31)),
)
TODAY = dt.date(2027, 2, 1)


class Stopped(Exception):
    """The process was killed here."""


class StopAt(Progress):
    def __init__(self, share):
        self.share = share

    def at(self, share):
        if share >= self.share:
            raise Stopped


@pytest.fixture
def drawer(office, lists):
    return Drawer(
        database=office.narrow,
        lists=lists,
        clock=lambda: dt.datetime.combine(TODAY, dt.time(), dt.UTC),
        signer=office.signer,
        charts=lambda *_: {},
    )


def release(drawer, office, name="2026", **how):
    return releasing.release(drawer, name, lambda _: office.key, **how)


def spent(office, year=2026):
    with office.narrow.reading() as session:
        return cost_of(spending.spent(session).get(year, {}))


ONCE = Cost(micro_epsilon=1_000_000)


def test_a_frozen_bucket_is_released_signed_and_kept(drawer, office, plan, facts_of):
    office.add_bucket(*YEAR)
    office.add_facts("2026", facts_of(40, 7))
    files = release(drawer, office)
    inside = archive.unpack(files.archive)
    assert inside.pop(archive.MANIFEST) == files.manifest
    assert inside.pop(archive.SIGNATURE) == files.signature
    manifest.verify(files.manifest, files.signature, office.signer.public, inside, verify)
    figures = [one for one in read_figures(inside[FIGURES]) if one.table != "dsa_category"]
    assert len(figures) == rows_of(plan)
    with office.narrow.reading() as session:
        assert actions.stored(session, files.id) == files
        assert session.scalars(rows.bucket("2026")).one().state is BucketState.RELEASED
    assert spent(office) == ONCE


def test_a_second_request_returns_the_same_bytes_and_costs_nothing(drawer, office, facts_of):
    office.add_bucket(*YEAR)
    office.add_facts("2026", facts_of(10, 7))
    first = release(drawer, office)
    assert release(drawer, office) == first == release(drawer, office, again=True)
    assert spent(office) == ONCE


def test_a_stop_before_the_reservation_costs_nothing(drawer, office, facts_of):
    office.add_bucket(*YEAR)
    office.add_facts("2026", facts_of(10, 7))
    with pytest.raises(Stopped):
        release(drawer, office, progress=StopAt(0.3))
    assert spent(office) == Cost()
    release(drawer, office)


@pytest.mark.parametrize("share", [Progress.DRAWING, Progress.FILES, Progress.KEEPING])
def test_a_release_cut_short_is_completed_without_spending_twice(drawer, office, facts_of, share):
    office.add_bucket(*YEAR)
    office.add_facts("2026", facts_of(10, 7))
    with pytest.raises(Stopped):
        release(drawer, office, progress=StopAt(share))
    assert spent(office) == ONCE
    with pytest.raises(Conflict):
        release(drawer, office)
    files = release(drawer, office, again=True)
    assert manifest.read(files.manifest)["attempt"] == 2
    assert release(drawer, office) == files
    assert spent(office) == ONCE


def test_a_release_is_not_begun_again_and_again(drawer, office):
    office.add_bucket(*YEAR)
    for turn in range(spending.MOST_ATTEMPTS):
        with pytest.raises(Stopped):
            release(drawer, office, again=turn > 0, progress=StopAt(Progress.KEEPING))
    with pytest.raises(Conflict):
        release(drawer, office, again=True)
    with office.narrow.reading() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == spending.MOST_ATTEMPTS
    assert spent(office) == ONCE


def test_a_full_disk_leaves_a_release_that_can_be_completed(drawer, office, facts_of, monkeypatch):
    office.add_bucket(*YEAR)
    office.add_facts("2026", facts_of(10, 7))

    def full(*_):
        raise StorageFull("the database takes nothing")

    with monkeypatch.context() as patch:
        patch.setattr(actions.archive, "pack", full)
        with pytest.raises(StorageFull):
            release(drawer, office)
    assert spent(office) == ONCE
    assert release(drawer, office, again=True) == release(drawer, office)
    assert spent(office) == ONCE


def ask_at_once(office, names, plan):
    """Reserve each of the buckets from a thread of its own; return what each was told."""
    gate = threading.Barrier(len(names))
    outcomes = []

    def ask(name):
        gate.wait()
        try:
            with office.narrow.writing() as session:
                outcomes.append(spending.reserve(session, name, plan, TODAY))
        except (Conflict, BudgetSpent) as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_many_who_ask_for_one_bucket_at_once_one_spends(office, plan):
    office.add_bucket(*YEAR)
    outcomes = ask_at_once(office, ["2026"] * 6, plan)
    assert sum(isinstance(one, Account) for one in outcomes) == 1
    assert sum(isinstance(one, Conflict) for one in outcomes) == 5
    assert spent(office) == ONCE


def test_two_who_complete_a_release_at_once_get_the_same_bytes(drawer, office, facts_of):
    office.add_bucket(*YEAR)
    office.add_facts("2026", facts_of(10, 7))
    with pytest.raises(Stopped):
        release(drawer, office, progress=StopAt(Progress.DRAWING))
    faster = []

    class Overtaken(Progress):
        def at(self, share):
            if share == Progress.KEEPING:
                faster.append(release(drawer, office, again=True))

    slower = release(drawer, office, again=True, progress=Overtaken())
    assert [slower] == faster
    assert spent(office) == ONCE


def test_a_release_that_is_done_is_never_replaced(drawer, office, monkeypatch):
    office.add_bucket(*YEAR)
    kept = []
    finish = actions.finish
    monkeypatch.setattr(actions, "finish", lambda *given: kept.append(given[1:]) or finish(*given))
    first = release(drawer, office)
    with office.narrow.writing() as session, pytest.raises(Conflict):
        finish(session, *kept[0])
    with office.narrow.reading() as session:
        assert actions.stored(session, first.id) == first


def test_nothing_is_finished_that_was_not_reserved(drawer, office, monkeypatch):
    office.add_bucket(*YEAR)
    kept = []
    finish = actions.finish
    monkeypatch.setattr(actions, "finish", lambda *given: kept.append(given[1:]) or finish(*given))
    release(drawer, office)
    account, *others = kept[0]
    with office.narrow.writing() as session, pytest.raises(NotFound):
        finish(session, dataclasses.replace(account, release=bytes(16)), *others)


def test_an_open_bucket_is_not_released(drawer, office):
    office.add_bucket(*YEAR, BucketState.OPEN)
    with pytest.raises(NotReady) as refusal:
        release(drawer, office)
    assert refusal.value.reasons == ["bucket_open"]
    assert spent(office) == Cost()


def test_a_bucket_that_does_not_exist_is_not_found(drawer, office):
    with pytest.raises(NotFound):
        release(drawer, office, "2031")


def test_a_bucket_across_two_years_is_refused(drawer, office):
    office.add_bucket("winter", dt.date(2026, 12, 1), dt.date(2027, 2, 28))
    with pytest.raises(NotReady):
        release(drawer, office, "winter")


def test_a_bucket_that_overlaps_a_released_one_is_refused(drawer, office):
    office.add_bucket(*YEAR)
    office.add_bucket("spring", dt.date(2026, 3, 1), dt.date(2026, 5, 31))
    release(drawer, office)
    with pytest.raises(Conflict):
        release(drawer, office, "spring")
    assert spent(office) == ONCE


@pytest.mark.parametrize("epsilon", [0.4, 2.5])
def test_an_epsilon_beyond_the_ceiling_is_refused_before_anything_is_opened(
    drawer, office, epsilon
):
    office.add_bucket(*YEAR)
    with pytest.raises(BudgetSpent):
        releasing.release(dataclasses.replace(drawer, epsilon=epsilon), "2026", None)


def test_a_clock_that_was_set_back_draws_and_freezes_nothing(drawer, office):
    office.add_bucket("2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    office.add_bucket(*YEAR)
    release(drawer, office, "2025")
    back = dataclasses.replace(drawer, clock=lambda: dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    with pytest.raises(NotReady, match="clock_set_back"):
        release(back, office)
    with office.narrow.writing() as session, pytest.raises(NotReady):
        targets.freeze(session, dt.date(2026, 6, 1))
    assert spent(office) == Cost()


def test_a_lifetime_stops_and_two_people_let_one_year_pass(drawer, office):
    for year in (2024, 2025, 2026):
        office.add_bucket(str(year), dt.date(year, 1, 1), dt.date(year, 12, 31))
    release(drawer, office, "2024")
    release(drawer, office, "2025")
    lift = rows.Lift(year=2026, asked_by=b"a", agreed_by=None, day=TODAY)
    for agreed in (None, b"b"):
        with pytest.raises(BudgetSpent, match="lifetime"):
            release(drawer, office)
        lift.agreed_by = agreed
        with office.narrow.writing() as session:
            session.merge(lift)
    release(drawer, office)
    assert spent(office) == ONCE


def test_releases_are_chained_in_the_order_of_drawing(drawer, office):
    for year in (2025, 2024):
        office.add_bucket(str(year), dt.date(year, 1, 1), dt.date(year, 12, 31))
    first, second = release(drawer, office, "2025"), release(drawer, office, "2024")
    assert manifest.read(first.manifest)["former"] is None
    assert manifest.read(second.manifest)["former"] == digest(first.manifest)


def test_a_fact_whose_code_left_the_list_is_refused_before_anything_is_spent(
    drawer, office, facts_of
):
    office.add_bucket(*YEAR)
    facts = facts_of(3, 7)
    facts[1, column("severity")] = 200
    office.add_facts("2026", facts)
    with pytest.raises(Damaged, match=r"fact \d breaks a rule"):
        release(drawer, office)
    assert spent(office) == Cost()


def test_facts_of_another_bucket_do_not_open(drawer, office, facts_of):
    office.add_bucket(*YEAR)
    office.add_facts("2026", facts_of(2, 7), sealed_for="2027")
    with pytest.raises(Damaged):
        release(drawer, office)


@pytest.mark.parametrize(("day", "frozen"), [(30, ()), (31, ("2026",))])
def test_a_bucket_freezes_when_thirty_days_have_passed(office, day, frozen):
    office.add_bucket(*YEAR, BucketState.OPEN)
    office.add_bucket("2027", dt.date(2027, 1, 1), dt.date(2027, 12, 31), BucketState.OPEN)
    with office.narrow.writing() as session:
        assert targets.freeze(session, dt.date(2027, 1, day)) == frozen
    with office.narrow.reading() as session:
        found = select(Bucket.name).where(Bucket.state == BucketState.FROZEN)
        assert tuple(session.scalars(found)) == frozen


def test_the_close_of_a_year_takes_its_halves_in_and_costs_what_the_year_may(
    drawer, office, lists, facts_of
):
    for name, first, last in HALVES:
        office.add_bucket(name, first, last, size="M")
        office.add_facts(name, facts_of(30, 7))
    with pytest.raises(NotReady, match="buckets_not_drawn"):
        release(drawer, office, "2026")
    first = release(drawer, office, "2026-H1")
    only = spent(office)
    release(drawer, office, "2026-H2")
    assert spent(office) == only == plan_of(MIDDLE, Part.BUCKET, lists).cost
    close = release(drawer, office, "2026")
    after = manifest.read(close.manifest)["ledger"]["after"]
    assert after["epsilon"] == pytest.approx(1.0, abs=0.001)
    sigmas = [
        {one["table"]: one["sigma"] for one in manifest.read(files.manifest)["tables"]}
        for files in (first, close)
    ]
    assert sigmas[1]["threat"] < sigmas[0]["threat"]
    assert "threat*region" in sigmas[1]
    with office.narrow.reading() as session:
        published = read_figures(archive.unpack(close.archive)[FIGURES], 1)[0].value
        assert session.scalars(rows.last_total()).one() == published


def test_a_close_stays_within_the_year_when_its_halves_were_drawn_under_a_larger_budget(
    drawer, office
):
    for name, first, last in HALVES:
        office.add_bucket(name, first, last, size="M")
        release(dataclasses.replace(drawer, epsilon=2.0), office, name)
    before = spent(office)
    close = manifest.read(release(drawer, office, "2026").manifest)
    assert close["ledger"]["after"]["epsilon"] == pytest.approx(1.0, abs=0.001)
    assert spent(office).nano_rho > 2 * before.nano_rho


def test_statistics_can_add_to_its_ledger_and_never_change_it(drawer, office):
    office.add_bucket(*YEAR)
    release(drawer, office)
    for statement in ("UPDATE ledger SET micro_epsilon = 0", "DELETE FROM ledger"):
        with (
            pytest.raises(DatabaseError, match=r"prohibited|not authorized|permission denied"),
            office.narrow.writing() as session,
        ):
            session.connection().exec_driver_sql(statement)
    with office.narrow.reading() as session:
        assert session.scalar(select(func.count()).select_from(LedgerRow)) == 1
        assert session.scalar(select(func.count()).select_from(Release)) == 1
        assert session.scalar(select(func.count()).select_from(Fact)) == 0


def test_the_database_of_statistics_shows_no_other_table(office):
    with (
        pytest.raises(DatabaseError, match=r"prohibited|permission denied"),
        office.narrow.reading() as session,
    ):
        session.connection().exec_driver_sql("SELECT * FROM person")
