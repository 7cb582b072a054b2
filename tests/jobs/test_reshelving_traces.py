"""The copies of words that teams search go with the weeks, like the grants."""

import datetime as dt

from desk.desk_house import filing, signed_in
from house import House
from sqlalchemy import select

from hrd_report.casefile import indexing, tracing
from hrd_report.jobs import reshelving_traces
from hrd_report.records.traces import Trace


def opened(house: House) -> list[object]:
    with house.services.database.reading() as session:
        indexes = indexing.Indexes(session, house.people["heron"].key, house.team.kid)
        rows = session.scalars(select(Trace)).all()
        return [tracing.opened(session, indexes, row) for row in rows]


def renewed(house: House) -> int:
    today = house.clock.now.date()
    return reshelving_traces.renew(house.services.database, house.secrets.shelf, today=today)


def test_a_trace_goes_with_the_weeks_and_is_let_go_once_its_week_is_forgotten(house: House):
    signed_in(house, "heron").taken(filing(house))
    assert all(opened(house))
    house.clock.advance(dt.timedelta(days=7))
    assert renewed(house) == 1
    assert renewed(house) == 0
    assert all(opened(house))
    week = house.secrets.shelf.now().week_for(house.clock.now.date())
    house.secrets.shelf.forget_before(week + 1)
    assert opened(house) == [None]
    house.clock.advance(dt.timedelta(days=14))
    assert renewed(house) == 1
    with house.services.database.reading() as session:
        (row,) = session.scalars(select(Trace)).all()
    assert row.case_id is None
    assert row.blob is None
