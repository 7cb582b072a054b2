"""The pages round sealing on the device: what they say, and what they are without script."""

import base64
import datetime as dt
import hashlib
import io
import re
import subprocess
from dataclasses import replace

import npm
import pytest
from desk.test_rotated_intake_keys import rotate
from device.brought import envelope, fresh, intake_key, sealed
from intake.door import cases, leftovers, words_on

from hrd_report.app import create_app
from hrd_report.intake.views.offline_forms import note_name
from hrd_report.sealed import Plain
from hrd_report.vault import form_notes, owner, receipts, roster
from hrd_report.vault.keys import Key

LANGUAGES = ("en", "fr")
BROTLI = "console.log(require('zlib').brotliCompressSync(require('fs').readFileSync(0)).length)"
PUBLISHED = "/.well-known/hrd-report.json"


def carry(client, *files: tuple[str, bytes], language: str = "en"):
    data = {"files": [(io.BytesIO(content), name) for name, content in files]}
    return client.post(f"/{language}/carry", data=data, content_type="multipart/form-data")


def test_the_page_that_seals_leads_on_where_its_script_does_not_run(house):
    for language in LANGUAGES:
        page = house.client().get(f"/{language}/seal").text
        assert "<form id=form hidden" in page
        assert f'<a href="/{language}/offline">' in page
        assert re.search(r'<script src="/static/seal-\w+.js" integrity="sha384-[^"]+" defer>', page)


def test_the_script_is_small_and_what_its_hash_says(house):
    client = house.client()
    found = re.search(
        r'src="(/static/[^"]+)" integrity="sha384-([^"]+)"', client.get("/en/seal").text
    )
    script = client.get(found[1]).data
    assert hashlib.sha384(script).digest() == base64.b64decode(found[2])
    command = [npm.BIN / "node", "-e", BROTLI]
    done = subprocess.run(command, input=script, capture_output=True, check=True)
    assert int(done.stdout) <= 20_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offline_form_is_one_small_file_that_may_reach_nothing(house, language):
    answer = house.client().get(f"/{language}/offline/form-{language}.html")
    page = answer.text
    assert len(answer.data) <= 100_000
    assert "attachment" in answer.headers["Content-Disposition"]
    policy = re.search(r'Content-Security-Policy content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not re.search(r"(src|href)=[\"']?(https?:|/)", page)
    assert house.client().get("/en/offline/other.html").status_code == 404


def test_an_offline_form_is_the_same_each_time_and_signed_by_the_roster_s_endorser(house):
    published = house.client().get("/.well-known/hrd-report.json").json
    found = roster.read(published["roster"], owner.read_public(published["owner"]))
    for one in published["offline_forms"]:
        language = one["language"]
        fresh_house = house.with_settings()
        content = fresh_house.client().get(f"/{language}/offline/form-{language}.html").data
        assert hashlib.sha256(content).hexdigest() == one["sha256"]
        text = form_notes.spell(language, found.epoch, content)
        form_notes.check(one["note"], text, found.endorser)
        page = house.client().get(f"/{language}/offline").text
        assert one["sha256"] in page
        assert one["note"].splitlines()[-1] in page


def test_a_door_without_keys_shows_the_note_that_was_made_where_they_are(house):
    note = house.client().get(PUBLISHED).json["offline_forms"][0]["note"]
    published = _without_keys(house).client().get(PUBLISHED).json
    assert published["offline_forms"][0]["note"] == ""
    folder = house.services.settings.forms
    folder.mkdir()
    (folder / note_name("fr")).write_text(note, encoding="utf-8")
    published = _without_keys(house).client().get(PUBLISHED).json
    assert published["offline_forms"][0]["note"] == note
    (folder / note_name("fr")).write_text(note.replace("epoch 1", "epoch 2"), encoding="utf-8")
    published = _without_keys(house).client().get(PUBLISHED).json
    assert published["offline_forms"][0]["note"] == ""


def _without_keys(house):
    services = replace(house.services, trust=replace(house.services.trust, endorser=None))
    return replace(house, services=services, app=create_app(services))


def test_a_sealed_file_is_taken_from_anybody_and_shows_them_no_words(house):
    client = house.client()
    page = carry(client, ("document.sealed", envelope(intake_key(client), fresh())))
    assert page.status_code == 200
    assert "It is here and kept" in page.text
    assert "id=receipt" not in page.text
    assert len(cases(house)) == 1


def test_several_files_are_answered_one_by_one(house):
    client, to = house.client(), intake_key(house.client())
    good = envelope(to, fresh())
    page = carry(
        client,
        ("one.sealed", good),
        ("again.sealed", good),
        ("holiday.jpg", b"\xff\xd8" * 90_000),
        ("strange.sealed", envelope(Key.new().public, fresh())),
        ("cut.sealed", good[:-3000]),
    )
    assert page.status_code == 422
    names = ("one.sealed", "again.sealed", "holiday.jpg", "strange.sealed", "cut.sealed")
    said = [page.text.split(f"{name}</h2>")[1][:400] for name in names]
    for sentence, part in zip(
        ("here and kept", "here already", "no sealed file", "another organisation", "cut short"),
        said,
        strict=True,
    ):
        assert sentence in part
    assert len(cases(house)) == 1
    assert len(leftovers(house)) == 1


def test_a_sealed_file_without_an_envelope_gets_words_to_hand_on(house):
    client = house.client()
    page = carry(client, ("report.age", sealed(intake_key(client))))
    receipt = receipts.parse(Plain(" ".join(words_on(page.text))))[0]
    assert client.post("/en/return", data={"receipt": receipt.digits()}).status_code == 303


def test_a_form_sent_empty_asks_for_a_file(house):
    page = house.client().post("/en/carry", data={}, content_type="multipart/form-data")
    assert page.status_code == 422
    assert "Choose the file to bring" in page.text


def test_a_form_of_last_year_is_taken_and_whoever_brings_it_is_told(house):
    client, receipt = house.client(), fresh()
    older = envelope(intake_key(client), receipt)
    rotate(house)
    house.clock.advance(dt.timedelta(days=1))
    page = carry(client, ("document.sealed", older))
    assert "It is here and kept" in page.text
    assert "sealed with an older form" in page.text
    assert client.post("/en/return", data={"receipt": receipt.digits()}).status_code == 303


def test_after_a_new_roster_the_form_is_another_one(house):
    before = house.client().get("/en/offline/form-en.html").data
    rotate(house)
    house.clock.advance(dt.timedelta(seconds=2))
    assert house.client().get("/en/offline/form-en.html").data != before


def test_the_paper_form_has_the_same_numbers_and_prints_without_the_rest(house):
    page = house.client().get("/en/form").text
    start = house.client().get("/en/").text
    for question in re.findall(r"<b>(\d)</b> ([^<]+)", start):
        assert "<b>{}</b> {}".format(*question) in page
    assert "@media print" in page
