"""At the desk, what came sealed becomes words and files like any others; nothing is lost of it."""

import re

import pytest
from desk.desk_house import original, signed_in
from device.brought import FILES, STORY, bring, envelope, fresh, intake_key, words
from intake.door import cases, items_of, leftovers, opened

from hrd_report.documents import bundles
from hrd_report.errors import StorageFull
from hrd_report.records.keys import ItemKind
from hrd_report.vault import age
from hrd_report.vault.padding import padded


@pytest.fixture
def taken(house):
    """Give what brings a body, takes its case, and returns the desk and the case's page."""

    def take(body: bytes | None = None):
        client, receipt = house.client(), fresh()
        to = intake_key(client)
        if body is not None:
            body = age.seal(body, to).blob
        assert bring(client, envelope(to, receipt, body)).status_code == 201
        desk, number = signed_in(house, "heron"), cases(house)[0].number
        desk.post(f"/desk/cases/{number}/take")
        return desk, f"/desk/cases/{number}"

    return take


def downloads(desk, case: str) -> list[bytes]:
    page, number = desk.get(f"{case}/evidence").text, case.rpartition("/")[2]
    found = re.findall(rf'href="{case}/evidence/([0-9a-f]{{32}})"', page)
    return [original(desk.house, number, bytes.fromhex(name)) for name in found]


def test_words_and_files_of_a_sealed_report_are_items_like_any_others(house, taken):
    desk, case = taken()
    page = desk.get(case).text
    assert STORY in page
    assert {content for _, _, content in FILES} == set(downloads(desk, case))
    found = opened(house)
    assert [one.story.reveal() for one in found.reports] == [STORY]
    assert {(one.name.reveal(), one.media_type) for one, _ in found.files} == {
        (name, kind) for name, kind, _ in FILES
    }
    assert len(leftovers(house)) == len(FILES)
    assert found.case.size == sum(one.size for one in items_of(house) if one.kind.value in
                                  {"report", "file"})  # fmt: skip


def test_it_is_taken_apart_once(house, taken):
    desk, case = taken()
    for _ in range(2):
        desk.get(case)
    assert len(items_of(house, ItemKind.FILE)) == len(FILES)


def test_a_notice_can_be_written_from_its_links(taken):
    link = "https://bsky.app/profile/x/post/77"
    desk, case = taken(bundles.write(words(links=[link]), [], padded))
    desk.get(case)
    draft = desk.post(f"{case}/escalate", platform="bluesky", language="fr")
    assert "post/77" in desk.get(draft.location).text


def test_files_that_cannot_be_read_leave_the_words_and_all_bytes(house, taken):
    inside = bundles.write(words(), [("one.txt", "text/plain", b"one")], padded)
    spoilt = inside.replace(b'"one.txt"', b'"../.txt"')
    desk, case = taken(spoilt)
    page = desk.get(case).text
    assert STORY in page
    assert "not all files inside can be read" in page
    [came] = downloads(desk, case)
    assert age.is_one(came)
    assert len(items_of(house, ItemKind.REPORT)) == len(leftovers(house)) == 1


@pytest.mark.parametrize("body", [b"hrd-report/bundle 1\n\0\0", b"\0" * 5000, b"{}}"])
def test_what_is_no_report_is_said_to_be_unreadable_and_stays(house, taken, body):
    desk, case = taken(body)
    desk.get(case)
    assert "This report cannot be opened" in desk.get(case).text
    assert len(items_of(house, ItemKind.REPORT)) == 1
    assert cases(house)


def test_the_answers_are_written_in_the_language_that_the_seal_names(house, taken):
    desk, case = taken()
    desk.get(case)
    assert cases(house)[0].language == "fr"


def test_a_full_disk_keeps_nobody_from_the_words(taken, monkeypatch):
    desk, case = taken()
    monkeypatch.setattr("hrd_report.desk.actions.unfolding._add", _no_room)
    assert STORY in desk.get(case).text
    monkeypatch.undo()
    desk.get(case)
    assert len(downloads(desk, case)) == len(FILES)


def _no_room(*_: object) -> None:
    raise StorageFull
