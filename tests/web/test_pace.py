"""Answers about a receipt come at even steps of time, whatever the work took."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.door import send, words_on

from hrd_report.app import create_app
from hrd_report.web.pace import MOST_HELD, STEP, Pace


class Hands:
    """Time that goes on only when somebody waits or works."""

    def __init__(self, each_look: float = 0) -> None:
        self.at, self.each_look = 0.0, each_look
        self.waited: list[float] = []

    def now(self) -> float:
        self.at += self.each_look
        return self.at

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += seconds


@given(st.floats(0, 100), st.floats(0.001, 5), st.floats(0, 20))
def test_an_answer_comes_at_the_next_even_step_and_not_a_step_later(began, step, took):
    hands = Hands()
    pace = Pace(step=step, now=hands.now, sleep=hands.sleep)
    hands.at = began + took
    pace.hold(began)
    steps = (hands.at - began) / step
    assert steps == pytest.approx(round(steps), abs=1e-6)
    assert 0 <= hands.waited[0] <= step


def test_only_so_many_answers_are_held_at_once():
    held, waiting = threading.Event(), threading.Semaphore(0)

    def sleep(_: float) -> None:
        waiting.release()
        held.wait()

    pace = Pace(now=lambda: 0.1, sleep=sleep)
    threads = [threading.Thread(target=pace.hold, args=(0,)) for _ in range(MOST_HELD)]
    for one in threads:
        one.start()
    for _ in threads:
        waiting.acquire()
    # No place is left, so this one returns although nobody lets it go.
    pace.hold(0)
    held.set()
    for one in threads:
        one.join()
    pace.hold(0)
    assert waiting.acquire(blocking=False)


def test_a_place_is_given_back_when_the_waiting_is_broken_off():
    def sleep(_: float) -> None:
        raise KeyboardInterrupt

    pace = Pace(sleep=sleep, places=threading.Semaphore(1))
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            pace.hold(0)


@pytest.fixture
def waited(house):
    """Give a client of a house with time of its own, and what that client had to wait."""
    hands = Hands(each_look=0.01)
    pace = Pace(now=hands.now, sleep=hands.sleep)
    return create_app(house.services, pace=pace).test_client(), hands.waited


def test_a_receipt_that_opens_one_that_does_not_and_one_that_is_none_are_all_held(house, waited):
    client, times = waited
    right = " ".join(words_on(send(house.client(), "en", story="words", danger="no").text))
    for text, status in (
        (right, 303),
        ("legal winner thank year wave sausage worth useful legal winner thank yellow", 422),
        ("nothing like it", 422),
        ("", 422),
    ):
        before = len(times)
        assert client.post("/en/return", data={"receipt": text}).status_code == status
        assert times[before:] == [pytest.approx(STEP - 0.01)]


def test_no_other_page_is_held(waited):
    client, times = waited
    for path in ("/en/", "/en/return", "/nowhere"):
        client.get(path)
    assert not times
