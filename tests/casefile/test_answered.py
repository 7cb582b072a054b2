"""What a fact says of a platform's answers: the rule alone, on escalations that nobody wrote."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.casefile.answered import Asked, codes
from hrd_report.records.escalations import EscalationState as State
from hrd_report.reference.load import load

LANGUAGES = load().codes["language"]
LISTS = load().codes
START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def told(*found: Asked) -> tuple[str, str, str]:
    said = codes(found, "x", "fr", LANGUAGES)
    return said["acknowledged"], said["decision"], said["remedy"]


def notice(state: State = State.SENT, *, after: int = 0, rung: str = "form", **more) -> Asked:
    hours = {
        name: START + more.pop(name) * HOUR for name in ("acknowledged", "decided") if name in more
    }
    sent = START + after * HOUR
    return Asked(**{"to": "x", "rung": rung, "state": state, "sent": sent, **hours, **more})


def test_a_case_without_a_notice_to_its_platform_knows_nothing_but_the_language():
    assert codes([], "x", "fr", LANGUAGES) == {
        "acknowledged": "unknown",
        "decision": "unknown",
        "remedy": "unknown",
        "language": "fr",
    }
    assert told(notice(State.DECIDED, to="y", decided=3)) == ("unknown",) * 3
    assert told(notice(State.CLOSED, rung="archive")) == ("unknown",) * 3


@pytest.mark.parametrize(
    ("hours", "code"),
    [(0, "up_to_1"), (24, "up_to_1"), (25, "up_to_7"), (7 * 24, "up_to_7"), (31 * 24, "up_to_90")],
)
def test_days_run_from_the_first_notice_whatever_was_answered_to(hours, code):
    second = notice(State.DECIDED, after=20, rung="art16", acknowledged=hours, decided=hours)
    assert told(notice(State.NO_RESPONSE), second)[:2] == (code, code)
    reminder = notice(State.DECIDED, rung="reminder", decided=hours)
    assert told(notice(State.NO_RESPONSE), reminder)[1] == code


def test_silence_and_waiting_are_told_apart():
    assert told(notice()) == ("waiting", "waiting", "none")
    assert told(notice(State.ACKNOWLEDGED, acknowledged=2)) == ("up_to_1", "waiting", "none")
    assert told(notice(State.NO_RESPONSE)) == ("never", "no_answer", "none")
    assert told(notice(State.NO_RESPONSE, acknowledged=30)) == ("up_to_7", "no_answer", "none")
    assert told(notice(State.CLOSED)) == ("never", "no_answer", "none")


def test_a_question_back_confirms_receipt_and_decides_nothing():
    asked = notice(State.DECIDED, acknowledged=3, asks_more=True)
    assert told(asked) == ("up_to_1", "waiting", "none")


def test_a_decision_confirms_receipt_too():
    assert told(notice(State.DECIDED, decided=3)) == ("up_to_1", "up_to_1", "none")


@pytest.mark.parametrize(
    ("acted", "code"),
    [
        ([(True, True)], "up_to_1_all"),
        ([(True, False)], "up_to_1_some"),
        ([(False,)], "up_to_1_none"),
        ([(True,), (False,)], "up_to_1_some"),
        ([()], "up_to_1"),
    ],
)
def test_a_decision_says_on_how_many_posts_of_all_notices_something_changed(acted, code):
    found = [notice(State.DECIDED, decided=3, acted=one, after=n) for n, one in enumerate(acted)]
    assert told(*found)[1] == code
    appeal = notice(State.DECIDED, rung="complaint", decided=60, acted=(True, False), after=50)
    assert told(*found, appeal)[1] == code


def test_where_nothing_was_decided_no_post_counts_as_refused():
    assert told(notice(State.NO_RESPONSE), notice(after=9))[1] == "waiting"
    assert told(notice(State.NO_RESPONSE))[1] == "no_answer"


APPEALED = {"decided": 3, "contested": "open"}


@pytest.mark.parametrize(
    ("one", "remedy"),
    [
        (notice(State.APPEALED, **APPEALED), "running"),
        (notice(State.UPHELD, decided=3), "upheld"),
        (notice(State.OVERTURNED, decided=3), "overturned"),
        (notice(State.CLOSED, decided=3, contested="overturned"), "overturned"),
        (notice(State.CLOSED, decided=3), "none"),
        (notice(State.NO_RESPONSE, decided=3), "no_answer"),
        (notice(State.NO_RESPONSE, contested="open"), "no_answer"),
        (notice(State.CLOSED, **APPEALED), "no_answer"),
    ],
)
def test_what_became_of_an_appeal_outlives_the_state_that_said_it(one, remedy):
    assert told(one)[2] == remedy


def test_an_appeal_that_is_a_notice_of_its_own_neither_confirms_nor_decides():
    appeal = notice(State.DECIDED, after=50, rung="complaint", acknowledged=60, decided=60)
    assert told(notice(State.NO_RESPONSE), appeal)[:2] == ("never", "no_answer")
    running = notice(State.SENT, after=50, rung="settlement")
    assert told(notice(State.UPHELD, decided=3), running)[2] == "running"
    assert (
        told(notice(State.DECIDED, decided=3), notice(State.CLOSED, rung="complaint"))[2]
        == "no_answer"
    )


def test_the_words_complained_of_are_in_the_language_that_counts():
    found = [notice(), notice(words="sw", after=1), notice(words="en", after=2)]
    assert codes(found, "x", "fr", LANGUAGES)["language"] == "sw"


hours = st.none() | st.integers(0, 3000).map(lambda n: START + n * HOUR)
lines = st.builds(
    Asked,
    to=st.sampled_from(["x", "y"]),
    rung=st.sampled_from(["form", "art16", "reminder", "archive", "complaint", "settlement"]),
    state=st.sampled_from([one for one in State if one.value not in {"draft", "queued"}]),
    sent=st.integers(0, 900).map(lambda n: START + n * HOUR),
    acknowledged=hours,
    decided=hours,
    acted=st.lists(st.booleans(), max_size=3).map(tuple),
    contested=st.sampled_from(["", "open", "upheld", "overturned"]),
    words=st.sampled_from(["", "fr", "pt-BR", "br"]),
)


@given(st.lists(lines, max_size=6), st.randoms(use_true_random=False))
def test_every_case_has_codes_of_the_lists_whatever_the_order_it_is_read_in(found, chance):
    said = codes(found, "x", "", LANGUAGES)
    assert all(code in LISTS[name].codes for name, code in said.items())
    others = [one for one in found if one.to == "x"]
    chance.shuffle(others)
    ways = {one.sent for one in others if one.words}
    if len(ways) == len([one for one in others if one.words]):
        assert codes(others, "x", "", LANGUAGES) == said
    assert (said["decision"] == "unknown") == (said["acknowledged"] == "unknown")
