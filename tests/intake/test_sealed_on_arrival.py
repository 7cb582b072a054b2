import io
import json
import tempfile
import threading
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest
from intake.door import (
    cases,
    come_back,
    fresh_receipt,
    items_of,
    leftovers,
    opened,
    send,
    words_on,
)

from hrd_report.casefile import opening
from hrd_report.desk.actions import reports
from hrd_report.desk.worker import Worker
from hrd_report.documents.incoming import ReportSchema
from hrd_report.intake import arriving, places, sealing
from hrd_report.intake.actions.receiving import Kept
from hrd_report.records import keys
from hrd_report.records.keys import ItemKind, KeyKind
from hrd_report.records.people import Role
from hrd_report.vault import age, items, receipts
from hrd_report.vault.items import Context
from hrd_report.vault.keys import PublicKey

CANARY = "canary-in-the-words"
NAME = "canary-in-the-name.png"
FILE = b"canary-in-the-file" * 3000


class Body:
    """A multipart body that exists one piece at a time."""

    def __init__(self, size: int) -> None:
        self._head = (
            b'--x\r\nContent-Disposition: form-data; name="story"\r\n\r\nwords\r\n'
            b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n'
        )
        self._tail = b"\r\n--x--\r\n"
        self._size = size
        self._pending = self._head
        self._left = size
        self.length = len(self._head) + size + len(self._tail)

    def read(self, count: int = -1) -> bytes:
        if not self._pending and self._left:
            step = min(self._left, 1 << 20)
            self._left -= step
            self._pending = bytes(step)
            if not self._left:
                self._pending += self._tail
        piece, self._pending = self._pending[:count], self._pending[count:]
        return piece


def stream(client, body: Body):
    # Handed over below the test client, which would look for the stream's end first.
    return client.post(
        "/en/report",
        environ_overrides={
            "wsgi.input": body,
            "CONTENT_LENGTH": str(body.length),
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
        },
    )


def everything_on_disk(folder: Path):
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def test_nothing_typed_or_uploaded_is_found_on_any_disk(house, tmp_path):
    client = house.client()
    page = send(
        client,
        receipt=fresh_receipt(client),
        danger="yes",
        threat=["surveillance"],
        story=CANARY,
        links=f"https://{CANARY}.example/",
        files=[(NAME, FILE)],
    ).text
    token = come_back(client, page)
    client.post(
        f"/en/case/message?form_token={token}",
        data={"message": CANARY},
        content_type="multipart/form-data",
    )
    # One word of a receipt is also one of a dictionary, and may be the name of a column.
    pairs = [join.join(two) for two in pairwise(words_on(page)) for join in (" ", "-", "+", ",")]
    secret = [CANARY, NAME, "canary", "surveillance", *pairs]
    looked_at = 0
    url = house.services.database.engine.url
    folders = [tmp_path]
    if url.get_backend_name() == "sqlite":
        folders.append(Path(url.database).parent)
    for folder in folders:
        for path, content in everything_on_disk(folder):
            looked_at += 1
            found = [one for one in secret if one.encode() in content]
            assert not found, path
            assert FILE[:100] not in content
    assert looked_at > 3


def test_no_temporary_file_is_ever_opened(house, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refuse)
    assert stream(house.client(), Body(3_000_000)).status_code == 200
    assert send(house.client(), story="x", files=[("a", b"1")]).status_code == 200


