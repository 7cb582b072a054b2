"""The middle of first answers: honest about those that are late, silent while it says too much."""

import datetime as dt
import itertools
from html import unescape

import pytest
from desk.desk_house import filing, signed_in
from hypothesis import given
from hypothesis import strategies as st
from intake.door import come_back, send
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from hrd_report.casefile import answering
from hrd_report.casefile.answering import Middle
from hrd_report.records.answering import Answering
from hrd_report.records.base import Base
from hrd_report.records.cases import Case, Due

TABLES = [Base.metadata.tables[one.__tablename__] for one in (Answering, Case)]
NOW = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)


def told(rows: list[tuple[int, int]]) -> Middle | None:
    """Say the middle of so many answers, each (days ago, hours)."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine, tables=TABLES)
    with Session(engine) as session:
        for key, group in itertools.groupby(sorted(rows)):
            day = NOW.date() - dt.timedelta(days=key[0])
            session.add(Answering(day=day, hours=key[1], count=len(list(group))))
        session.flush()
        return answering.middle(session, now=NOW)


@given(st.lists(st.tuples(st.integers(0, 89), st.integers(0, 200)), max_size=12))
def test_it_is_the_middle_of_all_answers_from_five_on(rows):
    hours = sorted(one for _, one in rows)
    expected = None if len(hours) < 5 else Middle(hours[(len(hours) - 1) // 2])
    assert told(rows) == expected


def test_answers_of_before_ninety_days_say_nothing_of_today():
    assert told([(91, 1)] * 9 + [(1, 8)] * 5) == Middle(8)


def test_a_first_answer_is_counted_once_by_its_day_and_full_hours(house):
    filed = filing(house)
    heron = signed_in(house, "heron")
    heron.taken(filed)
    house.clock.advance(dt.timedelta(minutes=14))
    for text in ("first", "second"):
        heron.act(filed, "letters", letter=text)
    with house.services.database.reading() as session:
        rows = session.scalars(select(Answering)).all()
    assert [(one.day, one.count) for one in rows] == [(house.clock.now.date(), 1)]


def test_reports_that_wait_too_long_count_as_the_longest(house):
    for _ in range(5):
        filing(house, hours=-3)
    with house.services.database.writing() as session:
        for case in session.scalars(select(Case)):
            case.due, case.received_day = Due.FIRST_ANSWER, house.clock.now.date()
        session.add(Answering(day=house.clock.now.date(), hours=1, count=4))
        session.flush()
        assert answering.middle(session, now=house.clock.now) == Middle(None)
        session.add(Answering(day=house.clock.now.date(), hours=2, count=1))
        session.flush()
        assert answering.middle(session, now=house.clock.now) == Middle(2)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "half of all first answers came within 7 hours."), ("fr", "arrivée en 7 heures")],
)
def test_receipt_and_case_page_say_it_and_only_from_five_answers_on(house, language, sentence):
    with house.services.database.writing() as session:
        session.add(Answering(day=house.clock.now.date(), hours=7, count=4))
    client = house.client()
    page = send(client, language, story="x").text
    assert sentence not in unescape(page)
    with house.services.database.writing() as session:
        session.get_one(Answering, (house.clock.now.date(), 7)).count = 5
    house.clock.advance(dt.timedelta(hours=2))
    page = send(client, language, story="y").text
    assert sentence in unescape(page)
    come_back(client, page)
    assert sentence in unescape(client.get(f"/{language}/case").text)
