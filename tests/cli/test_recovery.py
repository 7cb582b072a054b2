"""Loss drill: all passwords lost, three sheets open every case again, two open none."""

from pathlib import Path

import pytest
from cli.conftest import Operator
from cli.custodians import (
    LINE,
    acts,
    first_password,
    key_of,
    options,
    send,
    services,
    sheets,
    stories,
)
from sqlalchemy import delete, func, select, update

from hrd_report.casefile import rolling
from hrd_report.errors import WrongPassword
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.keys import Grant, KeyKind, KeyRow, KeyState, Lock
from hrd_report.records.people import Person, PersonState, Team
from hrd_report.sealed import Plain
from hrd_report.vault import shares

STORIES = {f"story {number}" for number in range(4)}


@pytest.fixture
def printed(operator: Operator) -> str:
    """Set up, send reports, and restrict one; give what was printed once."""
    said = operator.run("setup").output
    send(operator, *STORIES)
    return said


@pytest.fixture
def files(printed: str, tmp_path: Path) -> list[str]:
    return sheets(printed, tmp_path)


def lose_all_passwords(operator: Operator) -> None:
    with services(operator) as parts, parts.database.writing() as session:
        session.execute(delete(Lock))


def recover(operator: Operator, files: list[str], *more: str, name: str = "phoenix"):
    two = ("--by", "avocet", "--with", "heron")
    return operator.run("keys", "recover", name, *(more or two), *options(files))


def test_three_sheets_open_every_case_again_when_all_passwords_are_lost(
    operator: Operator, printed: str, files: list[str]
):
    lose_all_passwords(operator)
    with pytest.raises(WrongPassword):
        key_of(operator, "heron", LINE.findall(printed)[0][1])
    said = recover(operator, files[1:4])
    assert said.exit_code == 0, said.output
    key = key_of(operator, "phoenix", first_password(said.output))
    assert stories(operator, key) == STORIES
    assert acts(operator).count(Act.RECOVERED) == 2
    assert operator.run("audit", "verify").exit_code == 0
    assert operator.run("doctor").exit_code == 0


def test_two_sheets_open_none(operator: Operator, files: list[str]):
    lose_all_passwords(operator)
    said = recover(operator, files[:2])
    assert said.exit_code == 1
    assert "2 of 3 sheets: too few" in said.output
    assert "phoenix" not in operator.run("staff", "list").output
    assert acts(operator).count(Act.RECOVERY_REFUSED) == 2
    with services(operator) as parts, parts.database.reading() as session:
        assert session.scalars(select(func.count()).select_from(Lock)).one() == 0


def test_restricted_cases_and_those_on_a_former_team_key_are_opened_too(
    operator: Operator, files: list[str]
):
    with services(operator) as parts, parts.database.writing() as session:
        team = session.scalars(select(Team)).one()
        case = session.scalars(select(Case)).first()
        session.execute(delete(Grant).where(Grant.child == case.kid, Grant.holder == team.kid))
        case.restricted = True
        rolling.roll_team(session, team, parts.trust, day=parts.clock().date())
    send(operator, "story after the team's key changed")
    said = recover(operator, files[2:])
    assert said.exit_code == 0, said.output
    key = key_of(operator, "phoenix", first_password(said.output))
    assert stories(operator, key) == STORIES | {"story after the team's key changed"}


@pytest.mark.parametrize(
    "two",
    [("avocet", "avocet"), ("avocet", "nobody"), ("nobody", "heron")],
    ids=["one alone", "a stranger beside", "a stranger"],
)
def test_a_recovery_needs_two_people_who_work_here(
    operator: Operator, files: list[str], two: tuple[str, str]
):
    said = recover(operator, files[:3], "--by", two[0], "--with", two[1])
    assert said.exit_code == 1
    assert "two people" in said.output
    assert Act.RECOVERY_REFUSED in acts(operator)


