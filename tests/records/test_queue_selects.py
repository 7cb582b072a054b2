"""What a team sees first: the most urgent, then what is due first; never what is over."""

import datetime as dt
import itertools

from records.kept_rows import HOUR, NOW, keep_case, keep_team

from hrd_report.records import cases
from hrd_report.records.cases import OVER, CaseState, Urgency
from hrd_report.records.database import Database
from hrd_report.records.people import Person, PersonState, Role


def test_the_queue_goes_by_urgency_then_by_what_is_due(database: Database):
    with database.writing() as session:
        team = keep_team(session)
        made = {
            (urgency, hours): keep_case(
                session, team, urgency=urgency, due_at=NOW + hours * HOUR
            ).id
            for urgency, hours in itertools.product(Urgency, (3, 1, 2))
        }
    with database.reading() as session:
        shown = [one.id for one in session.scalars(cases.queue(team.id, limit=50))]
    wanted = [
        made[urgency, hours]
        for urgency in (Urgency.CRITICAL, Urgency.HIGH, Urgency.NORMAL)
        for hours in (1, 2, 3)
    ]
    assert shown == wanted


def test_the_queue_holds_a_team_s_own_open_cases_and_no_more_than_asked(database: Database):
    with database.writing() as session:
        team, other = keep_team(session), keep_team(session, "second")
        keep_case(session, other)
        for state in CaseState:
            keep_case(session, team, state=state)
    with database.reading() as session:
        shown = list(session.scalars(cases.queue(team.id, limit=50)))
        assert {one.state for one in shown} == set(CaseState) - set(OVER)
        assert all(one.team_id == team.id for one in shown)
        assert len(list(session.scalars(cases.queue(team.id, limit=2)))) == 2


def test_open_cases_are_counted_by_urgency(database: Database):
    with database.writing() as session:
        team = keep_team(session)
        for urgency in (Urgency.HIGH, Urgency.HIGH, Urgency.CRITICAL):
            keep_case(session, team, urgency=urgency)
        keep_case(session, team, urgency=Urgency.HIGH, state=CaseState.CLOSED)
        keep_case(session, keep_team(session, "second"), urgency=Urgency.NORMAL)
    with database.reading() as session:
        counted = dict(session.execute(cases.open_counts(team.id)).all())
    assert counted == {Urgency.HIGH: 2, Urgency.CRITICAL: 1}


def test_the_next_case_is_the_most_urgent_that_nobody_has(database: Database):
    with database.writing() as session:
        team = keep_team(session)
        heron = Person(
            id=b"heron",
            name="heron",
            role=Role.CASEWORKER,
            state=PersonState.ACTIVE,
            kid=team.kid,
            language="en",
            team_id=team.id,
        )
        session.add(heron)
        session.flush()
        keep_case(session, team, urgency=Urgency.CRITICAL, assignee=heron.id)
        free = keep_case(session, team, urgency=Urgency.HIGH)
        keep_case(session, team, urgency=Urgency.NORMAL)
    with database.reading() as session:
        assert session.scalars(cases.waiting_for_anybody(team.id)).one().id == free.id


def test_only_open_cases_past_their_time_are_overdue(database: Database):
    second = dt.timedelta(seconds=1)
    with database.writing() as session:
        team = keep_team(session)
        late = keep_case(session, team, due_at=NOW - second)
        keep_case(session, team, due_at=NOW)
        keep_case(session, team, due_at=None)
        keep_case(session, team, due_at=NOW - second, state=CaseState.CLOSED)
    with database.reading() as session:
        assert [one.id for one in session.scalars(cases.overdue(NOW))] == [late.id]


def test_a_case_is_found_by_the_number_people_say(database: Database):
    with database.writing() as session:
        case = keep_case(session, keep_team(session), number="K7Q-2M4")
    with database.reading() as session:
        assert session.scalars(cases.numbered("K7Q-2M4")).one().id == case.id
        assert session.scalars(cases.numbered("K7Q-2M5")).first() is None
