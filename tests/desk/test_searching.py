"""What somebody may open can be searched, and nothing else; what was looked for rests nowhere."""

import re
from html import unescape

from canaries import Canaries, at_rest, in_rows
from casefile.rolled import restricted
from desk.desk_house import Desk, filing, signed_in
from desk.test_related_cases import POST, STORY, confirmed
from house import House

from hrd_report.desk.actions import searching
from hrd_report.records.acts import Act


def found(desk: Desk, wanted: str, **more: object) -> str:
    answer = desk.post("/desk/search", wanted=wanted, **more)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_words_are_found_in_cases_that_somebody_opened(house: House, desk: Desk):
    one = desk.taken(filing(house, story="They came at DAWN, by the old bridge"))
    two = desk.taken(filing(house, story="by dawn the bridge was closed"))
    page = found(desk, "dawn bridge")
    assert one.number in page
    assert two.number in page
    page = found(desk, 'dawn "old bridge"')
    assert one.number in page
    assert two.number not in page
    assert "They came" not in page
    assert "Nothing was found." in found(desk, "sunset")
    assert desk.post("/desk/search", wanted=" x ").status_code == 422
    assert Act.SEARCHED in desk.acts(house.team.id)


def test_an_account_and_a_changed_post_are_found_by_the_index(house: House, desk: Desk):
    filed = filing(house, story=STORY.format(POST))
    confirmed(desk, filed)
    assert "Named in" in found(desk, "https://twitter.com/troll_1/")
    assert "Named in" in found(desk, "@TR0LL1")
    page = found(desk, f"@someone {POST.lower()} !!! https://t.example/1")
    assert "Nearly the same text" in page
    assert filed.number in page


def test_a_restricted_case_is_found_by_the_people_named_alone(house: House, desk: Desk):
    filed = desk.taken(filing(house, story="the blue door"))
    assert filed.number in found(desk, "blue door")
    restricted(house, filed, "plover")
    assert filed.number not in found(desk, "blue door")
    named = signed_in(house, "plover")
    named.taken(filed)
    assert filed.number in found(named, "blue door")


def test_own_notes_are_not_searched_and_nothing_that_was_looked_for_rests(house: House, desk: Desk):
    canaries = Canaries()
    word = canaries.word("wanted")
    filed = desk.taken(filing(house))
    found(desk, word)
    engine = house.services.database.engine
    assert in_rows(engine, canaries) == {}
    assert at_rest(engine, canaries) == {}
    assert filed.number in found(desk, "where I sleep")


def test_many_cases_are_looked_through_page_by_page(house: House, desk: Desk, monkeypatch):
    monkeypatch.setattr(searching, "AT_ONCE", 2)
    filed = [desk.taken(filing(house, story="the same word")) for _ in range(3)]
    first = found(desk, "same word")
    assert "2 of 3 cases looked through" in first
    (place,) = re.findall(r'name="after" value="(\w+)"', first)
    second = found(desk, "same word", after=place, done=2)
    assert "3 of 3 cases looked through" in second
    assert "Look through the next cases" not in second
    assert {one.number in first for one in filed} == {True, False}
    assert all(one.number in first + second for one in filed)