def test_a_mistyped_word_is_named_with_the_right_one(
    operator: Operator, files: list[str], tmp_path: Path
):
    words = Path(files[1]).read_text().split()
    right, words[6] = words[6], "zzzz"
    wrong = tmp_path / "wrong"
    wrong.write_text(" ".join(words))
    said = recover(operator, [files[0], str(wrong), files[2]])
    assert said.exit_code == 1
    assert f"Sheet 2, word 7 is wrong. It may be: {right}." in said.output


def test_sheets_of_another_instance_open_nothing(
    operator: Operator, files: list[str], tmp_path: Path
):
    (tmp_path / "other").mkdir()
    there = Operator(operator.settings).with_settings(
        instance=tmp_path / "other" / "instance",
        database_url=f"sqlite:///{tmp_path}/other/there.sqlite",
    )
    theirs = sheets(there.run("setup").output, tmp_path / "other")
    mixed = recover(operator, [files[0], theirs[1], files[2]])
    assert "Sheet 2 belongs to another ceremony" in mixed.output
    whole = recover(operator, theirs[:3])
    assert "not known here" in whole.output
    assert whole.exit_code == mixed.exit_code == 1


def test_sheets_are_typed_one_by_one_and_a_slip_is_asked_again(
    operator: Operator, files: list[str]
):
    texts = [Path(one).read_text() for one in files]
    typed = [texts[0], texts[1].replace(" ", " zzzz ", 1), texts[1], texts[4]]
    two = ("--by", "avocet", "--with", "heron")
    said = operator.run("keys", "recover", "phoenix", *two, answer="\n".join(typed) + "\n")
    assert said.exit_code == 0, said.output
    assert "Sheet 2 has 34 words and should have 33." in said.output


def test_a_custodian_checks_a_sheet_alone(operator: Operator, files: list[str], tmp_path: Path):
    nowhere = operator.with_settings(instance=tmp_path / "none", database_url="sqlite:////none/x")
    said = nowhere.run("keys", "check-share", "--share-file", files[3])
    words = Path(files[3]).read_text().split()
    assert said.exit_code == 0
    assert "Sheet 4 is whole. Any 3" in said.output
    assert " ".join(words[:2]) in said.output
    assert words[10] not in said.output
    broken = nowhere.run("keys", "check-share", answer=" ".join(words[:32]) + "\n")
    assert broken.exit_code == 1
    assert "32 words" in broken.output


def test_a_ceremony_with_the_former_sheets_moves_everything_at_once(
    operator: Operator, files: list[str], tmp_path: Path
):
    into = tmp_path / "sheets"
    said = operator.run(
        "keys", "ceremony", *options(files[:3]), "--shares", "4", "--threshold", "2",
        "--into", str(into),
    )  # fmt: skip
    assert said.exit_code == 0, said.output
    assert "Keys granted anew" in said.output
    fresh = sorted(str(path) for path in into.iterdir())
    assert len(fresh) == 4
    assert {path.stat().st_mode & 0o777 for path in into.iterdir()} == {0o600}
    assert operator.run("doctor").output == "All is well.\n"
    void = recover(operator, files[:3])
    assert void.exit_code == 1
    said = recover(operator, fresh[1:3])
    assert said.exit_code == 0, said.output
    key = key_of(operator, "phoenix", first_password(said.output))
    assert stories(operator, key) == STORIES
    with services(operator) as parts, parts.database.reading() as session:
        former = select(KeyRow.kid).where(
            KeyRow.kind == KeyKind.RECOVERY, KeyRow.state == KeyState.RETIRED
        )
        assert session.scalars(select(Grant).where(Grant.holder.in_(former))).first() is None


def test_after_a_ceremony_without_the_former_sheets_members_move_everything(
    operator: Operator, printed: str, tmp_path: Path
):
    into = tmp_path / "sheets"
    said = operator.run("keys", "ceremony", "--into", str(into))
    assert said.exit_code == 0, said.output
    assert "no grant to recovery" in operator.run("doctor").output
    heron = next(line.split()[2] for line in printed.splitlines() if " heron " in line)
    wren = next(line.split()[2] for line in printed.splitlines() if " wren " in line)
    keys = [key_of(operator, name, word) for name, word in (("heron", heron), ("wren", wren))]
    with services(operator) as parts:
        regranter = parts.regrant.__self__
        for key in (*keys, *keys):
            regranter.run(None, key)
    assert operator.run("doctor").output == "All is well.\n"
    fresh = sorted(str(path) for path in into.iterdir())
    key = key_of(operator, "phoenix", first_password(recover(operator, fresh[:3]).output))
    assert stories(operator, key) == STORIES


