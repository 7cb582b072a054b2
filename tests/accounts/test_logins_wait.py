"""However many log in at once, reports are answered; the others are told when to come again."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from factors import log_in
from house import House
from intake.door import fresh_receipt
from sqlalchemy import select

from hrd_report.records.factors import Throttle
from hrd_report.vault import stretching

OVER = 6


class Stuck:
    """Stands where Argon2id stands and works until it is told to end."""

    begun = threading.Semaphore(0)
    may_end = threading.Event()

    def __init__(self, **_: object) -> None:
        pass

    def derive(self, words: bytes) -> bytes:
        Stuck.begun.release()
        assert Stuck.may_end.wait(120)
        return words


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stretching, "Argon2id", Stuck)
    Stuck.begun, Stuck.may_end = threading.Semaphore(0), threading.Event()
    stretching._begin()
    yield Stuck
    Stuck.may_end.set()
    stretching._begin()


def report(house: House) -> int:
    client = house.client()
    form = {"receipt": fresh_receipt(client), "danger": "no", "story": "x", "threat": "harassment"}
    sent = client.post("/en/report", data=form, content_type="multipart/form-data")
    return sent.status_code


def test_reports_are_answered_while_every_login_waits(house: House, stuck):
    with ThreadPoolExecutor(stretching.PLACES + OVER) as crowd:
        tried = [
            crowd.submit(lambda one: log_in(house.client(), name=f"name{one}"), one)
            for one in range(stretching.PLACES)
        ]
        assert stuck.begun.acquire(timeout=60)
        while stretching._line.places._value:
            threading.Event().wait(0.01)
        sent_away = [log_in(house.client(), name=f"more{one}") for one in range(OVER)]
        assert [one.status_code for one in sent_away] == [503] * OVER
        assert {one.headers["Retry-After"] for one in sent_away} == {"10"}
        assert 'value="more3"' in sent_away[3].text
        assert [report(house) for _ in range(5)] == [200] * 5
        assert not any(one.done() for one in tried)
        stuck.may_end.set()
        assert {one.result().status_code for one in tried} == {401}


def test_whoever_was_sent_away_was_not_counted(house: House, stuck):
    with ThreadPoolExecutor(stretching.PLACES) as crowd:
        tried = [
            crowd.submit(lambda one: log_in(house.client(), name=f"name{one}"), one)
            for one in range(stretching.PLACES)
        ]
        assert stuck.begun.acquire(timeout=60)
        while stretching._line.places._value:
            threading.Event().wait(0.01)
        for _ in range(10):
            assert log_in(house.client(), name="heron").status_code == 503
        stuck.may_end.set()
        assert {one.result().status_code for one in tried} == {401}
    with house.services.database.reading() as session:
        counted = session.scalars(select(Throttle.failures)).all()
    assert sorted(counted) == [1] * stretching.PLACES + [stretching.PLACES]


def test_a_new_password_waits_its_turn_too_and_nothing_changes_without_it(house: House, stuck):
    client = house.client()
    token = house.sign_in(client, "heron")
    mine = {"password": "mon cheval mange des kakis", "again": "mon cheval mange des kakis"}
    with ThreadPoolExecutor(stretching.PLACES) as crowd:
        tried = [
            crowd.submit(lambda one: log_in(house.client(), name=f"name{one}"), one)
            for one in range(stretching.PLACES)
        ]
        while stretching._line.places._value:
            threading.Event().wait(0.01)
        answer = client.post("/account/password", data=mine | {"form_token": token})
        stuck.may_end.set()
        assert {one.result().status_code for one in tried} == {401}
    assert answer.status_code == 503
    assert client.get("/account/").status_code == 200
