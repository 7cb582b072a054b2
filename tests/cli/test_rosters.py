"""Rosters are drafted here, signed elsewhere, and refused when they do not fit."""

from pathlib import Path

import pytest
from cli.conftest import Operator
from cli.custodians import acts, services
from click.testing import CliRunner
from sqlalchemy import update

from hrd_report.cli.main import command
from hrd_report.records.acts import Act
from hrd_report.records.people import Team
from hrd_report.vault import instance, owner, roster
from hrd_report.vault.signatures import SigningKey


@pytest.fixture
def off_server(operator: Operator, tmp_path: Path) -> Path:
    """Make an owner's key elsewhere, and set an instance up that knows its public half."""
    file = tmp_path / "owner"
    made = operator.run("keys", "owner", str(file))
    assert made.exit_code == 0, made.output
    said = operator.with_settings(demo=False).run(
        "setup", "--owner", made.output.splitlines()[0], "--into", str(tmp_path / "sheets")
    )
    assert said.exit_code == 0, said.output
    assert "The door opens once the owner signed" in said.output
    return file


@pytest.fixture
def real(operator: Operator, off_server: Path) -> Operator:
    assert off_server.exists()
    return operator.with_settings(demo=False)


def anywhere(*words: object, answer: str | None = None):
    """Run the command where there is neither instance nor database."""
    return CliRunner().invoke(command, [str(one) for one in words], input=answer)


def status(operator: Operator) -> int:
    app = operator.building().application()
    found = app.test_client().get("/en/").status_code
    app.extensions["hrd_report"].close()
    return found


def test_the_door_opens_with_the_roster_that_the_owner_signed(
    real: Operator, off_server: Path, tmp_path: Path
):
    draft = tmp_path / "draft"
    assert status(real) == 503
    assert "There is no roster" in real.run("doctor").output
    assert real.run("keys", "roster", "show").exit_code == 1
    drafted = real.run("keys", "roster", "draft", str(draft), "--days", "20")
    assert "Roster 1, from" in drafted.output
    unsigned = real.run("keys", "roster", "install", str(draft))
    assert unsigned.exit_code == 1
    assert "sign FILE` comes before" in unsigned.output
    signed = anywhere("keys", "roster", "sign", draft, "--key", off_server, answer="y\n")
    assert signed.exit_code == 0, signed.output
    shown = [line for line in drafted.output.splitlines() if line.startswith(("intake", "recov"))]
    assert len(shown) == 4
    assert set(shown) <= set(signed.output.splitlines())
    assert real.run("keys", "roster", "install", str(draft)).exit_code == 0
    assert status(real) == 200
    told = real.run("keys", "roster", "show")
    assert told.exit_code == 0
    assert "signs for itself" not in told.output
    assert "The roster ends on" in real.run("doctor").output
    assert acts(real).count(Act.ROSTER_INSTALLED) == acts(real).count(Act.ROSTER_REFUSED) == 1
    again = real.run("keys", "roster", "install", str(draft))
    assert again.exit_code == 1
    assert "of this epoch or a later one" in again.output


def test_an_owner_who_does_not_recognise_the_keys_signs_nothing(
    real: Operator, off_server: Path, tmp_path: Path
):
    draft = tmp_path / "draft"
    real.run("keys", "roster", "draft", str(draft))
    before = draft.read_bytes()
    assert anywhere("keys", "roster", "sign", draft, "--key", off_server, answer="n\n").exit_code
    assert draft.read_bytes() == before


