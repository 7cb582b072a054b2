"""Risk and classification: urgency, clocks, what comes back typed, what is refused."""

import datetime as dt

import pytest
from desk.desk_house import signed_in, worker
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.desk.actions import classify, reading
from hrd_report.records.acts import Act
from hrd_report.records.cases import CaseState, Due, ReportState, Urgency
from hrd_report.reference.load import load

REFERENCE = load()
CLASSIFIED = {
    "threats": ["doxing", "harassment"],
    "subtypes": ["doxing.contact_location"],
    "platforms": ["facebook", "x"],
    "modifiers": ["gone"],
    "country": "TG",
    "group": "environment_land",
    "identity": "women",
    "summary": "Address under a photograph.",
    "verdict": "accepted",
}


def assessment(desk, filed):
    parts = desk.house.services
    with parts.database.reading() as session:
        file = reading.open_case(
            session, worker(desk.house, "heron"), desk.case(filed), parts.store
        )
    return file.assessment


def test_a_classification_is_kept_and_moves_case_and_report(desk, file_case):
    filed = desk.taken(file_case())
    assert desk.act(filed, "classify", **CLASSIFIED).status_code == 303
    held = assessment(desk, filed)
    assert held.threats == ("doxing", "harassment")
    assert held.platforms == ("facebook", "x")
    assert held.severity == 2  # critical by default, gone: one less
    assert desk.case(filed).state is CaseState.IN_PROGRESS
    assert desk.case(filed).urgency is Urgency.HIGH
    assert desk.report(filed).state is ReportState.ACCEPTED
    assert Act.CLASSIFIED in desk.acts(filed.id)
    page = desk.get(f"/desk/cases/{filed.number}").text
    assert "Doxing, address or contact data published · Harassment" in page
    assert "Facebook · X" in page
    assert "Togo" in page


def test_the_newest_classification_holds_even_within_the_same_moment(desk, file_case):
    filed = desk.taken(file_case())
    for threat in ("doxing", "censorship", "surveillance"):
        desk.act(filed, "classify", **{**CLASSIFIED, "threats": [threat], "subtypes": []})
    assert assessment(desk, filed).threats == ("surveillance",)


def test_the_threat_that_counts_in_statistics_stands_first(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "classify", **CLASSIFIED, main="harassment")
    assert assessment(desk, filed).threats == ("harassment", "doxing")
    page = desk.get(f"/desk/cases/{filed.number}/classify").text
    assert '<option value="harassment" selected' in page


def test_a_caseworker_may_decide_another_severity_than_proposed(desk, file_case):
    filed = desk.taken(file_case())
    answer = desk.act(filed, "classify", **CLASSIFIED, severity="4")
    assert answer.status_code == 422
    assert "Say why the severity is another than proposed." in answer.text
    desk.act(filed, "classify", **CLASSIFIED, severity="4", severity_note="An old address.")
    assert assessment(desk, filed).severity == 4
    assert "An old address." in desk.get(f"/desk/cases/{filed.number}").text
    desk.act(filed, "classify", **CLASSIFIED, severity="2", severity_note="No longer needed.")
    assert not assessment(desk, filed).severity_note


@given(
    st.lists(st.sampled_from(REFERENCE.subtypes), max_size=5),
    st.lists(st.sampled_from(REFERENCE.severity_modifiers), unique=True),
)
def test_the_proposed_severity_is_a_level_and_never_milder_for_more(subtypes, modifiers):
    names = [one.id for one in modifiers]
    found = classify.proposal([one.id for one in subtypes], names, REFERENCE)
    assert 1 <= found.level <= 4
    assert classify.proposal([], [], REFERENCE).level == 3
    for one in REFERENCE.subtypes:
        more = classify.proposal([*(s.id for s in subtypes), one.id], names, REFERENCE)
        assert more.level <= found.level or not subtypes
    for one in REFERENCE.severity_modifiers:
        moved = classify.proposal([s.id for s in subtypes], {*names, one.id}, REFERENCE)
        assert (moved.level - found.level) * one.step <= 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("threats", "nonsense"),
        ("subtypes", "doxing.nothing"),
        ("platforms", "nowhere"),
        ("modifiers", "x"),
        ("country", "ZZ"),
        ("severity", "9"),
        ("severity", "many"),
        ("verdict", "unreadable"),
    ],
)
def test_what_the_reference_does_not_know_is_refused_and_typed_words_stay(
    desk, file_case, field, value
):
    filed = desk.taken(file_case())
    answer = desk.act(filed, "classify", **{**CLASSIFIED, field: value})
    assert answer.status_code == 422
    assert "Address under a photograph." in answer.text
    assert f'href="#{field}"' in answer.text
    assert assessment(desk, filed) is None