def test_a_large_file_is_sealed_in_constant_memory(house):
    client = house.client()
    stream(client, Body(300_000))
    tracemalloc.start()
    try:
        answer = stream(client, Body(50_000_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.status_code == 200
    assert peak < 16_000_000
    assert max(item.size for item in items_of(house, ItemKind.FILE)) > 50_000_000


def test_files_in_the_store_tell_no_moment_and_only_padded_sizes(house):
    for size in (10, 3000):
        send(house.client(), story="x", files=[("a", bytes(size))])
    folder = house.services.settings.instance / "store"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.stat().st_mtime for path in files} == {0.0}
    assert len({path.stat().st_size for path in files}) == 1


def test_two_threads_with_the_same_form_make_one_report(house):
    receipt = fresh_receipt(house.client())
    answers: list[str] = []
    ready = threading.Barrier(2)

    def post() -> None:
        client = house.client()
        ready.wait()
        answers.append(
            send(client, receipt=receipt, story="same", files=[("a", bytes(100_000))]).text
        )

    threads = [threading.Thread(target=post) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert words_on(answers[0]) == words_on(answers[1])
    assert len(cases(house)) == 1
    assert len(items_of(house, ItemKind.REPORT)) == 1
    assert items_of(house, ItemKind.ADDITION) == []
    assert len(leftovers(house)) == 1


def test_two_threads_with_one_receipt_and_other_words_lose_neither(house):
    receipt = fresh_receipt(house.client())
    ready = threading.Barrier(2)
    statuses: list[int] = []

    def post(number: int) -> None:
        client = house.client()
        ready.wait()
        files = [(f"{number}.txt", str(number).encode() * 100_000)]
        statuses.append(
            send(client, receipt=receipt, story=f"words {number}", files=files).status_code
        )

    threads = [threading.Thread(target=post, args=(number,)) for number in (1, 2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    read = opened(house)
    assert statuses == [200, 200]
    assert len(cases(house)) == 1
    stories = {one.story.reveal() for one in read.reports + read.additions}
    assert stories == {"words 1", "words 2"}
    assert {content[:1] for _, content in read.files} == {b"1", b"2"}
    assert len(leftovers(house)) == 2


def test_a_later_post_is_sealed_to_the_case_that_an_earlier_one_made_meanwhile(house):
    """The race above, made certain: the place is chosen before the other post is kept."""
    receipt = receipts.new()
    with house.app.test_request_context("/en/report"):
        kept = []
        for number in (1, 2):
            place, files = places.fresh(), arriving.fresh_files()
            sink = files.open(place, "a", "text/plain")
            sink.write(str(number).encode() * 200_000)
            sink.finish()
            report = ReportSchema().load({"story": f"words {number}"})

            def seal(place, files, report=report):
                document = report.document(
                    language="en", received_at=house.clock.now, channel="form"
                )
                content = report.canonical(files.listing())
                return sealing.report(receipt, place, document, files, content)

            kept.append(arriving.settle(place, files, seal))
    assert kept == [Kept.CASE, Kept.ADDITION]
    read = opened(house)
    assert {content for _, content in read.files} == {b"1" * 200_000, b"2" * 200_000}
    assert len(leftovers(house)) == 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_log_says_nothing_of_a_report(house, caplog, language):
    caplog.set_level("DEBUG")
    send(house.client(), language, story=CANARY, files=[(NAME, FILE)])
    assert "canary" not in caplog.text


def post_sealed(client, body: bytes):
    return client.post("/api/v1/reports", data=body, content_type="application/age")


def within(item, ring, store) -> bytes:
    """Return what lies in the case's own seal: still sealed by its sender."""
    if item.object is not None:
        return b"".join(opening.file_chunks(item, ring, store))
    context = Context(item.kind.value, item.case_id, item.id)
    return items.open_item(item.blob, ring.key(item.kid), context)


@pytest.mark.parametrize("size", [200, 300_000])
def test_a_report_that_came_sealed_lies_under_its_case_s_key_too(house, size):
    """So that erasing the case is real: whoever keeps the intake key opens nothing of it."""
    with house.services.database.reading() as session:
        row = session.scalars(keys.active(KeyKind.INTAKE)).first()
    came = age.seal(json.dumps({"story": "x" * size}).encode(), PublicKey.from_raw(row.public)).blob
    assert post_sealed(house.client(), came).status_code == 201
    (item,) = items_of(house, ItemKind.REPORT)
    (case,) = cases(house)
    assert item.kid == case.kid
    assert (item.object is None) == (size == 200)
    for _, content in everything_on_disk(house.services.settings.instance):
        assert came[-100:] not in content
    with house.services.database.reading() as session:
        key = house.people["heron"].key
        ring = opening.case_keyring(session, key, case)
        assert within(item, ring, house.services.store) == came
        worker = Worker(b"", "heron", Role.CASEWORKER, house.team.id, key)
        read = reports.read_all(session, worker, case, ring, house.services.store).first
    assert read.story.reveal() == "x" * size


def test_a_large_sealed_report_is_sealed_again_in_little_memory(house):
    with house.services.database.reading() as session:
        row = session.scalars(keys.active(KeyKind.INTAKE)).first()
    came = age.seal(bytes(24 * 1024 * 1024), PublicKey.from_raw(row.public)).blob
    client = house.client()
    post_sealed(client, came[: age.START])
    tracemalloc.start()
    answer = client.post(
        "/api/v1/reports",
        environ_overrides={
            "wsgi.input": io.BytesIO(came),
            "CONTENT_LENGTH": str(len(came)),
            "CONTENT_TYPE": "application/age",
        },
    )
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.status_code == 201
    assert most < 12 * 1024 * 1024