def test_the_seed_that_an_older_set_up_printed_serves_a_ceremony_once(
    operator: Operator, files: list[str], tmp_path: Path
):
    texts = [Plain(Path(one).read_text()) for one in files[:3]]
    seed = shares.combine([shares.read(one) for one in texts])
    file, strange = tmp_path / "seed", tmp_path / "strange"
    file.write_text(seed.hex() + "\n")
    strange.write_text("ab" * 32)
    assert "not known here" in recover(operator, [str(strange)]).output
    into = tmp_path / "sheets"
    said = operator.run("keys", "ceremony", "--share-file", str(file), "--into", str(into))
    assert said.exit_code == 0, said.output
    assert operator.run("doctor").output == "All is well.\n"
    before = acts(operator).count(Act.RECOVERY_REFUSED)
    assert recover(operator, [str(file)]).exit_code == 1
    assert acts(operator).count(Act.RECOVERY_REFUSED) == before + 2
    assert recover(operator, sorted(str(path) for path in into.iterdir())[:3]).exit_code == 0


def test_a_ceremony_that_is_broken_off_leaves_everything_as_it_was(
    operator: Operator, files: list[str], tmp_path: Path
):
    into = tmp_path / "sheets"
    into.mkdir()
    (into / "sheet-3-of-5.txt").write_text("in the way")
    assert operator.run("keys", "ceremony", "--into", str(into)).exit_code == 1
    assert operator.run("doctor").output == "All is well.\n"
    assert recover(operator, files[:3]).exit_code == 0


def test_who_keeps_which_sheet_is_written_down(operator: Operator, files: list[str]):
    assert files
    assert operator.run("keys", "hand", "2", "heron").exit_code == 0
    assert operator.run("keys", "hand", "6", "heron").exit_code == 1
    assert operator.run("keys", "hand", "2", "nobody").exit_code == 1


def test_more_sheets_needed_than_made_are_refused(operator: Operator):
    said = operator.run("setup", "--shares", "3", "--threshold", "4")
    assert said.exit_code == 2
    assert not operator.settings.secrets.exists()


def test_a_production_set_up_writes_one_private_file_for_each_custodian_and_the_owner(
    operator: Operator, tmp_path: Path
):
    into = tmp_path / "sheets"
    real = operator.with_settings(demo=False)
    said = real.run("setup", "--into", str(into))
    assert said.exit_code == 0, said.output
    files = sorted(path.name for path in into.iterdir())
    assert files == ["owner.txt", *(f"sheet-{n}-of-5.txt" for n in range(1, 6))]
    assert {path.stat().st_mode & 0o777 for path in into.iterdir()} == {0o600}
    text = (into / "sheet-2-of-5.txt").read_text()
    assert "feuille de secours 2 sur 5" in text
    assert " 33. " in text
    assert real.run("doctor").output == "All is well.\n"
    paths = [str(into / name) for name in files[1:4]]
    two = ("--by", "administrator", "--with", "lead")
    assert real.run("keys", "recover", "phoenix", *two, *options(paths)).exit_code == 0


def test_shown_sheet_by_sheet_nothing_is_left_out(operator: Operator):
    said = operator.with_settings(demo=False).run("setup", answer="\n" * 40)
    for number in range(1, 6):
        assert f"feuille de secours {number} sur 5" in said.output
    assert "HRD-OWNER-KEY-1" in said.output


def test_a_retired_account_is_no_witness(operator: Operator, files: list[str]):

    with services(operator) as parts, parts.database.writing() as session:
        session.execute(update(Person).where(Person.name == "heron").values(state=PersonState.LEFT))
    assert recover(operator, files[:3]).exit_code == 1
