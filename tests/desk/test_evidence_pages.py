"""Evidence is preserved and described in words; it is seen by two presses, each written down."""

import datetime as dt
import hashlib
import io
import os
import re
import sys

import pytest
from desk.desk_house import Desk, Filed, signed_in
from PIL import Image
from sandbox import hostile

from hrd_report.documents import codec
from hrd_report.documents.evidence import CaptureDocument, DerivedDocument, not_captured
from hrd_report.records.acts import Act
from hrd_report.records.keys import Item, ItemKind
from hrd_report.sandbox import jail
from hrd_report.sealed import Plain

LINK = "https://bad.example/post/1"


@pytest.fixture
def filed(desk: Desk, file_case) -> Filed:
    return desk.taken(file_case(files={"a.jpg": hostile.photo(), "b.svg": b"<svg><script/></svg>"}))


def at(filed: Filed, file: int = 0) -> str:
    return f"/desk/cases/{filed.number}/evidence/{filed.files[file].hex()}"


def key_of(desk: Desk, filed: Filed):
    from desk.desk_house import worker  # noqa: PLC0415

    from hrd_report.casefile import opening  # noqa: PLC0415

    with desk.house.services.database.reading() as session:
        return opening.case_keyring(session, worker(desk.house, "heron").key, desk.case(filed))


def documents(desk: Desk, filed: Filed, kind: ItemKind, shape: type) -> list:
    key = key_of(desk, filed).key(filed.key.kid)
    return [codec.from_data(one, shape) for one in desk.opened(filed, kind, key)]


CAPTURE = {
    "day": "2026-11-17",
    "time": "08:40",
    "zone": "60",
    "tool": "ArchiveWeb.page 0.15",
    "method": "caseworker_capture",
    "url": LINK,
    "account": "1234567",
    "archive": "https://archive.example/abc",
    "sensitivity": "intimate",
    "tlp": "AMBER",
}


def test_files_and_addresses_are_exhibits_and_none_is_captured_yet(desk: Desk, filed: Filed):
    page = desk.get(f"/desk/cases/{filed.number}/evidence").text
    assert page.count("not captured yet") >= 3
    assert "hxxps://bad[.]example/post/1" in page
    assert LINK not in page
    assert "<img" not in page


def test_an_address_is_captured_with_zone_tool_hash_and_who(desk: Desk, filed: Filed):
    where = "evidence/link-1/capture"
    answer = desk.act(filed, where, **CAPTURE)
    assert answer.status_code == 422
    assert "SHA-256" in answer.text
    assert "ArchiveWeb.page 0.15" in answer.text  # nothing typed is lost
    answer = desk.act(filed, where, **CAPTURE, kept_as=filed.files[0].hex())
    assert answer.status_code == 303
    [kept] = documents(desk, filed, ItemKind.CAPTURE, CaptureDocument)
    assert kept.captured_at.isoformat() == "2026-11-17T08:40:00+01:00"
    assert kept.sha256 == hashlib.sha256(hostile.photo()).hexdigest()
    assert (kept.by, kept.tlp, kept.sensitivity) == ("heron", "AMBER", "intimate")
    assert not_captured([Plain(LINK)], [kept]) == ()
    page = desk.get(f"/desk/cases/{filed.number}/evidence/link-1").text
    assert "08:40 UTC+01:00" in page
    assert "hxxps://bad[.]example" in page


WRONG = (
    {"tool": " "},
    {"day": "2026-11-31"},
    {"day": "2027-01-01"},
    {"zone": "100000"},
    {"tlp": "PURPLE"},
    {"platform": "nowhere"},
    {"consent": "00"},
    {"kept_as": "00"},
)


