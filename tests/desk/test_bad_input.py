"""What would make a desk fail, sent to the real one: each of it is worked, or refused in words."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from casefile.rolled import restricted
from desk.desk_house import Desk, filing, signed_in
from desk.test_evidence_pages import CAPTURE, at
from desk.test_related_cases import confirmed, keyed, matches
from house import House
from sandbox import hostile
from sqlalchemy import event, func, select

from hrd_report.casefile import indexing
from hrd_report.records.postings import PostingRow
from hrd_report.vault.multimap import Term

FILLING = "They wrote again and again where my mother lives, and that they will come.\n"
OURS = Term("hashtag", "ourland")
MANY = 5000


@contextmanager
def counted(house: House) -> Iterator[list[int]]:
    """Give for how many entries of the index each question asks meanwhile."""
    asked: list[int] = []

    def note(*arguments: object) -> None:
        asked.append(len(arguments[3]) if "FROM posting" in str(arguments[2]) else 0)

    event.listen(house.services.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(house.services.database.engine, "before_cursor_execute", note)


def everybody_names(house: House, term: Term) -> None:
    """Let thousands of other cases name a term, as far as the index takes them."""
    with house.services.database.writing() as session:
        keys = keyed(house).present
        first = len(indexing.look_up(session, keyed(house), term))
        for place in range(first, indexing.MOST):
            sealed = keys.index.seal(term, place, place.to_bytes(16, "big"))
            session.add(PostingRow(label=sealed.label, blob=sealed.blob))
    with house.services.database.writing() as session:
        rows = session.scalars(select(func.count()).select_from(PostingRow)).one()
        for other in range(MANY - 3, MANY):
            assert indexing.add(session, keys, [term], other.to_bytes(16, "big")) == []
        assert session.scalars(select(func.count()).select_from(PostingRow)).one() == rows


def test_a_word_of_five_thousand_cases_suggests_none_and_is_known_by_one_look(
    house: House, desk: Desk
):
    one, two, three = (desk.taken(filing(house, story="#OurLand")) for _ in range(3))
    for filed in (one, two):
        desk.act(filed, "indicators", kind="hashtag", value="#OurLand")
    assert "1 hashtag" in matches(desk, two)
    with counted(house) as before:
        matches(desk, two)
    everybody_names(house, OURS)
    with counted(house) as asked:
        assert "No other case has enough in common" in matches(desk, two)
    assert len(asked) <= len(before)
    assert sum(asked) == 1
    with counted(house) as asked:
        desk.act(three, "indicators", kind="hashtag", value="#OurLand")
        assert "No other case has enough in common" in matches(desk, three)
    assert sum(asked) == 2
    assert desk.get("/desk/campaigns/").status_code == 200


def test_names_made_of_other_scripts_and_unseen_signs_are_seen_through(house: House, desk: Desk):
    plain = filing(house, story="It was @secret_owl and @operetta_7 again")
    unseen = filing(house, story="It was @sec\u200bret\u2060_owl \u202eagain")
    other_scripts = str.maketrans("aeops", "\u0430\u0435\u043e\u0440\u0455")
    alike = filing(house, story="It was @secret_owl and @operetta_7".translate(other_scripts))
    confirmed(desk, plain)
    page = confirmed(desk, unseen)
    assert "1 account" in page
    assert "any · secret_owl" in page
    assert not {"\u200b", "\u2060", "\u202e"} & set(page)
    assert "2 look-alike names" in confirmed(desk, alike)


def test_an_account_of_five_megabytes_is_worked_like_any_other(house: House, desk: Desk):
    filed = filing(house, story="@secret_owl\n" + FILLING * (5_000_000 // len(FILLING)))
    other = filing(house, story="It was @secret_owl")
    confirmed(desk, other)
    assert other.number in confirmed(desk, filed)
    for page in ("", "/indicators", "/timeline", "/evidence"):
        answer = desk.get(f"/desk/cases/{filed.number}{page}")
        assert answer.status_code == 200
        assert len(answer.data) < 60_000, page
    assert filed.number in desk.post("/desk/search", wanted="where my mother lives").text


def test_a_paper_of_three_hundred_pages_with_a_bomb_and_a_drawing_called_a_photo(desk, file_case):
    bomb = hostile.paper(300, {2: hostile.zeros(1500)})
    drawing = b"\xef\xbb\xbf <?xml version='1.0'?>\n<svg onload='fetch(1)'></svg>"
    filed = desk.taken(file_case(files={"a.pdf": bomb, "photo.png": drawing}))
    desk.post(f"{at(filed)}/preview")
    page = desk.post(f"{at(filed)}/view", page="49").text
    assert "<img" in page
    assert "Only the first 50 pages are drawn." in page
    assert "A page could not be drawn and is left out" in page
    assert desk.get(f"{at(filed)}/picture/49").status_code == 200
    assert desk.get(f"{at(filed)}/picture/50").status_code == 404
    page = desk.post(f"{at(filed, 1)}/view").text
    assert "a program that draws" in page
    assert "onload" not in page
    assert desk.get(f"{at(filed, 1)}/picture/1").status_code == 404
    refused = desk.post(f"/desk/cases/{filed.number}/files/{filed.files[1].hex()}/copy")
    assert b"onload" not in refused.data


def test_a_case_restricted_while_its_match_is_on_the_screen_is_not_linked_nor_named(
    house: House, desk: Desk
):
    one, two = (filing(house, story="It was @secret_owl") for _ in range(2))
    confirmed(desk, one)
    assert one.number in confirmed(desk, two)
    restricted(house, one, "plover")
    answer = desk.act(two, "matches", case=one.number, verdict="linked")
    assert answer.status_code in {404, 422}
    assert f'href="/desk/cases/{one.number}"' not in answer.text
    assert 'id="linked"' not in matches(desk, two)


def test_of_two_leads_who_assign_in_the_same_moment_one_is_told(house: House, file_case):
    leads = [signed_in(house, "plover") for _ in range(2)]
    filed, gate, answers = file_case(number="ONE"), threading.Barrier(2), list[int]()
    version = leads[0].case(filed).version

    def assign(lead: Desk, to: str) -> None:
        gate.wait()
        person = house.people[to].id.hex()
        answer = lead.post("/desk/cases/ONE/assign", version=version, person=person)
        answers.append(answer.status_code)

    crowd = [
        threading.Thread(target=assign, args=pair)
        for pair in zip(leads, ("heron", "plover"), strict=True)
    ]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert sorted(answers) == [303, 409]
    assert leads[0].case(filed).version == version + 1


def test_on_a_clock_that_was_set_back_what_was_written_last_still_holds(house: House, file_case):
    filed = signed_in(house, "heron").taken(file_case(files={"a.jpg": hostile.photo()}))
    file = filed.files[0].hex()

    def write(desk: Desk, word: str, tlp: str) -> None:
        said = {**CAPTURE, "tool": f"tool {word}", "tlp": tlp, "day": "2026-11-10"}
        assert desk.act(filed, f"evidence/{file}/capture", **said).status_code == 303
        assert desk.act(filed, f"evidence/{file}/describe", words=word).status_code == 303

    write(signed_in(house, "heron"), "first", "AMBER")
    house.clock.now -= dt.timedelta(days=3)
    desk = signed_in(house, "heron")
    write(desk, "second", "GREEN")
    page = desk.get(at(filed)).text
    assert page.index("second") < page.index("tool second")
    assert "tool first" not in page
    for where in ("", "/timeline", "/evidence", "/custody", "/matches"):
        assert desk.get(f"/desk/cases/{filed.number}{where}").status_code == 200, where
    assert filed.number in desk.get("/desk/").text
    assert desk.act(filed, "letters", letter="We are with you.").status_code == 303
