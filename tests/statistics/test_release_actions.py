import datetime as dt
import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from hrd_report.errors import BudgetSpent, Conflict, Damaged, NotFound, NotReady
from hrd_report.records import facts as rows
from hrd_report.records.facts import Bucket, BucketState, Fact, LedgerRow, Release
from hrd_report.statistics import actions, archive, manifest
from hrd_report.statistics.drawing import draw
from hrd_report.statistics.exports import FIGURES, digest, read_figures
from hrd_report.statistics.manifest import Account
from hrd_report.statistics.shape import column
from hrd_report.statistics.tiers import SMALL
from hrd_report.vault.signatures import verify

YEAR = ("2026", dt.date(2026, 1, 1), dt.date(2026, 12, 31))
TODAY = dt.date(2027, 2, 1)


def release(office, lists, tables, name="2026"):
    with office.narrow.reading() as session:
        sealed = actions.sealed_facts(session, name)
    counts = actions.open_counts(sealed, office.key, name, lists)
    with office.narrow.writing() as session:
        account = actions.reserve(session, name, SMALL, TODAY)
    if not isinstance(account, Account):
        return account
    drawing = draw(counts, tables, SMALL)
    with office.narrow.writing() as session:
        return actions.finish(session, account, drawing, lists, office.signer)


def id_of(files):
    return bytes.fromhex(manifest.read(files.manifest)["release"])


def spent(office, year=2026):
    with office.narrow.reading() as session:
        return session.scalars(rows.spent(year)).one()


def test_a_frozen_bucket_is_released_signed_and_kept(office, lists, tables, facts_of):
    office.add_bucket(*YEAR)
    office.add_facts("2026", facts_of(40, 7))
    files = release(office, lists, tables)
    inside = archive.unpack(files.archive)
    assert inside.pop(archive.MANIFEST) == files.manifest
    assert inside.pop(archive.SIGNATURE) == files.signature
    manifest.verify(files.manifest, files.signature, office.signer.public, inside, verify)
    figures = read_figures(inside[FIGURES])
    assert len(figures) == 1 + sum(len(table.codes) for table in tables)
    with office.narrow.reading() as session:
        assert actions.stored(session, id_of(files)) == files
        assert session.scalars(rows.bucket("2026")).one().state is BucketState.RELEASED
    assert spent(office) == 1_000_000


def test_a_second_request_returns_the_same_bytes_and_costs_nothing(office, lists, tables, facts_of):
    office.add_bucket(*YEAR)
    office.add_facts("2026", facts_of(10, 7))
    first = release(office, lists, tables)
    assert release(office, lists, tables) == first
    assert spent(office) == 1_000_000


def test_a_crash_leaves_the_budget_spent_and_the_bucket_closed(office):
    office.add_bucket(*YEAR)
    with office.narrow.writing() as session:
        account = actions.reserve(session, "2026", SMALL, TODAY)
    # Here the process dies: nothing is drawn, nothing is finished.
    assert spent(office) == 1_000_000
    with office.narrow.writing() as session, pytest.raises(Conflict):
        actions.reserve(session, "2026", SMALL, TODAY)
    with office.narrow.reading() as session, pytest.raises(NotFound):
        actions.stored(session, account.release)
    assert spent(office) == 1_000_000


def ask_at_once(office, names):
    """Reserve each of the buckets from a thread of its own; return what each was told."""
    gate = threading.Barrier(len(names))
    outcomes = []

    def ask(name):
        gate.wait()
        try:
            with office.narrow.writing() as session:
                outcomes.append(actions.reserve(session, name, SMALL, TODAY))
        except (Conflict, BudgetSpent) as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_many_who_ask_for_one_bucket_at_once_one_spends(office):
    office.add_bucket(*YEAR)
    outcomes = ask_at_once(office, ["2026"] * 6)
    assert sum(isinstance(one, Account) for one in outcomes) == 1
    assert sum(isinstance(one, Conflict) for one in outcomes) == 5
    assert spent(office) == 1_000_000


def test_of_many_who_ask_for_a_years_buckets_at_once_none_passes_the_ceiling(office):
    names = [f"month-{month}" for month in range(1, 7)]
    for month, name in enumerate(names, start=1):
        office.add_bucket(name, dt.date(2026, month, 1), dt.date(2026, month, 28))
    outcomes = ask_at_once(office, names)
    assert sum(isinstance(one, Account) for one in outcomes) == 2
    assert sum(isinstance(one, BudgetSpent) for one in outcomes) == 4
    assert spent(office) == 2_000_000


def test_a_release_that_is_done_is_never_replaced(office, lists, tables):
    office.add_bucket(*YEAR)
    with office.narrow.writing() as session:
        account = actions.reserve(session, "2026", SMALL, TODAY)
    counts = actions.open_counts([], office.key, "2026", lists)
    with office.narrow.writing() as session:
        first = actions.finish(session, account, draw(counts, tables, SMALL), lists, office.signer)
    with office.narrow.writing() as session, pytest.raises(Conflict):
        actions.finish(session, account, draw(counts, tables, SMALL), lists, office.signer)
    with office.narrow.reading() as session:
        assert actions.stored(session, account.release) == first


