"""An operator verifies, proves and exports the audit, and a partner checks it with nothing else."""

import json
import re
from pathlib import Path

import pytest
from audit_log import TABLE
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from hrd_report.casefile import keeping
from hrd_report.casefile.audit import proving
from hrd_report.cli.main import command
from hrd_report.clock import hour_after
from hrd_report.errors import Damaged
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case, CaseState, Due, Urgency
from hrd_report.records.keys import KeyKind
from hrd_report.records.people import Team
from hrd_report.vault.keys import Key

NUMBER = "K7Q-2M4"


@pytest.fixture
def filed(ready) -> bytes:
    """Keep a case with rows about it, in the operator's instance, and rows about others."""
    parts, key = ready.building().services(), Key.new()
    now, case_id = parts.clock(), keeping.new_id()
    with parts.database.writing() as session:
        keeping.keep_key(session, key.public, KeyKind.CASE, day=now.date())
        session.flush()
        session.add(
            Case(
                id=case_id,
                number=NUMBER,
                kid=key.kid,
                team_id=session.scalars(select(Team.id)).one(),
                state=CaseState.OPEN,
                urgency=Urgency.NORMAL,
                language="en",
                received_day=now.date(),
                due=Due.FIRST_ANSWER,
                due_at=hour_after(now),
            )
        )
        for act in (Act.TOOK, Act.OPENED, Act.NOTED):
            for thing in (case_id, keeping.new_id()):
                keeping.record(session, act, actor=None, thing=thing, day=now.date())
    parts.close()
    return case_id


def anywhere(*words: object) -> Result:
    """Run the command where there is neither instance nor database."""
    return CliRunner().invoke(command, [str(one) for one in words])


def test_what_set_up_wrote_is_numbered_and_holds(ready):
    said = ready.run("audit", "verify")
    assert said.exit_code == 0
    assert "6 rows under 1 checkpoints; 0 not numbered yet." in said.output


def test_adding_a_person_is_numbered_at_once(ready):
    assert ready.run("staff", "add", "siskin", "--role", "administrator").exit_code == 0
    assert "7 rows under 2 checkpoints; 0 not" in ready.run("audit", "verify").output


def test_a_changed_row_ends_the_command_with_one(ready):
    parts = ready.building().services()
    with parts.database.writing() as session:
        session.execute(update(TABLE).where(TABLE.c.position == 2).values(actor=b"x" * 16))
    parts.close()
    said = ready.run("audit", "verify")
    assert said.exit_code == 1
    assert "Rows 0 to 5 are not those that were signed." in said.output


def test_a_proof_of_a_case_is_checked_without_the_database(ready, filed: bytes, tmp_path: Path):
    file = tmp_path / "proof"
    told = ready.run("audit", "prove", NUMBER, "--into", str(file))
    assert told.exit_code == 0
    key = told.output.split("Key: ")[1].strip()
    rows = json.loads(file.read_bytes())["rows"]
    assert {one["object"] for one in rows} == {filed.hex()}
    for words in ((), ("--key", key)):
        said = anywhere("audit", "check", file, *words)
        assert (said.exit_code, "3 rows, each in the signed audit." in said.output) == (0, True)
    other = re.sub(r"\+[0-9a-f]{8}\+", "+00000000+", key)
    assert anywhere("audit", "check", file, "--key", other).exit_code == 1


def test_a_case_that_is_not_there_is_not_proved(ready):
    assert ready.run("audit", "prove", "AAA-AAA").exit_code == 1


def test_nothing_is_proved_about_an_audit_that_does_not_hold(ready, filed: bytes, tmp_path: Path):
    assert ready.run("audit", "export", str(tmp_path / "numbered")).exit_code == 0
    parts = ready.building().services()
    with parts.database.writing() as session:
        session.execute(update(TABLE).where(TABLE.c.object == filed).values(actor=filed))
    parts.close()
    assert ready.run("audit", "prove", NUMBER, "--into", str(tmp_path / "no")).exit_code == 1
    assert not (tmp_path / "no").exists()


@pytest.fixture
def proof(ready, filed: bytes, tmp_path: Path) -> bytes:
    assert filed
    ready.run("audit", "prove", NUMBER, "--into", str(tmp_path / "proof"))
    return (tmp_path / "proof").read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_proof_altered_anywhere_is_refused(proof: bytes, data: st.DataObject):
    document = json.loads(proof)
    row = data.draw(st.sampled_from(document["rows"]))
    kind = data.draw(st.sampled_from(["bit", "cut", "field", "path", "order", "twice", "spelling"]))
    if kind == "bit":
        altered = bytearray(proof)
        altered[data.draw(st.integers(0, len(proof) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    elif kind == "cut":
        altered = proof[: data.draw(st.integers(0, len(proof) - 1))]
    elif kind == "spelling":
        altered = json.dumps(document, indent=data.draw(st.sampled_from([None, 1]))).encode()
    else:
        if kind == "field":
            name = data.draw(st.sampled_from(["id", "day", "act", "actor", "object", "position"]))
            row[name] = {"day": "2025-01-01", "act": "sent", "position": row["position"] + 1}.get(
                name, "ab" * 16
            )
        elif kind == "path":
            row["path"] = row["path"][1:] if data.draw(st.booleans()) else [*row["path"], "00" * 32]
        elif kind == "order":
            document["rows"] = document["rows"][::-1]
        else:
            document["rows"].insert(0, document["rows"][0])
        altered = json.dumps(document, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    with pytest.raises(Damaged):
        proving.check(bytes(altered))


@given(st.binary(max_size=200))
def test_whatever_is_no_proof_is_refused(file: bytes):
    with pytest.raises(Damaged):
        proving.check(file)


def test_a_partner_follows_from_one_export_to_the_next(ready, filed: bytes, tmp_path: Path):
    first, second = tmp_path / "first", tmp_path / "second"
    key = ready.run("audit", "export", str(first)).output.split("Key: ")[1].strip()
    ready.run("staff", "add", "siskin", "--role", "administrator")
    assert ready.run("audit", "export", str(second), "--since", str(first)).exit_code == 0
    said = anywhere("audit", "check", second, "--since", first, "--key", key)
    assert "Nothing of the first 12 rows changed; now there are 13." in said.output
    for kept in (first, second):
        assert ready.run("audit", "witness", str(kept)).exit_code == 0
    assert filed
    altered = tmp_path / "altered"
    lines = second.read_text(encoding="utf-8").split("\n")
    for wrong in (
        lines[1:],
        ["old 11", *lines[1:]],
        [lines[0], *lines[2:]],
        [*lines[:2], *lines[1:]],
    ):
        altered.write_text("\n".join(wrong), encoding="utf-8")
        assert anywhere("audit", "check", altered, "--since", first, "--key", key).exit_code == 1
    assert anywhere("audit", "check", second, "--since", first).exit_code == 2


def test_a_checkpoint_of_another_instance_is_no_witness(ready, tmp_path: Path):
    note = tmp_path / "note"
    ready.run("audit", "export", str(note))
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("hrd-report/audit/", "hrd-report/audit/0"), encoding="utf-8")
    assert ready.run("audit", "witness", str(note)).exit_code == 1