def test_the_owners_key_may_be_typed_and_a_wrong_letter_is_noticed(
    real: Operator, off_server: Path, tmp_path: Path
):
    draft = tmp_path / "draft"
    real.run("keys", "roster", "draft", str(draft))
    secret = next(
        line.strip() for line in off_server.read_text().splitlines() if "HRD-OWNER" in line
    )
    wrong = secret[:-1] + ("Q" if secret[-1] != "Q" else "P")
    refused = anywhere("keys", "roster", "sign", draft, "--yes", answer=wrong + "\n")
    assert refused.exit_code == 1
    assert secret not in refused.output
    assert anywhere("keys", "roster", "sign", draft, "--yes", answer=secret + "\n").exit_code == 0
    assert real.run("keys", "roster", "install", str(draft)).exit_code == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("other key", "signed by another key"),
        ("byte", "changed after its owner signed"),
        ("cut", "no signed roster"),
    ],
)
def test_a_roster_that_is_not_the_owners_is_refused_and_written_down(
    real: Operator, off_server: Path, tmp_path: Path, wrong: str, said: str
):
    draft = tmp_path / "draft"
    real.run("keys", "roster", "draft", str(draft))
    made = roster.read_text(draft.read_text())
    secret = SigningKey.new()
    if wrong != "other key":
        anywhere("keys", "roster", "sign", draft, "--key", off_server, "--yes")
        text = draft.read_text()
        draft.write_text(text[:900] if wrong == "cut" else text.replace("epoch 1\n", "epoch 3\n"))
    else:
        draft.write_text(roster.sign(made, secret))
    refused = real.run("keys", "roster", "install", str(draft))
    assert refused.exit_code == 1
    assert said in refused.output
    assert acts(real).count(Act.ROSTER_REFUSED) == 1
    assert status(real) == 503


def test_nothing_of_the_owner_lies_on_the_server(real: Operator, off_server: Path, tmp_path: Path):
    secret = next(one for one in off_server.read_text().split() if one.startswith("HRD-OWNER"))
    seed = owner.read_secret(type(owner.spell_secret(SigningKey.new()))(secret)).seed
    for path in real.settings.instance.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes()
            assert seed not in path.read_bytes()
    assert instance.load(real.settings.secrets).owner_key is None
    assert tmp_path


def test_an_owner_is_pinned_once(real: Operator):
    other = owner.spell_public(SigningKey.new().public_raw)
    refused = real.run("keys", "roster", "pin", other)
    assert refused.exit_code == 1
    assert "pinned already" in refused.output


def test_an_older_instance_begins_to_sign_by_pinning(operator: Operator, tmp_path: Path):
    assert operator.run("setup").exit_code == 0
    for name in ("owner", "owner.seed"):
        (operator.settings.secrets / name).unlink()
    real = operator.with_settings(demo=False)
    with services(real) as parts, parts.database.writing() as session:
        session.execute(update(Team).values(endorsement=None))
    assert "No owner's key is pinned" in real.run("doctor").output
    file, draft = tmp_path / "owner", tmp_path / "draft"
    public = real.run("keys", "owner", str(file)).output.splitlines()[0]
    assert real.run("keys", "roster", "pin", public).exit_code == 0
    assert real.run("keys", "roster", "draft", str(draft)).exit_code == 0
    assert anywhere("keys", "roster", "sign", draft, "--key", file, "--yes").exit_code == 0
    assert real.run("keys", "roster", "install", str(draft)).exit_code == 0
    assert real.run("doctor").output == "All is well.\n"
    assert status(real) == 200


def test_an_owners_key_is_never_written_over(operator: Operator, tmp_path: Path):
    file = tmp_path / "owner"
    assert operator.run("keys", "owner", str(file)).exit_code == 0
    before = file.read_bytes()
    assert operator.run("keys", "owner", str(file)).exit_code == 1
    assert file.read_bytes() == before
    assert file.stat().st_mode & 0o077 == 0


def test_a_demo_says_that_it_signs_for_itself(ready: Operator):
    said = ready.run("keys", "roster", "show")
    assert said.exit_code == 0
    assert "signs for itself" in said.output


def test_the_public_door_alone_opens_with_two_files_and_no_key_that_opens_or_signs(
    ready: Operator,
):
    folder = ready.settings.secrets
    for name in ("delivery", "signing", "owner.seed"):
        (folder / name).unlink()
    door = ready.with_settings(doors=("intake",))
    app = door.building().application()
    client = app.test_client()
    assert client.get("/en/").status_code == 200
    assert client.post("/en/report", data={"story": "words"}).status_code == 200
    assert client.get("/.well-known/hrd-report.json").json["self_signed"] is False
    parts = app.extensions["hrd_report"]
    assert parts.trust.endorser is None
    with pytest.raises(Exception, match="no signing key"):
        parts.sign(b"anything")
    parts.close()
    assert ready.run("doctor").exit_code == 1