def test_a_capture_that_does_not_hold_together_or_is_old_is_refused(desk: Desk, filed: Filed):
    fields = {**CAPTURE, "kept_as": filed.files[0].hex()}
    for wrong in WRONG:
        answer = desk.act(filed, "evidence/link-1/capture", **{**fields, **wrong})
        assert answer.status_code == 422, wrong
    old = f"/desk/cases/{filed.number}/evidence/link-1/capture"
    assert desk.post(old, version=0, **fields).status_code == 409
    assert documents(desk, filed, ItemKind.CAPTURE, CaptureDocument) == []


def test_an_address_nobody_named_is_added_with_its_capture(desk: Desk, filed: Filed):
    fields = {**CAPTURE, "url": "https://other.example/x", "sha256": "ab" * 32}
    assert desk.act(filed, "evidence/new/capture", **fields).status_code == 303
    assert "other[.]example/x" in desk.get(f"/desk/cases/{filed.number}/evidence/link-2").text


def test_a_file_is_seen_by_two_presses_each_of_them_written_down(desk: Desk, filed: Filed):
    path = at(filed)
    assert desk.get(f"{path}/picture/0").status_code == 404
    page = desk.post(f"{path}/preview").text
    assert f'src="{path}/picture/0"' in page
    assert "picture/1" not in page
    small = desk.get(f"{path}/picture/0")
    assert Image.open(io.BytesIO(small.data)).mode == "L"
    assert desk.get(f"{path}/picture/1").status_code == 404
    page = desk.post(f"{path}/view").text
    assert f'class="full blurred grey" src="{path}/picture/1"' in page
    full = desk.get(f"{path}/picture/1")
    drawn = Image.open(io.BytesIO(full.data))
    assert (drawn.mode, drawn.size) == ("RGB", (400, 300))
    assert hostile.HIDDEN not in full.data
    assert set(desk.acts(filed.files[0])) == {Act.DERIVED, Act.PREVIEWED, Act.VIEWED}
    for name, value in (
        ("Content-Disposition", f'attachment; filename="{filed.number}-{path[-32:][:8]}.jpg"'),
        ("Content-Security-Policy", "sandbox; default-src 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store, no-cache"),
    ):
        assert full.headers[name] == value
    other = signed_in(desk.house, "plover")
    assert other.get(f"{path}/picture/1").status_code == 404
    assert "heron saw the safe copy" in other.get(path).text
    desk.house.clock.advance(dt.timedelta(days=1))
    assert signed_in(desk.house, "heron").get(f"{path}/picture/1").status_code == 404


def test_what_cannot_be_made_is_said(desk: Desk, filed: Filed):
    page = desk.post(f"{at(filed, 1)}/preview").text
    assert "a program that draws" in page
    assert "<img" not in page
    [made] = documents(desk, filed, ItemKind.DERIVED, DerivedDocument)
    assert (made.kind, made.derivative) == ("none", None)


def test_without_walls_a_page_says_so_and_nothing_is_decoded(desk: Desk, filed, monkeypatch):
    monkeypatch.setattr(jail, "_BWRAP", "/usr/bin/false")
    answer = desk.post(f"{at(filed)}/preview")
    assert answer.status_code == 503
    assert "cannot put walls around a decoder" in answer.text
    assert desk.acts(filed.files[0]) == []


def test_a_description_spares_a_colleague_the_look(desk: Desk, file_case):
    twice = {"a.jpg": hostile.photo(), "again.jpg": hostile.photo()}
    filed = desk.taken(file_case(files=twice))
    assert desk.act(filed, f"evidence/{filed.files[0].hex()}/describe").status_code == 422
    said = {"words": "A street. It says: sale pute", "labels": ["threat", "slur"]}
    assert desk.act(filed, f"evidence/{filed.files[0].hex()}/describe", **said).status_code == 303
    other = signed_in(desk.house, "plover")
    for file in (0, 1):  # the same bytes sent twice are described once
        page = other.get(at(filed, file)).text
        assert "described by heron" in page
        assert "threat, slurs" in page
        assert "sale p•••" in page
        assert page.index("Read the covered words") < page.index("sale pute")
    assert other.acts(filed.files[0]) == [Act.DESCRIBED]


