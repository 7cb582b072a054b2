"""Letters to the defender: read with the receipt, with a clock behind them."""

from desk.desk_house import signed_in

from hrd_report.records.acts import Act
from hrd_report.records.cases import CaseState, Due
from hrd_report.records.keys import ItemKind


def test_a_letter_is_read_by_the_defender_and_by_the_team(desk, file_case):
    filed = desk.taken(file_case())
    answer = desk.act(filed, "letters", letter="Sleep elsewhere tonight.")
    assert answer.status_code == 303
    letters = desk.opened(filed, ItemKind.MESSAGE, filed.receipt)
    assert [one["text"] for one in letters] == ["Sleep elsewhere tonight."]
    assert [one["author"] for one in letters] == ["team"]
    assert "Sleep elsewhere" in desk.get(f"/desk/cases/{filed.number}").text
    assert Act.MESSAGED in desk.acts(filed.id)


def test_the_first_letter_ends_the_clock_of_the_first_answer(desk, file_case):
    filed = desk.taken(file_case())
    assert desk.case(filed).due is Due.FIRST_ANSWER
    desk.act(filed, "letters", letter="We read it.")
    assert desk.case(filed).due is Due.TRIAGE
    desk.act(filed, "classify", threats="doxing")
    assert desk.case(filed).due is Due.WORD_TO_DEFENDER


def test_a_question_lets_the_case_wait_for_the_defender(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "letters", letter="Which city?", asks="yes")
    assert desk.case(filed).state is CaseState.WAITING_DEFENDER
    assert "waiting_defender" in desk.events(filed)
    assert "paused" in desk.get("/desk/").text


def test_a_letter_on_an_old_page_is_not_sent_and_not_lost(desk, file_case):
    filed = desk.taken(file_case())
    old = desk.case(filed).version
    signed_in(desk.house, "plover").act(filed, "letters", letter="From Plover.")
    path = f"/desk/cases/{filed.number}/letters"
    answer = desk.post(path, version=old, letter="From Heron.")
    assert answer.status_code == 409
    assert "From Heron." in answer.text
    assert len(desk.opened(filed, ItemKind.MESSAGE, filed.receipt)) == 1


def test_a_letter_to_a_closed_case_starts_no_clock(desk, file_case):
    filed = file_case(state=CaseState.CLOSED, due=Due.NOTHING, due_at=None, due_from=None)
    desk.post(f"/desk/cases/{filed.number}/take")
    desk.act(filed, "letters", letter="Take care.", asks="yes")
    assert desk.case(filed).due is Due.NOTHING
    assert desk.case(filed).state is CaseState.CLOSED
