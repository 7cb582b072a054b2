"""Consents: recorded, read by the defender, withdrawn, and what stands on them stopped."""

import datetime as dt

import pytest
from desk.desk_house import worker
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.casefile import keeping
from hrd_report.desk.actions import consents
from hrd_report.errors import Invalid
from hrd_report.records import cases, escalations
from hrd_report.records.acts import Act
from hrd_report.records.cases import ConsentState
from hrd_report.records.escalations import (
    Delivery,
    DeliveryState,
    Escalation,
    EscalationConsent,
    EscalationState,
)
from hrd_report.records.keys import ItemKind
from hrd_report.reference.load import load

REFERENCE = load()
TO_X = {
    "purpose": "notice_anonymous",
    "platform": "x",
    "identity": "organisation",
    "state": "given",
}


def rows(desk, filed):
    with desk.house.services.database.reading() as session:
        return list(session.scalars(cases.consents_of(filed.id)))


def test_a_consent_is_recorded_for_case_and_defender(desk, file_case):
    filed = desk.taken(file_case())
    answer = desk.act(filed, "consents", **TO_X, scope="The three posts.")
    assert answer.status_code == 303
    (row,) = rows(desk, filed)
    assert row.state is ConsentState.GIVEN
    assert row.until == dt.datetime(2027, 2, 19, 10, tzinfo=dt.UTC)
    (copy,) = desk.opened(filed, ItemKind.CONSENT, filed.receipt)
    assert copy["purpose"] == "notice_anonymous"
    assert copy["platform"] == "x"
    assert copy["consent"] == row.id.hex()
    assert copy["scope"] == "The three posts."
    assert Act.CONSENT_RECORDED in desk.acts(filed.id)
    page = desk.get(f"/desk/cases/{filed.number}/consents").text
    assert "Write to a platform without your name: X" in page
    assert "19 February 2027" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"platform": ""}, "platform"),
        ({"platform": "nowhere"}, "platform"),
        ({"identity": "real"}, "identity"),
        ({"days": "0"}, "days"),
        ({"days": "soon"}, "days"),
        ({"state": "withdrawn"}, "state"),
        ({"state": "whatever"}, "state"),
    ],
)
def test_a_consent_that_does_not_fit_is_asked_for_again(desk, file_case, changes, field):
    filed = desk.taken(file_case())
    answer = desk.act(filed, "consents", **{**TO_X, **changes}, scope="The three posts.")
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "The three posts." in answer.text
    assert rows(desk, filed) == []


@given(
    st.sampled_from(REFERENCE.consent_purposes),
    st.sampled_from(REFERENCE.identity_levels),
    st.sampled_from([None, "x"]),
)
def test_a_name_is_shown_only_for_a_purpose_that_says_so(purpose, identity, platform):
    wish = consents.Wish(
        purpose=purpose.id, identity=identity.id, platform=platform, state=ConsentState.GIVEN
    )
    fits = (platform or not purpose.needs_addressee) and (
        identity.rank <= 1 or purpose.discloses_identity
    )
    if fits:
        consents.check(wish, REFERENCE)
    else:
        with pytest.raises(Invalid):
            consents.check(wish, REFERENCE)


def escalate(desk, filed, consent_id, state, delivery=None) -> bytes:
    """Put an escalation on a consent, and its message into the outbox."""
    now, made = desk.house.clock.now, keeping.new_id()
    with desk.house.services.database.writing() as session:
        item = keeping.keep(
            session, filed.id, ItemKind.NOTICE, {"any": "notice"}, filed.key, day=now.date()
        )
        session.flush()
        session.add(
            Escalation(id=made, case_id=filed.id, state=state, notice_item=item.id, day=now.date())
        )
        session.flush()
        session.add(EscalationConsent(escalation_id=made, consent_id=consent_id))
        if delivery is not None:
            session.add(
                Delivery(
                    id=keeping.new_id(),
                    escalation_id=made,
                    item_id=item.id,
                    state=delivery,
                    message_id="<a@b>",
                    next_at=now,
                )
            )
    return made


def test_withdrawing_stops_what_is_queued_and_says_what_had_left(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "consents", **TO_X)
    (row,) = rows(desk, filed)
    queued = escalate(desk, filed, row.id, EscalationState.QUEUED, DeliveryState.QUEUED)
    escalate(desk, filed, row.id, EscalationState.SENT, DeliveryState.SENT)
    escalate(desk, filed, row.id, EscalationState.DRAFT)
    answer = desk.get(desk.act(filed, f"consents/{row.id.hex()}/withdraw").headers["Location"])
    assert "1 notice was stopped before it left." in answer.text
    assert "1 notice had left and cannot be called back." in answer.text
    assert rows(desk, filed)[0].state is ConsentState.WITHDRAWN
    with desk.house.services.database.reading() as session:
        stopped = session.scalars(escalations.escalation(queued)).one()
        delivery = session.scalars(escalations.delivery_of(queued)).one()
    assert stopped.state is EscalationState.STOPPED
    assert delivery.state is DeliveryState.STOPPED
    assert desk.acts(queued) == [Act.NOT_SENT]
    told = [one for one in desk.news(filed) if one.event == "escalation_stopped"]
    assert [one.escalation for one in told] == [queued.hex()]


def test_a_message_on_its_way_counts_as_sent(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "consents", **TO_X)
    (row,) = rows(desk, filed)
    escalate(desk, filed, row.id, EscalationState.QUEUED, DeliveryState.SENDING)
    answer = desk.get(desk.act(filed, f"consents/{row.id.hex()}/withdraw").headers["Location"])
    assert "1 notice had left" in answer.text
    assert "stopped" not in answer.text


def test_withdrawing_twice_changes_nothing_more(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "consents", **TO_X)
    (row,) = rows(desk, filed)
    escalate(desk, filed, row.id, EscalationState.QUEUED, DeliveryState.QUEUED)
    for _ in range(2):
        desk.act(filed, f"consents/{row.id.hex()}/withdraw")
    assert [one.event for one in desk.news(filed)].count("escalation_stopped") == 1


def test_another_cases_consent_cannot_be_withdrawn_here(desk, file_case):
    one, other = desk.taken(file_case()), desk.taken(file_case())
    desk.act(other, "consents", **TO_X)
    (row,) = rows(desk, other)
    assert desk.act(one, f"consents/{row.id.hex()}/withdraw").status_code == 404
    assert desk.act(one, "consents/zz/withdraw").status_code == 404
    assert rows(desk, other)[0].state is ConsentState.GIVEN


def test_a_consent_that_ran_out_is_shown_so(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "consents", **TO_X, days="1")
    desk.house.clock.advance(dt.timedelta(days=2))
    desk.token = desk.house.sign_in(desk.client, "heron")
    assert "ran out" in desk.get(f"/desk/cases/{filed.number}").text
    assert worker(desk.house, "heron").name in desk.get(f"/desk/cases/{filed.number}/consents").text
