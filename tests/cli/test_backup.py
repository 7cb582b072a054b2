"""Backups: everything comes back, what was erased does not, and old copies go."""

import datetime as dt
import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from cli.conftest import Operator
from click.testing import CliRunner, Result
from house import FakeClock
from sqlalchemy import create_engine, delete, select, text

from hrd_report.app import build_services, create_app
from hrd_report.casefile import erasing
from hrd_report.cli import copies
from hrd_report.cli.building import Building
from hrd_report.cli.main import command
from hrd_report.clock import utcnow
from hrd_report.jobs import reshelving
from hrd_report.records.cases import Case
from hrd_report.records.erasure import Cause, Tombstone
from hrd_report.records.keys import Grant, KeyKind, KeyRow
from hrd_report.vault import instance
from hrd_report.vault.shelf import BEGINNING


class Instance:
    """An instance whose operator has a clock that can be moved."""

    def __init__(self, operator: Operator, folder: Path) -> None:
        self.settings = operator.settings
        self.clock = FakeClock(utcnow())
        self.folder = folder / "backups"
        self.keys = folder / "elsewhere"

    def run(self, *words: str) -> Result:
        building = Building(self.settings, self.build, create_app)
        return CliRunner().invoke(command, list(words), obj=building)

    def build(self, settings):
        return build_services(settings, clock=self.clock)

    def backup(self) -> Result:
        said = self.run("backup", str(self.folder), "--keys", str(self.keys))
        assert said.exit_code == 0, said.output
        return said

    def restore(self, *more: str) -> Result:
        return self.run("restore", str(self.folder), "--keys", str(self.keys), "--yes", *more)

    def report(self) -> bytes:
        """Send a report with a file through the door; return the case's id."""
        parts = self.build(self.settings)
        before = self.cases()
        form = {"threat": "doxing", "files": (io.BytesIO(b"x" * 9000), "a.png")}
        answer = create_app(parts).test_client().post("/fr/report", data=form)
        assert answer.status_code == 200
        parts.close()
        (new,) = self.cases() - before
        return new

    def cases(self) -> set[bytes]:
        parts = self.build(self.settings)
        with parts.database.reading() as session:
            found = set(session.scalars(select(Case.id)))
        parts.close()
        return found

    def erase(self, case_id: bytes) -> None:
        parts = self.build(self.settings)
        erasing.mark(parts.store, erasing.tombstone_of(case_id), Cause.DESK)
        with parts.database.writing() as session:
            done = erasing.erase(session, case_id, Cause.DESK, now=self.clock())
        erasing.forget_files(parts.store, done)
        parts.close()

    def objects(self) -> set[str]:
        parts = self.build(self.settings)
        found = {one for one in parts.store.names() if not erasing.is_mark(one)}
        parts.close()
        return found

    def work(self, days: int) -> None:
        """Let the jobs process live through some days."""
        parts, secrets = self.build(self.settings), instance.load(self.settings.secrets)
        for _ in range(0, days, 7):
            self.clock.advance(dt.timedelta(days=7))
            today = self.clock().date()
            reshelving.renew(parts.database, secrets.shelf, today=today, days=30)
        parts.close()


@pytest.fixture
def here(ready: Operator, tmp_path: Path) -> Instance:
    return Instance(ready, tmp_path)


def test_after_losing_everything_a_backup_brings_it_back(here: Instance):
    case_id, files = here.report(), here.objects()
    here.backup()
    database = here.settings.database
    shutil.rmtree(here.settings.instance)
    if database.startswith("sqlite"):
        Path(database.removeprefix("sqlite:///")).unlink()
    else:
        engine = create_engine(database)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
    said = here.restore()
    assert said.exit_code == 0, said.output
    assert here.cases() == {case_id}
    assert here.objects() == files
    parts = here.build(here.settings)
    with parts.database.reading() as session:
        shelf = instance.load(here.settings.secrets).shelf.now()
        assert reshelving.unliftable(session, shelf) == 0
    parts.close()


def test_what_was_erased_since_is_erased_again(here: Instance):
    gone, kept = here.report(), here.report()
    here.backup()
    here.erase(gone)
    said = here.restore()
    assert said.exit_code == 0, said.output
    assert "erased before: 1." in said.output
    assert here.cases() == {kept}
    assert len(here.objects()) == 1


def test_the_next_backup_holds_no_file_of_what_was_erased(here: Instance):
    gone = here.report()
    here.backup()
    assert len(list((here.folder / "store").iterdir())) == 1
    here.erase(gone)
    here.clock.advance(dt.timedelta(minutes=1))
    here.backup()
    names = [one.name for one in (here.folder / "store").iterdir()]
    assert names == [erasing.object_of(erasing.tombstone_of(gone))]


