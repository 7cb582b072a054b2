"""What caseworkers see of a picture first, and of a name that wants to deceive."""

import datetime as dt
import hashlib
import io

import pytest
from desk.desk_house import Desk, original, signed_in
from intake.door import cases, come_back, fresh_receipt, items_of, send
from PIL import Image

from hrd_report.documents import filenames
from hrd_report.records.acts import Act
from hrd_report.records.keys import ItemKind

SECRET = b"48.8566N 2.3522E"


def photo() -> bytes:
    made, out = Image.Exif(), io.BytesIO()
    made[0x010F] = SECRET.decode()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=made.tobytes())
    return out.getvalue()


@pytest.fixture
def desk(house) -> Desk:
    return signed_in(house, "heron")


def taken(desk: Desk) -> str:
    [case] = cases(desk.house)
    desk.post(f"/desk/cases/{case.number}/take")
    return f"/desk/cases/{case.number}"


def test_a_copy_without_hidden_data_is_handed_out_and_the_original_stays(desk):
    client = desk.house.client()
    send(client, receipt=fresh_receipt(client), story="x", files=[("a.jpg", photo())])
    at = taken(desk)
    [file] = items_of(desk.house, ItemKind.FILE)
    page = desk.get(f"{at}/evidence/{file.id.hex()}").text
    assert f'action="{at}/files/{file.id.hex()}/copy"' in page
    copy = desk.post(f"{at}/files/{file.id.hex()}/copy")
    assert SECRET not in copy.data
    assert Image.open(io.BytesIO(copy.data)).size == (40, 30)
    assert copy.headers["Content-Disposition"].endswith('.jpg"')
    assert copy.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert desk.acts(file.id) == [Act.FILE_COPIED]
    assert original(desk.house, at.rpartition("/")[2], file.id) == photo()


def test_who_wants_the_place_to_be_seen_says_so_in_the_letter(desk):
    client = desk.house.client()
    answer = send(client, receipt=fresh_receipt(client), story="x")
    token = come_back(client, answer.text)
    fields = {"keep_metadata": "yes", "files": (io.BytesIO(photo()), "a.jpg")}
    client.post(f"/en/case/message?form_token={token}", data=fields)
    [file] = items_of(desk.house, ItemKind.FILE)
    assert "They want what it says" in desk.get(f"{taken(desk)}/evidence/{file.id.hex()}").text


def test_who_wants_the_place_to_be_seen_says_so_with_the_first_report_already(desk):
    client = desk.house.client()
    fields = {"story": "x", "keep_metadata": "yes", "files": [("a.jpg", photo())]}
    send(client, receipt=fresh_receipt(client), **fields)
    at, [file] = taken(desk), items_of(desk.house, ItemKind.FILE)
    assert "They want what it says" in desk.get(f"{at}/evidence/{file.id.hex()}").text


def test_what_cannot_be_cleaned_is_kept_and_said_so(desk):
    client = desk.house.client()
    bomb = b"PK\x03\x04" + bytes(5000)
    files = [("a.zip", bomb), ("cut.jpg", photo()[:200])]
    send(client, receipt=fresh_receipt(client), story="x", files=files)
    at = taken(desk)
    number = at.rpartition("/")[2]
    for file in items_of(desk.house, ItemKind.FILE):
        answer = desk.post(f"{at}/files/{file.id.hex()}/copy")
        assert answer.status_code == 422
        assert "The original is still there" in answer.text
        assert original(desk.house, number, file.id) in {bomb, photo()[:200]}


def test_a_defender_can_prove_what_was_sent_and_a_receipt_shows_no_name_of_a_report_s_file(desk):
    client = desk.house.client()
    digest = hashlib.sha256(photo()).hexdigest()
    answer = send(client, receipt=fresh_receipt(client), story="x", files=[("me.jpg", photo())])
    assert "me.jpg" in answer.text
    assert digest in answer.text
    token = come_back(client, answer.text)
    desk.house.clock.advance(dt.timedelta(minutes=1))
    letter = {"message": "more", "files": (io.BytesIO(b"second"), "two\u202egpj.exe")}
    client.post(f"/en/case/message?form_token={token}", data=letter)
    page = client.get("/en/case").text
    assert "me.jpg" not in page
    assert all(one in page for one in (digest, "File 1", hashlib.sha256(b"second").hexdigest()))
    assert "two[U+202E]gpj.exe" in page
    assert "two[U+202E]gpj.exe" in desk.get(taken(desk)).text


def test_a_name_shows_what_hides_in_it_and_keeps_its_end():
    assert filenames.shown("a\x00\n\u2066b\u200fc.png") == "a[U+0000][U+000A][U+2066]b[U+200F]c.png"
    assert filenames.shown("किताब\u200c.jpg") == "किताब\u200c.jpg"
    long = filenames.shown("x" * 250 + ".scr")
    assert (len(long), long.endswith(".scr")) == (100, True)
    assert filenames.shown("") == "[]"
