"""One command sets an instance up, prints what must be kept elsewhere, and never does so again."""

import re
import stat
from pathlib import Path

from cli.conftest import Operator
from databases import Databases
from sqlalchemy import select

from hrd_report.records import keys, migrations
from hrd_report.records.database import open_database
from hrd_report.records.keys import Grant, KeyKind
from hrd_report.records.people import Person, PersonState
from hrd_report.sealed import Plain
from hrd_report.vault import shares
from hrd_report.vault.keys import Key

LINES = re.compile(r"^  [1-5]: ([a-z ]+)$", re.MULTILINE)


def recovery_of(printed: str) -> Key:
    return Key.from_seed(
        shares.combine([shares.read(Plain(one)) for one in LINES.findall(printed)])
    )


def test_set_up_makes_the_tables_and_prints_passwords_and_the_recovery_key_in_shares(
    operator: Operator, databases: Databases
):
    bare = operator.with_settings(database_url=databases.empty())
    printed = bare.run("setup").output
    databases.drop(bare.settings.database_url)
    for name in ("avocet", "heron", "plover", "wren"):
        assert name in printed
    assert "Recovery: any 3 of these 5" in printed
    assert len(LINES.findall(printed)) == 5


def test_the_recovery_key_leads_to_every_team_and_is_kept_nowhere(
    operator: Operator, tmp_path: Path
):
    printed = operator.run("setup").output
    recovery = recovery_of(printed)
    assert recovery.seed.hex() not in printed
    parts = operator.building().services()
    with parts.database.reading() as session:
        (row,) = session.scalars(keys.active(KeyKind.RECOVERY))
        (team,) = session.scalars(keys.active(KeyKind.TEAM))
        granted = set(session.scalars(select(Grant.child).where(Grant.holder == recovery.kid)))
    parts.database.close()
    parts.figures.close()
    assert row.kid == recovery.kid
    assert team.kid in granted
    for path in tmp_path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert recovery.seed.hex().encode() not in content
            assert recovery.seed not in content
            for line in LINES.findall(printed):
                assert line.encode() not in content


def test_set_up_twice_changes_nothing(ready: Operator):
    again = ready.run("setup")
    assert again.exit_code == 0
    assert "Nothing was changed" in again.output


def test_first_passwords_have_to_be_changed(ready: Operator):
    parts = ready.building().services()
    with parts.database.reading() as session:
        assert {one.state for one in session.scalars(select(Person))} == {PersonState.NEW}
    parts.database.close()
    parts.figures.close()


def test_the_instance_is_readable_by_us_alone(ready: Operator):
    for path in [ready.settings.instance, *ready.settings.secrets.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_without_a_demo_only_two_people_are_made(operator: Operator):
    printed = operator.with_settings(demo=False).run("setup", answer="\n" * 20).output
    assert "administrator" in printed
    assert "heron" not in printed


def test_serve_refuses_an_instance_that_is_not_set_up(operator: Operator):
    refused = operator.with_settings(demo=False).run("serve")
    assert refused.exit_code == 1
    assert "python -m hrd_report setup" in refused.output


def test_an_instance_from_before_gets_its_shelf_once(ready: Operator):
    shelf = ready.settings.secrets / "shelf"
    shelf.unlink()
    refused = ready.run("doctor")
    assert refused.exit_code == 1
    assert "keys/shelf is missing" in refused.output
    assert ready.run("database", "upgrade").exit_code == 0
    made = shelf.read_bytes()
    assert ready.run("database", "upgrade").exit_code == 0
    assert shelf.read_bytes() == made
    assert ready.run("doctor").exit_code == 0


def test_the_tables_are_brought_up_to_date_once(operator: Operator):
    for _ in range(2):
        said = operator.run("database", "upgrade")
        assert said.exit_code == 0
        assert f"stands at {migrations.head()}" in said.output
    opened = open_database(operator.settings.database)
    assert migrations.current(opened.engine) == migrations.head()
    opened.close()
