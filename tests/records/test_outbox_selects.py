"""A message is taken by one worker at a time, when it is due, and again when a lease ran out."""

import pytest
from records.kept_rows import (
    HOUR,
    NOW,
    Opened,
    keep_case,
    keep_delivery,
    keep_escalation,
    keep_team,
)

from hrd_report.records import escalations
from hrd_report.records.database import Database
from hrd_report.records.escalations import DeliveryState, EscalationState


def deliverable(database: Database) -> list[str]:
    with database.reading() as session:
        return [one.message_id for one in session.scalars(escalations.deliverable(NOW))]


@pytest.mark.parametrize(
    ("state", "next_at", "lease_until", "due"),
    [
        (DeliveryState.QUEUED, NOW, None, True),
        (DeliveryState.QUEUED, NOW + HOUR, None, False),
        (DeliveryState.SENDING, NOW, NOW + HOUR, False),
        (DeliveryState.SENDING, NOW, NOW, True),
        (DeliveryState.SENT, NOW, None, False),
        (DeliveryState.STOPPED, NOW, None, False),
        (DeliveryState.DEAD, NOW, None, False),
    ],
)
def test_what_may_be_sent_now(database: Database, state, next_at, lease_until, due):
    with database.writing() as session:
        case = keep_case(session, keep_team(session))
        row = keep_delivery(session, case, state=state, next_at=next_at, lease_until=lease_until)
    assert deliverable(database) == ([row.message_id] if due else [])


def test_the_oldest_goes_first_and_alone(database: Database):
    with database.writing() as session:
        case = keep_case(session, keep_team(session))
        keep_delivery(session, case, next_at=NOW)
        older = keep_delivery(session, case, next_at=NOW - HOUR)
    assert deliverable(database) == [older.message_id]


@pytest.mark.postgresql
def test_a_message_another_worker_holds_is_passed_over(opened: Opened):
    with opened.whole.writing() as session:
        case = keep_case(session, keep_team(session))
        first = keep_delivery(session, case, next_at=NOW - HOUR)
        second = keep_delivery(session, case, next_at=NOW)
    with opened.whole.writing() as one, opened.whole.writing() as other:
        held = one.scalars(escalations.deliverable(NOW)).one()
        free = other.scalars(escalations.deliverable(NOW)).one()
        assert (held.message_id, free.message_id) == (first.message_id, second.message_id)


@pytest.mark.parametrize(
    ("state", "due_at", "waits"),
    [
        (EscalationState.SENT, NOW, True),
        (EscalationState.ACKNOWLEDGED, NOW - HOUR, True),
        (EscalationState.SENT, NOW + HOUR, False),
        (EscalationState.SENT, None, False),
        (EscalationState.DECIDED, NOW, False),
        (EscalationState.NO_RESPONSE, NOW, False),
        (EscalationState.DRAFT, NOW, False),
    ],
)
def test_silence_is_an_escalation_past_its_time_without_an_answer(
    database: Database, state, due_at, waits
):
    with database.writing() as session:
        case = keep_case(session, keep_team(session))
        keep_escalation(session, case, state=state, due_at=due_at)
    with database.reading() as session:
        assert len(list(session.scalars(escalations.silent(NOW)))) == int(waits)


def test_a_team_s_escalations_come_by_what_is_due(database: Database):
    with database.writing() as session:
        team = keep_team(session)
        case = keep_case(session, team)
        later = keep_escalation(session, case, due_at=NOW + HOUR)
        soon = keep_escalation(session, case, due_at=NOW)
        keep_escalation(session, keep_case(session, keep_team(session, "second")), due_at=NOW)
    with database.reading() as session:
        rows = session.execute(escalations.escalations_of_team(team.id, b"", limit=10)).all()
    assert [row[0].id for row in rows] == [soon.id, later.id]
    assert {row[1].id for row in rows} == {case.id}
