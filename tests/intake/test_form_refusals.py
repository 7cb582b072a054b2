import errno
from dataclasses import replace
from html import unescape

import pytest
from intake.door import cases, fresh_receipt, items_of, leftovers, opened, send, words_on
from sqlalchemy import event, select

from hrd_report.app import create_app
from hrd_report.records.keys import KeyKind, KeyRow
from hrd_report.store import objects as store_objects

STORY = "They wrote my street under a photograph of my door."
RECEIPT_FIELD = "name=receipt value="


def _rows(house, kind):
    with house.services.database.reading() as session:
        return session.scalars(select(KeyRow).where(KeyRow.kind == kind)).all()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "One answer is missing"), ("fr", "Il manque une réponse")],
)
def test_an_empty_report_is_asked_again_with_its_receipt_and_what_was_chosen(
    house, language, sentence
):
    client = house.client()
    receipt = fresh_receipt(client)
    answer = send(client, language, receipt=receipt, danger="yes", story="  ", links="\r\n ")
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert sentence in page
    assert "<title>Err" in page
    assert 'href="#threat"' in page
    assert 'href="#story"' in page
    assert f"{RECEIPT_FIELD}{receipt}" in page
    assert "value=yes checked" in page
    assert cases(house) == []


def test_an_unknown_threat_is_refused_and_what_was_typed_is_kept(house):
    client = house.client()
    answer = send(client, threat=["doxing", "<weather>"], story=STORY, files=[("a.txt", b"one")])
    assert answer.status_code == 422
    assert "Choose among these answers." in answer.text
    assert STORY in answer.text
    assert "value=doxing checked" in answer.text
    assert "weather" not in answer.text
    assert leftovers(house) == []
    assert cases(house) == []


def test_an_unknown_danger_is_refused_at_its_question(house):
    answer = send(house.client(), danger="perhaps", story=STORY)
    assert answer.status_code == 422
    assert 'href="#danger"' in answer.text


def test_a_file_over_the_limit_is_named_and_the_report_is_kept_without_it(house):
    small = house.with_settings(file_limit=1000)
    assert "Up to 1 kB each." in small.client().get("/en/").text
    answer = send(
        small.client(),
        story=STORY,
        files=[("large & long.mov", bytes(200_000)), ("small.txt", b"fits"), ("x.txt", b"y")],
    )
    assert answer.status_code == 200
    assert "large &amp; long.mov" in answer.text
    assert "too large and was not kept" in answer.text
    assert "A file may have 1 kB." in answer.text
    read = opened(house)
    assert [name.reveal() for name in read.reports[0].too_large] == ["large & long.mov"]
    assert {content for _, content in read.files} == {b"fits", b"y"}
    assert len(leftovers(house)) == 2


def test_a_report_of_nothing_but_a_too_large_file_is_kept(house):
    small = house.with_settings(file_limit=10)
    answer = send(small.client(), files=[("a", bytes(100))])
    assert answer.status_code == 200
    assert opened(house).reports[0].too_large


def test_words_over_the_limit_are_refused_in_both_kinds_of_form(house):
    small = house.with_settings(text_limit=1000)
    assert send(small.client(), story="x" * 1001).status_code == 413
    answer = small.client().post("/en/report", data={"story": "x" * 100_000})
    assert answer.status_code == 413
    assert cases(house) == []


def test_broken_utf8_is_replaced_and_loses_no_report(house):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="story"\r\n\r\ncaf\xe9 \xff\xfe\r\n'
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="caf\xe9.txt"\r\n\r\n'
        b"one\r\n--x--\r\n"
    )
    answer = house.client().post(
        "/en/report", data=body, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 200
    read = opened(house)
    assert read.reports[0].story.reveal() == "caf\ufffd \ufffd\ufffd"
    assert read.files[0][1] == b"one"


@pytest.mark.parametrize("cut", [20, 120, 140, 170])
def test_a_body_that_ends_early_keeps_nothing(house, cut):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="story"\r\n\r\nwords\r\n'
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        b"one and two and three and four and five\r\n--x--\r\n"
    )
    answer = house.client().post(
        "/en/report", data=body[:cut], content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 400
    assert cases(house) == []
    assert leftovers(house) == []


class _FullDisk:
    """A store whose disk has room for so many bytes."""

    def __init__(self, inner, room: int) -> None:
        self._inner = inner
        self._room = room

    def __getattr__(self, name: str):
        return getattr(self._inner, name)

    def begin(self, name: str):
        writing = self._inner.begin(name)
        disk = self

        class _File:
            """What the operating system says once it is full."""

            def __init__(self, file) -> None:
                self._file = file

            def write(self, piece) -> int:
                disk._room -= len(piece)
                if disk._room < 0:
                    raise OSError(errno.ENOSPC, "No space left on device")
                return self._file.write(piece)

            def __getattr__(self, name: str):
                return getattr(self._file, name)

        writing._file = _File(writing._file)
        return writing


def _on_a_full_disk(house, room: int):
    assert isinstance(house.services.store, store_objects.FolderStore)
    services = replace(house.services, store=_FullDisk(house.services.store, room))
    return replace(house, services=services, app=create_app(services))


@pytest.mark.parametrize("room", [0, 2000, 200_000])
def test_a_full_disk_keeps_nothing_half_and_leaves_the_text_in_the_form(house, room):
    full = _on_a_full_disk(house, room)
    client = full.client()
    receipt = fresh_receipt(client)
    answer = send(
        client,
        receipt=receipt,
        story=STORY,
        files=[("a", bytes(150_000)), ("b", bytes(250_000))],
    )
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Nothing of yours was kept." in answer.text
    assert STORY in answer.text
    assert f"{RECEIPT_FIELD}{receipt}" in answer.text
    assert leftovers(house) == []
    assert (cases(house), items_of(house), _rows(house, KeyKind.CASE)) == ([], [], [])
    again = send(house.client(), receipt=receipt, story=STORY)
    assert len(words_on(again.text)) == 12


@pytest.mark.sqlite
def test_a_full_database_keeps_nothing_and_leaves_no_file_behind(house):
    full = _on_a_small_database(house)
    answer = send(full.client(), story=STORY * 2000, files=[("a", b"one")])
    assert answer.status_code == 503
    assert "Nothing of yours was kept." in answer.text
    assert leftovers(house) == []
    assert cases(house) == []


def _on_a_small_database(house):
    @event.listens_for(house.services.database.engine, "begin")
    def _no_more_pages(connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    return house


@pytest.mark.parametrize("start", [b"", b"--x\r\nContent-Disposition: form-data; name="])
def test_an_endless_head_is_refused_before_it_fills_the_memory(house, start):
    answer = house.client().post(
        "/en/report",
        data=start + b"n" * 400_000,
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 400
    assert cases(house) == []