def test_copies_that_are_too_old_are_deleted_and_one_shelf_is_kept(here: Instance):
    here.report()
    for _ in range(6):
        here.backup()
        here.work(7)
    here.backup()
    days = [copies._day_of(one) for one in copies.copies(here.folder)]
    assert min(days) > here.clock().date() - dt.timedelta(days=30)
    shelves = [one for one in here.keys.rglob("*shelf*") if one.is_file()]
    assert [one.name for one in shelves] == ["shelf"]
    assert not list(here.folder.rglob("*shelf*"))


def test_a_copy_older_than_the_limit_opens_nothing_also_without_any_tombstone(here: Instance):
    """Somebody kept a copy against the rules: with the keys folder as it is, it stays shut."""
    gone = here.report()
    here.backup()
    (old,) = copies.copies(here.folder)
    kept = here.folder.parent / old.name
    shutil.copyfile(old, kept)
    here.erase(gone)
    here.work(42)
    for mark in here.settings.instance.glob("store/er/*"):
        mark.unlink()
    shutil.copyfile(kept, here.folder / "database" / old.name)
    said = here.restore("--copy", old.name)
    assert said.exit_code == 1
    assert "open for nobody" in " ".join(said.output.split())
    # The case's row is there again. No grant of it can be lifted by anybody.
    parts = here.build(here.settings)
    shelf = instance.load(here.settings.secrets).shelf.now()
    with parts.database.reading() as session:
        children = select(KeyRow.kid).where(KeyRow.kind == KeyKind.CASE)
        grants = session.scalars(select(Grant).where(Grant.child.in_(children))).all()
        assert len(grants) == reshelving.unliftable(session, shelf) == 2
    parts.close()


def test_an_older_shelf_never_comes_back(here: Instance):
    here.report()
    here.backup()
    here.work(42)
    path = here.settings.secrets / "shelf"
    now = path.read_bytes()
    assert here.restore().exit_code == 1
    assert path.read_bytes() == now
    assert instance.load(here.settings.secrets).shelf.now().first > BEGINNING


def test_without_a_copy_or_a_shelf_nothing_is_touched(here: Instance):
    case_id = here.report()
    assert here.restore().exit_code == 1
    here.backup()
    (here.keys / "shelf").unlink()
    (here.settings.secrets / "shelf").unlink()
    said = here.restore()
    assert said.exit_code == 1
    assert "the shelf is missing" in said.output
    shelf = here.settings.secrets / "shelf"
    assert not shelf.exists()
    assert case_id


def test_files_are_for_us_alone(here: Instance):
    here.report()
    here.backup()
    for one in [*copies.copies(here.folder), *here.keys.iterdir()]:
        assert one.stat().st_mode & 0o077 == 0


def test_other_files_in_the_folder_are_left_alone(here: Instance):
    (here.folder / "database").mkdir(parents=True)
    note = here.folder / "database" / "read me.txt"
    note.write_text("by hand")
    here.backup()
    here.clock.advance(dt.timedelta(days=400))
    here.backup()
    assert note.exists()
    assert len(copies.copies(here.folder)) == 1


def test_doctor_finds_a_case_that_is_back_and_keys_of_nothing(here: Instance):
    gone = here.report()
    assert here.run("doctor").output == "All is well.\n"
    here.clock.advance(dt.timedelta(days=9))
    assert here.run("doctor").output == (
        "The shelf is behind the calendar: nothing is forgotten. Run the jobs process here.\n"
    )
    parts, secrets = here.build(here.settings), instance.load(here.settings.secrets)
    today = here.clock().date()
    reshelving.renew(parts.database, secrets.shelf, today=today, days=30)
    assert here.run("doctor").output == "All is well.\n"
    erasing.mark(parts.store, erasing.tombstone_of(gone), Cause.DESK)
    assert "1 cases are there although they were erased" in here.run("doctor").output
    with parts.database.writing() as session:
        erasing.erase(session, gone, Cause.DESK, now=here.clock())
        session.execute(delete(Tombstone))
    parts.close()
    assert "1 files in the store belong to nothing" in here.run("doctor").output


def test_doctor_finds_grants_the_shelf_does_not_lift_and_a_clock_that_ran_ahead(here: Instance):
    here.report()
    secrets = instance.load(here.settings.secrets)
    secrets.shelf.forget_before(secrets.shelf.now().week_for(here.clock().date()) + 30)
    said = here.run("doctor").output
    assert "2 grants lie under weeks that keys/shelf does not have" in said
    assert "ahead of the calendar" in said


def test_a_shorter_limit_thins_out_sooner(here: Instance):
    here.report()
    here.backup()
    here.clock.advance(dt.timedelta(days=14))
    here.settings = replace(here.settings, backup_days=14)
    assert "14 days old: 1." in here.backup().output
