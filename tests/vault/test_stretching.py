"""Logins wait in a short line of their own: none works beside another, none waits for ever."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from hrd_report.errors import Busy
from hrd_report.vault import stretching

SALT = bytes(16)
CHEAP = {"memory_kib": 64, "iterations": 1, "lanes": 1}


class Slow:
    """Stands where Argon2id stands, and ends when it is told to."""

    started = threading.Semaphore(0)
    may_end = threading.Event()
    working: tuple[int, ...] = ()

    def __init__(self, **_: object) -> None:
        pass

    def derive(self, words: bytes) -> bytes:
        Slow.working = (*Slow.working, threading.get_native_id())
        Slow.started.release()
        assert Slow.may_end.wait(30)
        return words


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stretching, "Argon2id", Slow)
    Slow.started, Slow.may_end, Slow.working = threading.Semaphore(0), threading.Event(), ()
    stretching._begin()
    yield Slow
    Slow.may_end.set()
    stretching._begin()


def test_it_is_argon2id_as_others_compute_it():
    # argon2id_hash_raw(1, 64, 1, ...) of libargon2, the reference code, gives the same.
    stretched = stretching.stretch(b"words", b"0123456789abcdef", **CHEAP)
    assert stretched.hex() == "0bc1cd4aa1e1712caa47494a06fb6982ee4558b4e63f6408b914c83df9fa5382"


def test_whoever_comes_when_all_places_are_taken_is_sent_away_at_once(slow):
    with ThreadPoolExecutor(stretching.PLACES) as people:
        waiting = [
            people.submit(stretching.stretch, bytes([one]), SALT, **CHEAP)
            for one in range(stretching.PLACES)
        ]
        assert slow.started.acquire(timeout=30)
        while stretching._line.places._value:
            threading.Event().wait(0.01)
        with pytest.raises(Busy):
            stretching.stretch(b"one more", SALT, **CHEAP)
        slow.may_end.set()
        assert [one.result() for one in waiting] == [
            bytes([one]) for one in range(stretching.PLACES)
        ]
    assert len(set(slow.working)) == 1
    assert stretching.stretch(b"later", SALT, **CHEAP) == b"later"


def test_that_there_is_no_room_is_said_at_once(monkeypatch: pytest.MonkeyPatch):
    full = stretching._Line()
    for _ in range(stretching.PLACES):
        full.places.acquire()
    monkeypatch.setattr(stretching, "_line", full)
    with pytest.raises(Busy):
        stretching.check_room()


def test_asking_whether_there_is_room_takes_none():
    for _ in range(2 * stretching.PLACES):
        stretching.check_room()
    assert stretching._line.places._value == stretching.PLACES


def test_a_place_is_given_back_after_a_failure():
    for _ in range(2 * stretching.PLACES):
        with pytest.raises(ValueError, match="salt"):
            stretching.stretch(b"words", b"short", **CHEAP)
    assert len(stretching.stretch(b"words", SALT, **CHEAP)) == 32


def test_a_place_is_given_back_when_the_work_itself_fails(monkeypatch: pytest.MonkeyPatch):
    class Broken(Slow):
        def derive(self, words: bytes) -> bytes:
            raise MemoryError(words)

    stretching._begin()
    monkeypatch.setattr(stretching, "Argon2id", Broken)
    for _ in range(2 * stretching.PLACES):
        with pytest.raises(MemoryError):
            stretching.stretch(b"words", SALT, **CHEAP)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives a thread a priority")
def test_the_work_steps_back_behind_everything_else_and_nothing_else_does(slow):
    mine = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    slow.may_end.set()
    stretching.stretch(b"words", SALT, **CHEAP)
    (worker,) = slow.working
    assert os.getpriority(os.PRIO_PROCESS, worker) == stretching._NICENESS
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == mine


def test_a_machine_that_forbids_stepping_back_still_lets_people_in(monkeypatch):
    def forbidden(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", forbidden)
    stretching._begin()
    assert len(stretching.stretch(b"words", SALT, **CHEAP)) == 32


FORKING = """
import os
from hrd_report.vault.stretching import stretch
price = {"memory_kib": 64, "iterations": 1, "lanes": 1}
print(stretch(b"words", bytes(16), **price).hex(), flush=True)
child = os.fork()
if child == 0:
    print(stretch(b"words", bytes(16), **price).hex(), flush=True)
    os._exit(0)
os.waitpid(child, 0)
"""


def test_a_forked_process_has_a_line_of_its_own_although_its_parent_used_one():
    told = subprocess.run(
        [sys.executable, "-c", FORKING], capture_output=True, text=True, timeout=60, check=True
    )
    expected = stretching.stretch(b"words", SALT, **CHEAP).hex()
    assert told.stdout.split() == [expected, expected]
