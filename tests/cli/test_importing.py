"""Sealed reports brought by hand, and the forms that make them."""

import hashlib

from cli.conftest import Operator
from device.brought import envelope, fresh, sealed

from hrd_report.vault.keys import Key, PublicKey


def intake_key(ready: Operator) -> PublicKey:
    parts = ready.building().services()
    with parts.database.reading() as session:
        key = parts.trust.roster(session).intake[0]
    parts.close()
    return key


def test_each_file_is_answered_and_only_what_can_be_opened_is_kept(ready: Operator, tmp_path):
    to = intake_key(ready)
    brought = {
        "one.sealed": (envelope(to, fresh()), "It is here and kept"),
        "alone.age": (sealed(to), "For whoever wrote it"),
        "photo.jpg": (b"\xff\xd8" * 1000, "no sealed file"),
        "strange.sealed": (envelope(Key.new().public, fresh()), "another organisation"),
        "cut.sealed": (envelope(to, fresh())[:-1], "cut short or damaged"),
    }
    for name, (content, _) in brought.items():
        (tmp_path / name).write_bytes(content)
    said = ready.run("import", *(str(tmp_path / name) for name in brought))
    assert said.exit_code == 1
    for name, (_, sentence) in brought.items():
        assert sentence in said.output.split(name)[1].split(str(tmp_path))[0], name
    again = ready.run("import", str(tmp_path / "one.sealed"))
    assert again.exit_code == 0
    assert "here already" in again.output


def test_forms_are_written_with_their_notes(ready: Operator, tmp_path):
    said = ready.run("forms", str(tmp_path / "forms"))
    assert said.exit_code == 0
    for language in ("en", "fr"):
        form = tmp_path / "forms" / f"form-{language}.html"
        digest = hashlib.sha256(form.read_bytes()).hexdigest()
        assert digest in said.output
        assert f"sha256 {digest}" in form.with_name(form.name + ".note").read_text("utf-8")
