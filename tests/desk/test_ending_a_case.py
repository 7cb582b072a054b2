"""Resolving, closing, reopening: nothing ends without outcome, last word and consents."""

import pytest
from desk.desk_house import signed_in

from hrd_report.records.acts import Act
from hrd_report.records.cases import CaseState, Due
from hrd_report.records.keys import ItemKind

WHOLE = {
    "to": "resolved",
    "outcome": "removed",
    "last_word": "Both posts are gone. Write when they come back.",
    "consents_reviewed": "yes",
}


def test_a_case_is_resolved_and_the_defender_hears_how(desk, file_case):
    filed = desk.taken(file_case())
    assert desk.act(filed, "end", **WHOLE).status_code == 303
    case = desk.case(filed)
    assert (case.state, case.due, case.due_at) == (CaseState.RESOLVED, Due.NOTHING, None)
    told = next(one for one in desk.news(filed) if one.event == "resolved")
    assert told.outcome == "removed"
    (letter,) = desk.opened(filed, ItemKind.MESSAGE, filed.receipt)
    assert letter["text"].startswith("Both posts are gone.")
    assert Act.STATE_CHANGED in desk.acts(filed.id)


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("outcome", "Choose an outcome."),
        ("last_word", "Write a last word"),
        ("consents_reviewed", "Look at the consents"),
    ],
)
def test_an_end_that_lacks_something_says_what_and_keeps_the_rest(desk, file_case, field, sentence):
    filed = desk.taken(file_case())
    answer = desk.act(filed, "end", **{**WHOLE, field: ""})
    assert answer.status_code == 409
    assert sentence in answer.text
    if field != "last_word":
        assert "Both posts are gone." in answer.text
    assert desk.case(filed).state is CaseState.OPEN
    assert desk.opened(filed, ItemKind.MESSAGE, filed.receipt) == []


@pytest.mark.parametrize("outcome", ["open", "nonsense"])
def test_still_open_and_nonsense_are_no_outcomes(desk, file_case, outcome):
    filed = desk.taken(file_case())
    assert desk.act(filed, "end", **{**WHOLE, "outcome": outcome}).status_code in {409, 422}
    assert desk.case(filed).state is CaseState.OPEN


def test_a_resolved_case_closes_without_a_second_last_word(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "end", **WHOLE)
    answer = desk.act(filed, "end", to="closed", consents_reviewed="yes")
    assert answer.status_code == 303
    assert desk.case(filed).state is CaseState.CLOSED
    assert len(desk.opened(filed, ItemKind.MESSAGE, filed.receipt)) == 1


def test_a_closed_case_is_reopened_and_owes_a_word_again(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "end", **{**WHOLE, "to": "closed"})
    assert desk.act(filed, "state", to="in_progress").status_code == 303
    assert desk.case(filed).state is CaseState.IN_PROGRESS
    assert desk.case(filed).due is Due.WORD_TO_DEFENDER
    assert "reopened" in desk.events(filed)


def test_a_step_the_table_lacks_is_refused(desk, file_case):
    filed = desk.taken(file_case())
    assert desk.act(filed, "state", to="received").status_code == 409
    assert desk.act(filed, "state", to="nonsense").status_code == 404
    assert desk.case(filed).state is CaseState.OPEN


def test_nobody_ends_a_case_by_the_way_of_going_on(desk, file_case):
    filed = desk.taken(file_case())
    assert desk.act(filed, "state", to="closed").status_code == 409
    assert desk.act(filed, "end", **{**WHOLE, "to": "open"}).status_code == 422
    assert desk.case(filed).state is CaseState.OPEN


def test_only_possible_steps_are_offered(desk, file_case):
    filed = desk.taken(file_case())
    page = desk.get(f"/desk/cases/{filed.number}/state").text
    assert 'value="in_progress"' in page
    assert 'value="received"' not in page


def test_an_old_page_ends_nothing_and_keeps_the_last_word(desk, file_case):
    filed = desk.taken(file_case())
    old = desk.case(filed).version
    signed_in(desk.house, "plover").act(filed, "state", to="in_progress")
    answer = desk.post(f"/desk/cases/{filed.number}/end", version=old, **WHOLE)
    assert answer.status_code == 409
    assert "Both posts are gone." in answer.text
    assert desk.case(filed).state is CaseState.IN_PROGRESS
