"""Cases that name the same campaign find each other at the desk, and nowhere else."""

from html import unescape

import pytest
from canaries import Canaries, at_rest, in_rows
from desk.desk_house import signed_in
from house import House
from sqlalchemy import delete, func, select, update

from hrd_report.casefile import erasing, indexing
from hrd_report.records.cases import Case
from hrd_report.records.erasure import Cause
from hrd_report.records.keys import Grant
from hrd_report.records.postings import PostingRow


def report(house: House, *hashtags: str) -> str:
    """Send a report about a campaign; return its case's number."""
    before = numbers(house)
    further = {"campaign": {"hashtags": list(hashtags)}}
    answer = house.client().post("/api/v1/reports", json={"story": "x", "further": further})
    assert answer.status_code == 201
    return (numbers(house) - before).pop()


def numbers(house: House) -> set[str]:
    with house.services.database.reading() as session:
        return set(session.scalars(select(Case.number)))


def postings(house: House) -> int:
    with house.services.database.reading() as session:
        return session.scalars(select(func.count()).select_from(PostingRow)).one()


def opened(house: House, number: str, name: str = "heron") -> str:
    desk = signed_in(house, name)
    desk.post(f"/desk/cases/{number}/take")
    answer = desk.get(f"/desk/cases/{number}")
    assert answer.status_code == 200
    return unescape(answer.text)


def test_two_cases_that_name_one_hashtag_lead_to_each_other(house: House):
    one, two, three = report(house, "#Ours"), report(house, "#ours", "#x1"), report(house, "#x2")
    assert "other case" not in opened(house, one)
    page = opened(house, two)
    assert "1 other case of your team names <bdi>#ours</bdi>:" in page
    assert f'href="/desk/cases/{one}">{one}' in page
    assert f'href="/desk/cases/{two}">{two}' in opened(house, one)
    assert "other case" not in opened(house, three)


def test_a_case_is_indexed_once_among_rows_of_nothing(house: House):
    number = report(house, "#one", "#two", "#three")
    for _ in range(3):
        opened(house, number)
    assert postings(house) == 8


def test_without_hashtags_nothing_is_added(house: House):
    opened(house, report(house))
    assert postings(house) == 0


def test_nothing_of_a_hashtag_rests_anywhere(house: House):
    canaries = Canaries()
    opened(house, report(house, canaries.word("hashtag"), "#other"))
    assert in_rows(house.services.database.engine, canaries) == {}
    assert at_rest(house.services.database.engine, canaries) == {}


def test_a_case_restricted_to_people_named_is_told_to_nobody_else(house: House):
    one, two = report(house, "#ours"), report(house, "#ours")
    opened(house, one)
    with house.services.database.writing() as session:
        session.execute(update(Case).where(Case.number == one).values(restricted=True))
        kid = session.scalars(select(Case.kid).where(Case.number == one)).one()
        session.execute(delete(Grant).where(Grant.child == kid))
    assert "other case" not in opened(house, two)


def test_an_erased_case_is_forgotten_by_the_index_when_somebody_looks(house: House):
    one, two = report(house, "#ours"), report(house, "#ours")
    opened(house, one)
    with house.services.database.writing() as session:
        gone = session.scalars(select(Case.id).where(Case.number == one)).one()
        erasing.erase(session, gone, Cause.DEFENDER, now=house.clock.now)
    assert "other case" not in opened(house, two)
    with house.services.database.reading() as session:
        indexes = indexing.Indexes(session, house.people["heron"].key, house.team.kid)
        term = indexing.Term(indexing.HASHTAG, "ours")
        found = indexing.look_up(session, indexes, term)
        left = session.scalars(select(Case.id).where(Case.number == two)).one()
    assert found == {left}


@pytest.mark.parametrize("count", [1, 15, 16, 17, 33])
def test_postings_are_found_however_many_there_are(house: House, count: int):
    term = indexing.Term(indexing.HASHTAG, "ours")
    ids = [number.to_bytes(16, "big") for number in range(count)]
    with house.services.database.writing() as session:
        indexes = indexing.Indexes(session, house.people["heron"].key, house.team.kid)
        for one in ids:
            indexing.add(session, indexes.present, [term], one)
        assert indexing.look_up(session, indexes, term) == set(ids)
        assert indexing.is_indexed(session, indexes, term, ids[-1])
        assert not indexing.is_indexed(session, indexes, term, bytes([1] * 16))


def test_somebody_of_no_team_has_no_index(house: House):
    with house.services.database.reading() as session:
        indexes = indexing.Indexes(session, house.people["wren"].key, house.team.kid)
    assert indexes.present is None
