"""Cases that name the same find each other, are linked by a person, and forget each other again."""

import io
import re
from html import unescape

import pytest
from canaries import Canaries, at_rest, in_rows
from casefile.rolled import joined, regranted, restricted
from desk.desk_house import Desk, Filed, filing
from house import House
from PIL import Image, ImageDraw
from sqlalchemy import select

from hrd_report.accounts.actions import leaving
from hrd_report.casefile import erasing, indexing, tracing
from hrd_report.records import traces
from hrd_report.records.cases import Case
from hrd_report.records.erasure import Cause
from hrd_report.records.people import Person, Team
from hrd_report.records.postings import PostingRow
from hrd_report.records.traces import Trace
from hrd_report.vault.multimap import Term

STORY = "It was hxxps://x[.]com/Troll_1 and they wrote « {} »"
POST = "She is a traitor to all of us, go and find where she sleeps tonight"


def picture(size: int, shift: int = 0) -> bytes:
    drawn = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(drawn)
    for at in range(6):
        left = size * (at * 13 % 7 + shift) // 9
        pen.rectangle((left, size * at // 7, left + size // 4, size * (at + 2) // 8), fill=at * 35)
    made = io.BytesIO()
    drawn.save(made, "PNG")
    return made.getvalue()


def confirmed(desk: Desk, filed: Filed, **more: object) -> str:
    """Take a case, confirm all that is proposed, and return its page of matches."""
    desk.post(f"/desk/cases/{filed.number}/take")
    page = desk.get(f"/desk/cases/{filed.number}/indicators")
    assert page.status_code == 200
    kept = re.findall(r'name=kept value="(\w+)" checked', page.text)
    desk.act(filed, "indicators", kept=kept, **more)
    return matches(desk, filed)


def matches(desk: Desk, filed: Filed) -> str:
    answer = desk.get(f"/desk/cases/{filed.number}/matches")
    assert answer.status_code == 200
    return unescape(answer.text)


def judge(desk: Desk, filed: Filed, other: Filed, verdict: str) -> str:
    answer = desk.act(filed, "matches", case=other.number, verdict=verdict)
    assert answer.status_code == 303
    return matches(desk, filed)


def keyed(house: House, name: str = "heron") -> indexing.Indexes:
    with house.services.database.reading() as session:
        team = session.get_one(Team, house.team.id)
        return indexing.Indexes(session, house.people[name].key, team.kid)


def found(house: House, *terms: Term, name: str = "heron") -> set[bytes]:
    with house.services.database.reading() as session:
        known = indexing.look_up_all(session, keyed(house, name), terms)
    return {case_id for ids in known.values() for case_id in ids}


TROLL = Term("account", "x:troll_1")


@pytest.fixture
def pair(house: House, desk: Desk) -> tuple[Filed, Filed]:
    """Give two cases, confirmed, that share an account and a post."""
    one = filing(house, story=STORY.format(POST))
    two = filing(house, story=STORY.format(POST.upper() + " !!"))
    assert "No other case has enough in common" in confirmed(desk, one)
    confirmed(desk, two)
    return one, two


def test_what_two_cases_share_is_said_with_its_score(desk: Desk, pair: tuple[Filed, Filed]):
    one, two = pair
    page = matches(desk, two)
    assert "1 other case shares" in page
    assert "1 account" in page
    assert "1 text" in page
    assert f'href="/desk/cases/{one.number}"' in page
    assert f'value="{one.number}" checked' in page
    assert "x · troll_1" in page


def test_a_picture_is_known_again_in_another_size(house: House, desk: Desk):
    one = filing(house, story="x", files={"a.png": picture(300)})
    two = filing(house, story="x", files={"b.png": picture(150), "c.png": picture(200, shift=2)})
    confirmed(desk, one)
    assert "1 image" in confirmed(desk, two)


def test_a_link_stands_in_both_cases_until_it_is_undone(desk: Desk, pair: tuple[Filed, Filed]):
    one, two = pair
    assert 'id="linked"' in judge(desk, two, one, "linked")
    assert 'id="linked"' in matches(desk, one)
    assert f"/desk/campaigns/new?case={one.number}&case={two.number}" in matches(desk, one)
    assert "Linked with 1 case." in desk.get(f"/desk/cases/{one.number}").text
    page = judge(desk, one, two, "undone")
    assert 'id="linked"' not in page
    assert "1 other case shares" in page


def test_a_rejected_match_is_not_suggested_again(desk: Desk, pair: tuple[Filed, Filed]):
    one, two = pair
    page = judge(desk, two, one, "rejected")
    assert "No other case has enough in common" in page
    assert 'id="rejected"' in page
    assert 'id="rejected"' in matches(desk, one)


def test_what_was_unticked_leads_to_the_case_no_more(desk: Desk, pair: tuple[Filed, Filed]):
    one, two = pair
    assert found(desk.house, TROLL) == {one.id, two.id}
    desk.act(one, "indicators", kept=[])
    assert found(desk.house, TROLL) == {two.id}
    assert "No other case has enough in common" in matches(desk, two)


def test_a_thing_added_by_hand_is_read_like_any_other(desk: Desk, pair: tuple[Filed, Filed]):
    one, _ = pair
    assert desk.act(one, "indicators", kind="phone", value="call me").status_code == 422
    desk.act(one, "indicators", kind="account", value="https://facebook.com/profile.php?id=42")
    assert found(desk.house, Term("account", "facebook:#42")) == {one.id}


def test_a_restricted_case_is_told_to_nobody_else(desk: Desk, pair: tuple[Filed, Filed]):
    one, two = pair
    judge(desk, two, one, "linked")
    restricted(desk.house, one, "plover")
    assert found(desk.house, TROLL) == {two.id}
    page = matches(desk, two)
    assert one.number not in page
    assert "1 restricted match." in page
    assert one.number not in desk.get(f"/desk/cases/{two.number}").text


def test_an_erased_case_leaves_no_posting_whoever_erased_it(desk: Desk, pair: tuple[Filed, Filed]):
    one, two = pair
    with desk.house.services.database.writing() as session:
        erasing.erase(session, one.id, Cause.DEFENDER, now=desk.house.clock.now)
        assert session.scalars(traces.of_case(one.id)).first() is None
    matches(desk, two)
    assert found(desk.house, TROLL) == {two.id}
    with desk.house.services.database.reading() as session:
        assert len(session.scalars(select(Trace)).all()) == 1


def test_a_copy_of_the_database_shows_no_word_and_nothing_twice(house: House, desk: Desk):
    canaries = Canaries()
    for _ in range(3):
        word = canaries.word("story")
        filed = filing(house, story=f"{STORY.format(POST)} #{word} {word}@evil.example")
        confirmed(desk, filed)
    engine = house.services.database.engine
    assert in_rows(engine, canaries) == {}
    assert at_rest(engine, canaries) == {}
    with house.services.database.reading() as session:
        rows = session.scalars(select(PostingRow)).all()
        kept = session.scalars(select(Trace)).all()
    pieces = [row.label for row in rows] + [row.blob.blob for row in rows]
    pieces += [one.blob.blob for one in kept] + [one.places.blob for one in kept]
    assert len(set(pieces)) == len(pieces)
    assert len({piece[:8] for piece in pieces}) == len(pieces)
    assert len(rows) % 8 == 0


def test_whoever_left_finds_nothing_by_what_they_kept(
    house: House, desk: Desk, pair: tuple[Filed, Filed]
):
    one, two = pair
    joined(house, "gone")
    kept = keyed(house, "gone")
    with house.services.database.writing() as session:
        person = session.get_one(Person, house.people["gone"].id)
        by = house.people["avocet"].id
        leaving.remove_person(
            session, person, house.services.trust, by=by, day=house.clock.now.date()
        )
    regranted(house, "heron")
    with house.services.database.reading() as session:
        assert indexing.look_up(session, kept, TROLL) == frozenset()
        rows = session.scalars(select(Trace)).all()
        assert [tracing.opened(session, kept, row) for row in rows] == [None, None]
        team = session.get_one(Team, house.team.id)
        assert {row.kid for row in rows} == {team.kid}
    regranted(house, "heron")
    assert found(house, TROLL) == {one.id, two.id}
    assert "1 other case shares" in matches(desk, two)


def test_a_watched_hashtag_joins_no_cases(house: House, desk: Desk):
    one, two = (filing(house, story="They all wrote #GetHer today") for _ in range(2))
    for filed in (one, two):
        desk.taken(filed)
        desk.act(filed, "indicators", kind="hashtag", value="#GetHer")
    assert "1 hashtag" in matches(desk, two)
    desk.post("/desk/watched", hashtags="#getHER\n", version=0)
    assert "#gether" in desk.get("/desk/watched").text
    assert "No other case has enough in common" in matches(desk, two)
    assert desk.post("/desk/watched", hashtags="#other", version=0).status_code == 409


def test_nobody_else_s_case_can_be_linked(desk: Desk, pair: tuple[Filed, Filed], other_team: bytes):
    _, two = pair
    hidden = filing(desk.house, team_id=other_team)
    answer = desk.act(two, "matches", case=hidden.number, verdict="linked")
    assert "There is no such case" in answer.text
    with desk.house.services.database.reading() as session:
        assert session.scalars(select(Case).where(Case.id == hidden.id)).one()