def test_a_classification_without_threat_is_asked_for_again(desk, file_case):
    filed = desk.taken(file_case())
    answer = desk.act(filed, "classify", summary="words")
    assert answer.status_code == 422
    assert "Name at least one threat." in answer.text


def test_an_old_page_changes_nothing_and_shows_what_was_typed(desk, file_case):
    filed = desk.taken(file_case())
    old = desk.case(filed).version
    signed_in(desk.house, "plover").act(filed, "classify", **CLASSIFIED)
    answer = desk.post(
        f"/desk/cases/{filed.number}/classify",
        version=old,
        **{**CLASSIFIED, "summary": "My own view.", "threats": ["surveillance"]},
    )
    assert answer.status_code == 409
    assert "Somebody changed this case meanwhile." in answer.text
    assert "My own view." in answer.text
    assert 'value="surveillance" id="threats" checked' not in answer.text
    assert assessment(desk, filed).threats == ("doxing", "harassment")
    again = desk.act(filed, "classify", **{**CLASSIFIED, "summary": "My own view."})
    assert again.status_code == 303


def test_any_yes_makes_a_case_critical_within_two_hours(desk, file_case):
    filed = desk.taken(file_case())
    answer = desk.act(filed, "risk", life="no", location="yes")
    assert answer.status_code == 303
    case = desk.case(filed)
    assert case.urgency is Urgency.CRITICAL
    assert case.due_at <= desk.house.clock.now + dt.timedelta(hours=3)
    assert case.due is Due.FIRST_ANSWER
    assert Act.ASSESSED_RISK in desk.acts(filed.id)
    assert "Yes" in desk.get(f"/desk/cases/{filed.number}").text


def test_a_mild_severity_does_not_outweigh_a_life_at_risk(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "risk", life="yes")
    desk.act(filed, "classify", **CLASSIFIED, severity="4", severity_note="Old.")
    assert desk.case(filed).urgency is Urgency.CRITICAL


def test_five_noes_do_not_slow_a_case_that_was_never_classified(desk, file_case):
    filed = desk.taken(file_case(urgency=Urgency.HIGH))
    before = desk.case(filed).due_at
    desk.act(filed, "risk", life="no", location="no", detention="no", takeover="no", intimate="no")
    assert desk.case(filed).urgency is Urgency.HIGH
    assert desk.case(filed).due_at == before


def test_an_answer_that_does_not_exist_is_refused(desk, file_case):
    filed = desk.taken(file_case())
    assert desk.act(filed, "risk", life="perhaps").status_code == 422
    assert assessment(desk, filed) is None


def test_an_old_risk_page_is_refused_and_its_answers_stay(desk, file_case):
    filed = desk.taken(file_case())
    old = desk.case(filed).version
    desk.act(filed, "risk", life="no")
    answer = desk.post(f"/desk/cases/{filed.number}/risk", version=old, detention="yes")
    assert answer.status_code == 409
    assert 'name="detention" value=yes checked' in answer.text


def test_the_form_begins_with_what_the_defender_named(desk, file_case):
    filed = desk.taken(file_case())
    page = desk.get(f"/desk/cases/{filed.number}/classify").text
    assert 'value="doxing" checked' in page
    assert 'value="surveillance" checked' not in page
