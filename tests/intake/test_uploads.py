"""Files in pieces: resumed after anything, never twice, refused clearly, forgotten after a week."""

import datetime as dt
import hashlib
import io
import random

import pytest
from canaries import Canaries, at_rest, in_folder, in_rows
from hypothesis import given
from hypothesis import strategies as st
from intake.door import fresh_receipt, items_of, leftovers, objects, opened, send
from sqlalchemy import func, select

from hrd_report.casefile import erasing
from hrd_report.errors import Invalid, StorageFull
from hrd_report.intake import ranges
from hrd_report.jobs import unfinished
from hrd_report.jobs.sweeping import Sweep
from hrd_report.records.erasure import Cause
from hrd_report.records.keys import ItemKind
from hrd_report.records.uploads import UploadPart, UploadPass
from hrd_report.store.objects import FolderWriting
from hrd_report.vault import receipts
from hrd_report.web import lanes
from hrd_report.web.lanes import Lane, Lanes

PROBLEM = "application/problem+json"


class Sender:
    """A program that sends one file in pieces."""

    def __init__(self, house, client=None, receipt=None, label="one") -> None:
        self.house = house
        self.client = client or house.client()
        self.receipt = receipt or receipts.new()
        body = {"story": "words", "receipt": self.receipt.digits()}
        assert receipt or self.client.post("/api/v1/reports", json=body).status_code == 201
        asked = self.client.post("/api/v1/uploads", json={"receipt": self.receipt.digits()})
        assert asked.status_code == 200
        self.given = asked.json
        self.at = f"/api/v1/reports/{self.given['report']}/files/{label}"

    def headers(self, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.given['secret']}", **more}

    def put(self, content: bytes, start: int = 0, total: int | None = None, **more: str):
        end = start + len(content)
        spelt = f"bytes {start}-{end - 1}/{total or end}"
        return self.client.put(
            self.at, data=content, headers=self.headers(**{"Content-Range": spelt} | more)
        )

    def breaks_off(self, content: bytes, start: int, said: int, total: int):
        """Announce more than is sent, as a line that breaks does."""
        return self.client.put(
            self.at,
            headers=self.headers(**{"Content-Range": f"bytes {start}-{start + said - 1}/{total}"}),
            environ_overrides={"wsgi.input": io.BytesIO(content), "CONTENT_LENGTH": str(said)},
        )

    def held(self) -> int:
        return int(self.client.head(self.at, headers=self.headers()).headers["Upload-Offset"])


def problem(answer, status: int, code: str):
    assert (answer.status_code, answer.mimetype) == (status, PROBLEM)
    assert answer.json["code"] == code
    assert answer.json["detail"]
    return answer


def _no_room(*_: object) -> int:
    raise StorageFull("no room")


def parts(house) -> int:
    with house.services.database.reading() as session:
        return session.scalar(select(func.count()).select_from(UploadPart))


@pytest.fixture
def small(monkeypatch):
    """Let a part be small, so that a small file has many."""
    monkeypatch.setattr("hrd_report.intake.views.uploading.PART", 3000)
    monkeypatch.setattr("hrd_report.intake.views.uploading._PIECE", 1000)


def test_a_file_in_pieces_is_one_file_in_the_case_with_its_own_name_and_digest(house):
    sender, content = Sender(house), random.randbytes(300_000)
    name = {"Content-Disposition": "attachment; filename*=UTF-8''caf%C3%A9.jpg",
            "Content-Type": "image/jpeg"}  # fmt: skip
    first = sender.put(content[:100_000], 0, 300_000, **name)
    assert (first.status_code, first.headers["Range"]) == (206, "bytes=0-99999")
    assert sender.put(content[100_000:200_000], 100_000, 300_000).status_code == 206
    last = sender.put(content[200_000:], 200_000, 300_000)
    assert last.status_code == 201
    digest = hashlib.sha256(content).hexdigest()
    assert last.json == {"complete": True, "sha256": digest, "size": 300_000, "total": 300_000}
    [(document, kept)] = opened(house).files
    assert (document.name.reveal(), document.media_type) == ("café.jpg", "image/jpeg")
    assert (document.sha256, kept) == (digest, content)
    assert parts(house) == 0
    assert len(leftovers(house)) == 1
    assert sender.client.get(sender.at, headers=sender.headers()).json["sha256"] == digest


