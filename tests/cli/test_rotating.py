"""Keys are rotated by commands: a lead's password for intake, and nobody's for a team."""

from cli.conftest import Operator
from cli.custodians import acts, key_of, send, services, stories
from sqlalchemy import select, update

from hrd_report.records.acts import Act
from hrd_report.records.people import Person, Role, Team


def make_lead(operator: Operator, name: str) -> None:
    with services(operator) as parts, parts.database.writing() as session:
        session.execute(update(Person).where(Person.name == name).values(role=Role.LEAD))


def test_a_lead_rotates_the_intake_key_and_the_demo_signs(
    operator: Operator, passwords: dict[str, str]
):
    make_lead(operator, "heron")
    before = operator.run("keys", "show").output
    said = operator.run("keys", "rotate", "intake", "--by", "heron", answer=passwords["heron"])
    assert said.exit_code == 0, said.output
    assert "this demo signed for itself" in said.output
    assert operator.run("keys", "show").output != before
    assert operator.run("doctor").output == "All is well.\n"
    assert Act.INTAKE_ROTATED in acts(operator)


def test_nobody_else_rotates_the_intake_key(operator: Operator, passwords: dict[str, str]):
    for name, word in (("wren", passwords["wren"]), ("plover", "wrong"), ("nobody", "x")):
        said = operator.run("keys", "rotate", "intake", "--by", name, answer=word)
        assert said.exit_code == 1
    assert Act.INTAKE_ROTATED not in acts(operator)


def test_a_rotated_team_key_keeps_every_case_readable(
    operator: Operator, passwords: dict[str, str]
):
    send(operator, "before")
    said = operator.run("keys", "rotate", "team", "First team")
    assert said.exit_code == 0, said.output
    assert "Epoch 2. 1 cases are moved" in said.output
    send(operator, "after")
    key = key_of(operator, "heron", passwords["heron"])
    assert stories(operator, key) == {"before", "after"}
    with services(operator) as parts:
        parts.regrant.__self__.run(None, key)
    assert stories(operator, key) == {"before", "after"}
    assert operator.run("doctor").output == "All is well.\n"
    assert Act.TEAM_ROLLED in acts(operator)


def test_there_is_no_other_team_to_rotate(ready: Operator):
    assert ready.run("keys", "rotate", "team", "no such team").exit_code == 2
    with services(ready) as parts, parts.database.reading() as session:
        assert session.scalars(select(Team.epoch)).all() == [1]