def test_nothing_is_finished_that_was_not_reserved(office, lists, tables):
    office.add_bucket(*YEAR)
    account = Account(bytes(16), "2026", YEAR[1:], TODAY, 2026, 0, 1_000_000)
    counts = actions.open_counts([], office.key, "2026", lists)
    with office.narrow.writing() as session, pytest.raises(NotFound):
        actions.finish(session, account, draw(counts, tables, SMALL), lists, office.signer)


def test_an_open_bucket_is_not_released(office):
    office.add_bucket(*YEAR, BucketState.OPEN)
    with office.narrow.reading() as session, pytest.raises(NotReady) as refusal:
        actions.sealed_facts(session, "2026")
    assert refusal.value.reasons == ["bucket_open"]
    with office.narrow.writing() as session, pytest.raises(NotReady):
        actions.reserve(session, "2026", SMALL, TODAY)
    assert spent(office) == 0


def test_a_bucket_that_does_not_exist_is_not_found(office):
    with office.narrow.writing() as session, pytest.raises(NotFound):
        actions.reserve(session, "2031", SMALL, TODAY)


def test_a_bucket_across_two_years_is_refused(office):
    office.add_bucket("winter", dt.date(2026, 12, 1), dt.date(2027, 2, 28))
    with office.narrow.writing() as session, pytest.raises(NotReady):
        actions.reserve(session, "winter", SMALL, TODAY)


def test_a_bucket_that_overlaps_a_released_one_is_refused(office, lists, tables):
    office.add_bucket(*YEAR)
    office.add_bucket("spring", dt.date(2026, 3, 1), dt.date(2026, 5, 31))
    release(office, lists, tables)
    with office.narrow.writing() as session, pytest.raises(Conflict):
        actions.reserve(session, "spring", SMALL, TODAY)


def test_a_third_release_of_one_year_is_over_its_ceiling(office, lists, tables):
    for name, first, last in (("a", 1, 4), ("b", 5, 8), ("c", 9, 12)):
        office.add_bucket(name, dt.date(2026, first, 1), dt.date(2026, last, 28))
    release(office, lists, tables, "a")
    release(office, lists, tables, "b")
    with office.narrow.writing() as session, pytest.raises(BudgetSpent):
        actions.reserve(session, "c", SMALL, TODAY)
    assert spent(office) == 2_000_000
    assert spent(office, 2027) == 0


def test_releases_are_chained_in_the_order_of_drawing(office, lists, tables):
    for year in (2025, 2026, 2024):
        office.add_bucket(str(year), dt.date(year, 1, 1), dt.date(year, 12, 31))
    former = None
    for name in ("2025", "2026", "2024"):
        files = release(office, lists, tables, name)
        assert manifest.read(files.manifest)["former"] == former
        former = digest(files.manifest)


def test_a_damaged_fact_is_refused_before_anything_is_spent(office, lists, tables, facts_of):
    office.add_bucket(*YEAR)
    facts = facts_of(3, 7)
    facts[1, column("severity")] = 200
    office.add_facts("2026", facts)
    with pytest.raises(Damaged):
        release(office, lists, tables)
    assert spent(office) == 0


def test_facts_of_another_bucket_do_not_open(office, lists, facts_of):
    office.add_bucket(*YEAR)
    office.add_facts("2026", facts_of(2, 7))
    with office.narrow.reading() as session:
        sealed = actions.sealed_facts(session, "2026")
    with pytest.raises(Damaged):
        actions.open_counts(sealed, office.key, "2027", lists)


@pytest.mark.parametrize(("day", "frozen"), [(30, ()), (31, ("2026",))])
def test_a_bucket_freezes_when_thirty_days_have_passed(office, day, frozen):
    office.add_bucket(*YEAR, BucketState.OPEN)
    office.add_bucket("2027", dt.date(2027, 1, 1), dt.date(2027, 12, 31), BucketState.OPEN)
    with office.narrow.writing() as session:
        assert actions.freeze(session, dt.date(2027, 1, day)) == frozen
    with office.narrow.reading() as session:
        found = select(Bucket.name).where(Bucket.state == BucketState.FROZEN)
        assert tuple(session.scalars(found)) == frozen


def test_statistics_cannot_write_a_ledger_row_twice_for_a_bucket(office, lists, tables):
    office.add_bucket(*YEAR)
    release(office, lists, tables)
    with office.narrow.reading() as session:
        assert session.scalar(select(func.count()).select_from(LedgerRow)) == 1
        assert session.scalar(select(func.count()).select_from(Release)) == 1


def test_the_database_of_statistics_shows_no_other_table(office):
    with office.narrow.reading() as session:
        assert session.scalar(select(func.count()).select_from(Fact)) == 0
    with (
        pytest.raises(DatabaseError, match=r"prohibited|permission denied"),
        office.narrow.reading() as session,
    ):
        session.connection().exec_driver_sql("SELECT * FROM person")