def test_what_is_sent_again_is_answered_alike_and_kept_once(house):
    sender, content = Sender(house), random.randbytes(200_000)
    assert sender.put(content).status_code == 201
    assert sender.put(content).status_code == 200
    assert sender.put(content[-1:], 199_999, 200_000).json["complete"]
    assert len(items_of(house, ItemKind.FILE)) == 1
    problem(sender.put(content[:10]), 409, "other_file")


def test_an_overlap_of_one_byte_or_of_everything_is_taken_where_the_bytes_agree(house):
    sender, content = Sender(house), random.randbytes(100_000)
    sender.put(content[:50_000], 0, 100_000)
    assert sender.put(content[:50_000], 0, 100_000).headers["Upload-Offset"] == "50000"
    assert sender.put(content[49_999:80_000], 49_999, 100_000).status_code == 206
    assert sender.put(content, 0, 100_000).json["sha256"] == hashlib.sha256(content).hexdigest()
    assert opened(house).files[0][1] == content


def test_other_bytes_another_length_and_a_gap_are_refused_and_harm_nothing(house):
    sender, content = Sender(house), random.randbytes(100_000)
    sender.put(content[:50_000], 0, 100_000)
    problem(sender.put(bytes(60_000), 0, 100_000), 409, "other_file")
    problem(sender.put(content[50_000:60_000], 50_000, 90_000), 409, "other_file")
    gap = problem(sender.put(content[60_000:], 60_000, 100_000), 416, "gap")
    assert (gap.headers["Range"], gap.headers["Upload-Offset"]) == ("bytes=0-49999", "50000")
    assert sender.put(content[50_000:], 50_000, 100_000).status_code == 201
    assert opened(house).files[0][1] == content


@pytest.mark.usefixtures("small")
def test_a_line_that_breaks_loses_nothing_that_came(house):
    sender, content = Sender(house), random.randbytes(20_000)
    sender.breaks_off(content[:7_500], 0, 20_000, 20_000)
    assert sender.held() == 7_500
    house.clock.advance(dt.timedelta(days=1))
    other = Sender(house, house.with_settings().client(), sender.receipt)  # another process
    assert other.given == sender.given
    assert other.put(content[7_500:], 7_500, 20_000).status_code == 201
    assert opened(house).files[0][1] == content


def test_a_whole_file_whose_last_answer_was_lost_is_completed_without_a_byte(house, monkeypatch):
    sender, content = Sender(house), random.randbytes(50_000)
    with monkeypatch.context() as patch:
        patch.setattr("hrd_report.intake.views.uploading._complete", lambda _: 1 / 0)
        assert sender.put(content).status_code == 500
    asks = sender.headers(**{"Content-Range": "bytes */50000"})
    assert sender.client.put(sender.at, headers=asks).status_code == 201
    assert opened(house).files[0][1] == content


@pytest.mark.usefixtures("small")
def test_a_full_disk_in_the_middle_keeps_what_was_acknowledged(house, monkeypatch):
    sender, content = Sender(house), random.randbytes(12_000)
    assert sender.put(content[:5_000], 0, 12_000).status_code == 206

    with monkeypatch.context() as patch:
        patch.setattr(FolderWriting, "write", _no_room)
        answer = problem(sender.put(content[5_000:], 5_000, 12_000), 503, "storage_full")
        assert answer.headers["Retry-After"]
    assert sender.held() == 5_000
    assert sender.put(content[5_000:], 5_000, 12_000).status_code == 201


def test_who_finds_no_place_goes_on_later(house):
    sender = Sender(house)
    full = Lanes(files=Lane(places=0, waiting=0, patience=0))
    lanes.install(house.app, full)
    answer = problem(sender.put(b"x" * 10, 0, 20), 503, "crowded")
    assert answer.headers["Retry-After"]
    lanes.install(house.app)
    assert sender.put(b"x" * 20).status_code == 201


def test_the_description_tells_how_a_file_is_sent(house):
    paths = house.client().get("/api/v1/openapi.json").json["paths"]
    at = paths["/api/v1/reports/{report}/files/{name}"]
    assert {"200", "201", "206", "401", "404", "409", "413", "416", "422", "503"} <= set(
        at["put"]["responses"]
    )
    assert {one["name"] for one in at["parameters"]} == {"Authorization", "report", "name"}
    named = {one["name"] for one in at["put"]["parameters"]}
    assert named == {"Content-Range", "Content-Disposition", "Hrd-Keep-Metadata"}
    assert {"/api/v1/uploads", "/api/v1/case", "/api/v1/case/letters"} <= set(paths)


