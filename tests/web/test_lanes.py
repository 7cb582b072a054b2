"""Lanes: whoever fills one waits in it, and keeps nobody of another out."""

import threading

import pytest

from hrd_report.web.lanes import Crowded, Lane, Lanes

THREADS = 64


def filled(lane: Lane, over: threading.Event) -> list[threading.Thread]:
    """Take every place of a lane until `over`."""
    inside = threading.Semaphore(0)

    def work() -> None:
        with lane.place():
            inside.release()
            over.wait()

    crowd = [threading.Thread(target=work) for _ in range(lane.places)]
    for one in crowd:
        one.start()
    for _ in crowd:
        inside.acquire()
    return crowd


def test_a_full_lane_turns_nobody_of_another_away():
    over, both = threading.Event(), Lanes(hasty=Lane(places=2, waiting=0, patience=0))
    crowd = filled(both.hasty, over)
    with pytest.raises(Crowded), both.hasty.place():
        pass
    with both.calm.place():
        assert both.hasty.pressed
        assert not both.calm.pressed
    over.set()
    for one in crowd:
        one.join()
    with both.hasty.place():
        assert not both.hasty.pressed


def test_who_waits_comes_in_when_a_place_comes_free():
    over, lane, came = threading.Event(), Lane(places=1, waiting=1, patience=60), threading.Event()
    (one,) = filled(lane, over)

    def wait() -> None:
        with lane.place():
            came.set()

    second = threading.Thread(target=wait)
    second.start()
    assert not came.is_set()
    over.set()
    second.join()
    one.join()
    assert came.is_set()


def test_nobody_waits_longer_than_the_lane_is_patient():
    over, lane = threading.Event(), Lane(places=1, waiting=1, patience=0.001)
    (one,) = filled(lane, over)
    with pytest.raises(Crowded), lane.place():
        pass
    over.set()
    one.join()


def test_a_place_is_given_back_whatever_happens_in_it():
    lane = Lane(places=1, waiting=0, patience=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), lane.place():
            1 / 0  # noqa: B018 - whatever goes wrong
    assert not lane.pressed


def test_all_who_are_in_and_wait_leave_threads_for_those_who_come_back():
    every = Lanes()
    taken = sum(one.places + one.waiting for one in (every.calm, every.hasty, every.programs))
    assert taken <= THREADS * 3 // 4
