"""A proof of filing, from the page to a stranger's offline check: days, files, words, keys."""

import io
import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from house import AT_ONCE
from intake.door import come_back, receipt_of, send

from hrd_report.app import create_app
from hrd_report.cli.main import command
from hrd_report.errors import Damaged
from hrd_report.vault import proofs
from hrd_report.vault.notes import spell_bytes

STORY = "Ils ont publié\r\nmon adresse."


class Filed:
    """A report with a file, its proofs, and what the organisation publishes, all as files."""

    def __init__(self, house, folder) -> None:
        self.client, self.folder = house.client(), folder
        self.house = house
        self.page = send(
            self.client, "fr", story=STORY, threat="doxing", files=[("porte.png", b"proof")]
        ).text
        self.receipt = receipt_of(self.page)
        self.put("published.json", self.client.get("/.well-known/hrd-report.json").data)
        self.put("porte.png", b"proof")
        self.put("account.txt", STORY.replace("\r\n", "\n").encode())
        data = {"receipt": self.receipt.form_value()}
        self.answer = self.client.post("/fr/proof", data=data)
        self.put("statement.txt", self.answer.data)

    def put(self, name: str, content: bytes) -> None:
        (self.folder / name).write_bytes(content)

    def verify(self, *more: str, file: str = "statement.txt", typed: str | None = None):
        paths = [str(self.folder / one) if "." in one else one for one in more]
        words = ["proof", "verify", str(self.folder / file), *paths]
        return CliRunner().invoke(command, words, input=typed)


@pytest.fixture
def filed(house, tmp_path) -> Filed:
    return Filed(house, tmp_path)


def test_the_proof_is_a_text_that_says_a_day_and_no_word(filed):
    said = filed.answer.text
    assert filed.answer.headers["Content-Disposition"] == 'attachment; filename="statement.txt"'
    assert "day 2026-11-21\n" in said
    assert said.count("file 2026-11-21 ") == 1
    for word in ("porte", "adresse", "doxing", "Aub"):
        assert word not in said


def test_a_stranger_checks_it_offline_by_what_is_published(filed):
    owner = json.loads((filed.folder / "published.json").read_text())["owner"]
    found = filed.verify("--published", "published.json", "--owner", owner)
    assert found.exit_code == 0
    assert "on 2026-11-21, with 1 files" in found.output
    assert "Compare this key" not in found.output
    assert "Compare this key" in filed.verify("--published", "published.json").output


def test_files_and_account_are_recognised_and_others_are_not(filed):
    shown = ["--published", "published.json", "--report", "account.txt", "--report", "porte.png"]
    found = filed.verify(*shown)
    assert found.exit_code == 0
    assert "account.txt: this is what was reported on 2026-11-21." in found.output
    assert "porte.png: this very file came on 2026-11-21." in found.output
    filed.put("account.txt", b"Ils ont publie mon adresse.")
    found = filed.verify(*shown)
    assert found.exit_code == 1
    assert "account.txt: not what was filed" in found.output


def test_json_as_a_program_sends_it_is_recognised_too(filed):
    said = {"story": STORY, "threats": ["doxing"], "danger": "unsure"}
    filed.put("report.json", json.dumps(said).encode())
    found = filed.verify(
        "--published", "published.json", "--report", "report.json", "--report", "porte.png"
    )
    assert found.exit_code == 0


def test_what_may_be_shown_alone_opens_nothing_and_the_words_open_it_again(filed):
    note = proofs.split(filed.answer.text)[1]
    filed.put("note.txt", note.encode())
    bare = ["--published", "published.json", "--report", "porte.png"]
    assert "give --words" in filed.verify(*bare, file="note.txt").output
    words = " ".join(filed.receipt.words("fr"))
    found = filed.verify(*bare, "--words", file="note.txt", typed=words)
    assert found.exit_code == 0
    other = filed.verify(*bare, "--words", typed="abandon " * 11 + "about")
    assert "belong to another proof" in other.output


def test_the_case_page_offers_it_with_later_files_and_without_what_opens_the_words(filed):
    token = come_back(filed.client, filed.page)
    filed.client.post(
        f"/en/case/message?form_token={token}",
        data={"message": "", "files": [(io.BytesIO(b"later"), "later.png")]},
        content_type="multipart/form-data",
    )
    answer = filed.client.post("/en/case/proof", data={"form_token": token})
    opening, note = proofs.split(answer.text)
    assert opening.mac is None
    assert note.count("file 2026-11-21 ") == 2
    filed.put("later.png", b"later")
    filed.put("own.txt", answer.data)
    shown = ["--published", "published.json", "--report", "later.png"]
    assert filed.verify(*shown, file="own.txt").exit_code == 0
    assert 'action="/en/case/proof"' in filed.client.get("/en/case").text


@pytest.mark.parametrize(
    "change",
    [
        {"owner": "x"},
        {"roster": "x"},
        {"proofs": {}},
        {"proofs": {"key": "x", "endorsement": ""}},
        {"proofs": None},
    ],
)
def test_what_is_published_has_to_hold_together(filed, change):
    said = json.loads((filed.folder / "published.json").read_text()) | change
    filed.put("published.json", json.dumps(said).encode())
    found = filed.verify("--published", "published.json")
    assert found.exit_code == 1


def test_a_key_that_nobody_endorsed_is_refused(filed):
    said = json.loads((filed.folder / "published.json").read_text())
    said["proofs"]["endorsement"] = spell_bytes(bytes(64))
    filed.put("published.json", json.dumps(said).encode())
    assert filed.verify("--published", "published.json").exit_code == 1


def test_a_proof_with_another_day_does_not_hold(filed):
    filed.put("statement.txt", filed.answer.data.replace(b"2026-11-21", b"2026-11-20"))
    key = json.loads((filed.folder / "published.json").read_text())["proofs"]["key"]
    found = filed.verify("--key", key)
    assert found.exit_code == 1
    assert isinstance(found.exception, Damaged | SystemExit)


def test_nobody_without_a_receipt_gets_one(house):
    assert house.client().post("/en/proof", data={"receipt": "r1.x"}).status_code == 404
    words = "abandon " * 11 + "about"
    assert house.client().post("/en/proof", data={"receipt": words}).status_code == 404


def test_a_door_without_the_signing_key_offers_none(house):
    bare = replace(house.services, prover=None)
    client = create_app(bare, pace=AT_ONCE).test_client()
    page = send(client, "en", story="x").text
    token = come_back(client, page)
    assert "/proof" not in page + client.get("/en/case").text
    assert client.post("/en/case/proof", data={"form_token": token}).status_code == 404
    assert "proofs" not in client.get("/.well-known/hrd-report.json").json