def test_without_the_right_secret_there_is_nothing(house):
    sender = Sender(house)
    sender.put(b"x" * 10, 0, 20)
    problem(sender.client.get(sender.at), 401, "no_secret")
    wrong = {"Authorization": f"Bearer {'0' * 64}"}
    problem(sender.client.get(sender.at, headers=wrong), 404, "not_found")
    problem(sender.client.put(sender.at, data=b"x", headers=wrong), 404, "not_found")
    other = f"/api/v1/reports/{'0' * 32}/files/one"
    problem(sender.client.get(other, headers=sender.headers()), 404, "not_found")
    asked = sender.client.post("/api/v1/uploads", json={"receipt": receipts.new().digits()})
    problem(asked, 404, "wrong_receipt")


def test_limits_hold_for_a_file_and_for_all_of_a_sender(house):
    sender = Sender(house)
    tight = house.with_settings(file_limit=1000, sum_limit=1500)
    sender.client = tight.client()
    problem(sender.put(b"x", 0, 1001), 413, "too_large")
    assert sender.put(b"x", 0, 1000).status_code == 206
    sender.at += "-two"
    problem(sender.put(b"x", 0, 501), 413, "too_large")
    assert sender.put(b"x" * 500).status_code == 201


def test_the_files_of_one_form_have_a_sum_too(house):
    client = house.with_settings(file_limit=1000, sum_limit=1500).client()
    files = [("one", bytes(1000)), ("two", bytes(501)), ("three", bytes(500))]
    answer = send(client, receipt=fresh_receipt(client), story="x", files=files)
    assert "too large" in answer.text
    kept = {document.name.reveal() for document, _ in opened(house).files}
    assert kept == {"one", "three"}


def test_a_partial_file_rests_sealed_to_its_sender_and_goes_after_a_week(house, tmp_path):
    canaries = Canaries()
    sender = Sender(house, label=canaries.word("label"))
    name = {"Content-Disposition": f'attachment; filename="{canaries.word("name")}.png"'}
    sender.put(canaries.word("content").encode() * 1000, 0, 90_000, **name)
    engine = house.services.database.engine
    assert in_rows(engine, canaries) == at_rest(engine, canaries) == {}
    assert in_folder(tmp_path, canaries) == {}
    sweep = Sweep(house.services.database, house.services.store, house.clock)
    for _ in range(4):
        assert sweep.look() == 0
        house.clock.advance(dt.timedelta(days=2))
    assert unfinished.forget(house.services.database, house.services.store, house.clock) == 1
    assert leftovers(house) == []
    problem(sender.client.get(sender.at, headers=sender.headers()), 404, "not_found")
    with house.services.database.reading() as session:
        assert session.scalars(select(UploadPass)).all() == []


def test_erasing_a_case_takes_what_was_on_its_way_along(house):
    sender = Sender(house)
    sender.put(b"x" * 10, 0, 20)
    case = opened(house).case
    with house.services.database.writing() as session:
        erased = erasing.erase(session, case.id, Cause.DEFENDER, now=house.clock.now)
    erasing.forget_files(house.services.store, erased)
    assert objects(house) == []
    problem(sender.put(b"x" * 10, 10, 20), 404, "not_found")


@given(st.integers(0, 10**19), st.integers(0, 10**19), st.integers(0, 10**19))
def test_a_range_that_is_taken_fits_its_file_and_its_body(first, last, total):
    header = f"bytes {first}-{last}/{total}"
    try:
        span = ranges.read(header, last - first + 1)
    except Invalid:
        assert not first <= last < total or total >= 10**18
    else:
        assert (span.start, span.end, span.total) == (first, last + 1, total)
        assert 0 <= span.start < span.end <= span.total


@given(st.text(), st.none() | st.integers(0, 100))
def test_whatever_else_stands_in_the_header_is_refused_in_our_words(header, length):
    try:
        span = ranges.read(header, length)
    except Invalid:
        return
    assert header.strip().startswith("bytes ")
    assert span.asks or length in {None, span.end - span.start}