def test_whoever_saw_enough_is_asked_for_a_break_and_nobody_else_sees_how_much(desk: Desk, filed):
    assert desk.post("/desk/viewing", limit="0").status_code == 422
    assert desk.post("/desk/viewing", limit="1", grey="yes").status_code == 303
    assert "You saw 1 thing in full" not in desk.post(f"{at(filed)}/preview").text
    page = desk.post(f"{at(filed)}/view").text
    assert 'class="full grey"' in page
    assert "You saw 1 thing in full today" in page
    acts = desk.acts(filed.files[0])
    page = desk.post(f"{at(filed)}/view").text
    assert "You have seen much today" in page
    assert "<img" not in page
    assert desk.acts(filed.files[0]) == acts
    assert "<img" in desk.post(f"{at(filed)}/view", anyway="yes").text
    other = signed_in(desk.house, "plover")
    assert "You saw 0 things in full today" in other.get("/desk/viewing").text


OPENED: list[str] = []
LISTENING: list[bool] = []


WRITES = os.O_WRONLY | os.O_RDWR


def _hear(event: str, arguments: tuple) -> None:
    if LISTENING and event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES:
        OPENED.append(str(arguments[0]))


sys.addaudithook(_hear)


def test_no_byte_in_clear_touches_a_disk_while_a_copy_is_made(desk: Desk, filed: Filed, tmp_path):
    LISTENING.append(True)
    page = desk.post(f"{at(filed)}/preview").text
    LISTENING.clear()
    assert "<img" in page
    store = tmp_path / "instance" / "store"
    assert OPENED
    assert all(
        one.startswith(str(store)) for one in OPENED if "sqlite" not in one and one != os.devnull
    )
    clear = (hostile.photo()[20:80], hostile.HIDDEN, b"JFIF", b"\xff\xd8\xff")
    for path in tmp_path.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not any(one in content for one in clear[:3]), path
    with desk.house.services.database.reading() as session:
        made = [one for one in session.query(Item) if one.kind is ItemKind.DERIVATIVE]
    assert [one.case_id for one in made] == [filed.id]


def test_the_desk_adds_a_web_archive_and_measurements_which_are_listed_and_never_rendered(
    desk: Desk, file_case
):
    filed = desk.taken(file_case())
    where = f"/desk/cases/{filed.number}/evidence"
    asked = b"GET / HTTP/1.1\r\nCookie: me=1\r\n\r\n"
    warc = (
        b"WARC/1.1\r\nWARC-Type: request\r\nWARC-Target-URI: https://bad.example/post\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(asked), asked)
    )
    ooni = b'{"test_name": "web_connectivity", "input": "https://bad.example/", "anomaly": true}'
    files = [(io.BytesIO(warc), "..\\post.warc"), (io.BytesIO(ooni), "m.json")]
    answer = desk.client.post(f"{where}/add?form_token={desk.token}", data={"files": files})
    assert answer.status_code == 303
    names = re.findall(rf'href="{where}/([0-9a-f]{{32}})"', desk.get(where).text)
    shown = [desk.post(f"{where}/{name}/view").text for name in names]
    archive, hints = sorted(shown, key=lambda page: "A hint each" in page)
    assert "post.warc" in archive
    assert "added by heron" in archive
    assert "hxxps://bad[.]example/post" in archive
    assert archive.count("cookies or passwords of whoever saved it") == 2  # nor may it leave
    assert "unusual" in hints
    assert all("<img" not in page for page in shown)
    assert Act.FILE_ADDED in desk.acts(bytes.fromhex(names[0]))
    nothing = {"data": {"a": "b"}, "content_type": "multipart/form-data"}
    answer = desk.client.post(f"{where}/add?form_token={desk.token}", **nothing)
    assert answer.status_code == 422
