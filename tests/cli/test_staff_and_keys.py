"""A colleague is added through somebody who holds the keys; public keys can be compared aloud."""

import re
from contextlib import closing
from pathlib import Path

import pytest
from cli.conftest import Operator
from sqlalchemy import select

from hrd_report.accounts.actions import people as acts
from hrd_report.casefile.opening import keyring_for
from hrd_report.errors import NotAllowed, WrongPassword
from hrd_report.records.people import Person, Team
from hrd_report.sealed import Plain
from hrd_report.vault import locks, recipients


def opens_team(operator: Operator, name: str, password: str) -> bool:
    """Whether a name and a password lead to the team's key."""
    price = locks.PasswordParams(memory_kib=operator.settings.password_memory_kib)
    with (
        closing(operator.building().services()) as parts,
        parts.database.reading() as session,
    ):
        key = acts.open_lock(
            acts.candidate(session, name), Plain(password), pepper=parts.pepper, price=price
        )
        team = session.scalars(select(Team)).one()
        try:
            return team.kid in keyring_for(session, key, team.kid)
        except NotAllowed:
            return False


def test_a_caseworker_added_by_a_colleague_opens_what_the_team_opens(
    operator: Operator, passwords: dict[str, str]
):
    said = operator.run(
        *("staff", "add", "Dunlin", "--role", "caseworker", "--by", "heron"),
        answer=passwords["heron"] + "\n",
    )
    assert said.exit_code == 0, said.output
    given = said.output.split()[-1]
    assert opens_team(operator, "dunlin", given)


def test_an_administrator_opens_no_team(operator: Operator, passwords: dict[str, str]):
    said = operator.run("staff", "add", "stilt", "--role", "administrator")
    assert said.exit_code == 0
    assert not opens_team(operator, "stilt", said.output.split()[-1])
    assert not opens_team(operator, "avocet", passwords["avocet"])
    assert not opens_team(operator, "wren", passwords["wren"])


def test_a_wrong_password_adds_nobody(operator: Operator, passwords: dict[str, str]):
    del passwords
    said = operator.run(
        *("staff", "add", "dunlin", "--role", "caseworker", "--by", "heron"), answer="wrong\n"
    )
    assert said.exit_code == 1
    assert "Traceback" not in said.output
    assert "dunlin" not in operator.run("staff", "list").output


def test_a_caseworker_needs_somebody_who_grants(ready: Operator):
    said = ready.run("staff", "add", "dunlin", "--role", "caseworker")
    assert said.exit_code == 2
    assert "--by" in said.output


def test_a_colleague_without_the_keys_cannot_grant_them(
    operator: Operator, passwords: dict[str, str]
):
    said = operator.run(
        *("staff", "add", "dunlin", "--role", "caseworker", "--by", "avocet"),
        answer=passwords["avocet"] + "\n",
    )
    assert said.exit_code == 1
    assert "dunlin" not in operator.run("staff", "list").output


def test_a_name_that_is_taken_is_refused(operator: Operator, passwords: dict[str, str]):
    file = operator.settings.instance / "password"
    file.write_text(passwords["heron"] + "\n")
    words = ("staff", "add", "plover", "--role", "caseworker", "--by", "heron")
    said = operator.run(*words, "--password-file", str(file))
    assert said.exit_code == 1
    assert "taken" in said.output


def test_the_list_shows_pseudonym_role_and_state(ready: Operator):
    said = ready.run("staff", "list").output
    assert ["heron", "caseworker", "new"] in [line.split() for line in said.splitlines()]


def test_the_list_shows_no_key_and_no_password(operator: Operator, passwords: dict[str, str]):
    said = operator.run("staff", "list").output
    assert not [one for one in passwords.values() if one in said]


def test_the_intake_key_is_shown_as_words_and_as_a_recipient(ready: Operator):
    said = ready.run("keys", "show").output
    recipient = next(line for line in said.splitlines() if line.startswith("age1pq1"))
    public = recipients.decode(recipient)
    for language in ready.settings.languages:
        assert f"{language}: {' '.join(recipients.fingerprint_words(public, language))}" in said


def test_a_person_who_left_cannot_grant(operator: Operator, passwords: dict[str, str]):
    parts = operator.building().services()
    with parts.database.writing() as session:
        heron = session.scalars(select(Person).where(Person.name == "heron")).one()
        heron.state = type(heron.state).LEFT
    parts.database.close()
    parts.figures.close()
    said = operator.run(
        *("staff", "add", "dunlin", "--role", "caseworker", "--by", "heron"),
        answer=passwords["heron"] + "\n",
    )
    assert said.exit_code == 1


@pytest.mark.parametrize("words", [["--help"], ["staff", "--help"], ["serve", "--help"]])
def test_every_command_says_what_it_does(operator: Operator, words: list[str]):
    said = operator.run(*words)
    assert said.exit_code == 0
    assert len(said.output.splitlines()) > 4


def test_a_password_file_that_is_not_there_is_told(ready: Operator, tmp_path: Path):
    said = ready.run(
        *("staff", "add", "dunlin", "--role", "caseworker", "--by", "heron"),
        *("--password-file", str(tmp_path / "none")),
    )
    assert said.exit_code != 0


def test_an_invitation_prints_a_link_and_no_password(operator: Operator, passwords: dict[str, str]):
    del passwords
    said = operator.run("staff", "invite", "Dunlin", "--role", "caseworker")
    assert said.exit_code == 0, said.output
    assert re.search(r"^http://127\.0\.0\.1:8000/invited/[0-9a-f]{64}$", said.output, re.MULTILINE)
    again = operator.run("staff", "invite", "dunlin", "--role", "auditor")
    assert again.exit_code == 1
    assert "dunlin" not in operator.run("staff", "list").output


def test_an_invitation_to_a_team_or_language_that_is_not_there_is_refused(
    operator: Operator, passwords: dict[str, str]
):
    del passwords
    for wrong in (("--team", "nowhere"), ("--language", "xx")):
        said = operator.run("staff", "invite", "dunlin", "--role", "caseworker", *wrong)
        assert said.exit_code == 2


def test_somebody_removed_opens_nothing(operator: Operator, passwords: dict[str, str]):
    assert operator.run("staff", "remove", "heron", answer="n\n").exit_code == 1
    assert opens_team(operator, "heron", passwords["heron"])
    assert operator.run("staff", "remove", "heron", answer="y\n").exit_code == 0
    with pytest.raises(WrongPassword):
        opens_team(operator, "heron", passwords["heron"])
    assert "left" in operator.run("staff", "list").output
    assert operator.run("staff", "remove", "heron", answer="y\n").exit_code == 1
    assert operator.run("staff", "remove", "nobody", answer="y\n").exit_code == 2
