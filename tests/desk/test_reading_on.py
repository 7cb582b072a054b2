"""Very long words break no page, and everything that happened stands behind one link."""

import re

import pytest
from desk.desk_house import signed_in
from desk.test_further_answers import page_of, sent
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.desk import pieces
from hrd_report.desk.shown import happened

LONG = "They wrote where I sleep. " * 220_000  # 5.7 MB
LARGEST_PAGE = 60_000


@given(st.lists(st.text(max_size=3_000), max_size=6).map("\n\n".join))
def test_pieces_are_small_and_together_they_are_the_text(text):
    number = pieces.count(text)
    found = [pieces.piece(text, at) for at in range(1, number + 1)]
    assert "".join(found) == text
    assert all(len(one) <= pieces.SIZE for one in found)
    assert pieces.piece(text, number + 5) == found[-1]
    assert pieces.piece(text, -1) == found[0]


def test_a_story_of_five_megabytes_is_read_by_pieces(desk, file_case):
    filed = desk.taken(file_case(story=LONG))
    page = desk.get(f"/desk/cases/{filed.number}").text
    assert len(page) < LARGEST_PAGE
    assert "<details" in page
    assert "5.7 MB in all" in page
    second = desk.get(f"/desk/cases/{filed.number}/words/report?piece=2")
    assert second.status_code == 200
    assert len(second.text) < LARGEST_PAGE
    assert "piece=3" in second.text
    beyond = desk.get(f"/desk/cases/{filed.number}/words/report?piece=999999").text
    assert "Next page" not in beyond


def test_a_long_answer_of_a_further_page_is_read_by_pieces_and_made_harmless(house):
    long = "They came twice. " * 4_000
    further = {"effects": {"more": long}, "where": {"accounts": ["https://bad.example/a"] * 400}}
    number = sent(house, further=further)
    page = page_of(house, number)
    assert len(page) < LARGEST_PAGE
    desk = signed_in(house, "heron")
    ways = re.findall(rf"/desk/cases/{number}/words/answer-\d-\w+\?piece=2", page)
    assert len(set(ways)) == 2
    for way in ways:
        piece = desk.get(way).text
        assert "piece=3" in piece
        assert "https://bad" not in piece
    assert desk.get(ways[0].replace("answer-", "answer-9")).status_code == 404
    assert desk.get(re.sub(r"-\w+\?", "-else?", ways[0])).status_code == 404


@pytest.mark.parametrize(
    "name", ["letter-0", "letter-x", "addition-0", "report-else", "nothing", "addition-"]
)
def test_words_that_are_not_there_are_not_found(desk, file_case, name):
    filed = desk.taken(file_case())
    assert desk.get(f"/desk/cases/{filed.number}/words/{name}").status_code == 404


def test_everything_that_happened_stands_in_one_list_by_kind(desk, file_case):
    filed = desk.taken(file_case(files={"a.png": b"x"}))
    desk.act(filed, "letters", letter="We read it.")
    desk.act(filed, "notes/team", team_note="Call on Friday.")
    desk.act(filed, "notes/own", own_note="I doubt it.")
    desk.act(filed, "plan", library="check_in", days="7")
    desk.act(filed, "marking", tlp="red", pap="green")
    path = f"/desk/cases/{filed.number}/timeline"
    whole = desk.get(path).text
    for kind in happened.KINDS:
        assert f"?show={kind}" in whole
    for said in ("Letter", "Note for the team", "Note for you alone", "Case marked", "Case taken"):
        assert f">{said}<" in whole
    reads = desk.get(f"{path}?show=reads").text
    assert ">Case opened<" in reads
    assert ">Case marked<" not in reads
    assert "Note for you alone" not in signed_in(desk.house, "plover").get(path).text
    assert desk.get(f"{path}?show=nonsense&page=77").status_code == 200
