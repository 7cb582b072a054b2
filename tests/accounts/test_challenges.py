"""A challenge is told by looking at it, is answered once, and stands for one place and purpose."""

import datetime as dt

import pytest
from factors import add_passkey, shown_at_the_door
from house import House
from sqlalchemy import select

from hrd_report.accounts.actions import challenges
from hrd_report.accounts.actions.challenges import Purpose
from hrd_report.accounts.views import site
from hrd_report.errors import WrongPassword
from hrd_report.jobs.clearing import clear
from hrd_report.records.factors import UsedChallenge
from hrd_report.settings import Settings


@pytest.mark.parametrize(
    ("asked", "public", "origin"),
    [
        ("localhost:8000", "http://127.0.0.1:8000", "http://localhost:8000"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000", None),
        ("[::1]:8000", "http://127.0.0.1:8000", None),
        ("example.org:8000", "http://127.0.0.1:8000", None),
        ("reports.example.org", "https://reports.example.org", "https://reports.example.org"),
        ("evil.example.org", "https://reports.example.org", None),
        ("localhost", "https://reports.example.org", None),
        ("192.0.2.7", "https://192.0.2.7", None),
        ("localhost", "http://abc.onion", "http://localhost"),
    ],
)
def test_passkeys_live_at_the_public_name_only(asked: str, public: str, origin: str | None):
    found = site.site_of(asked, Settings(public_url=public, demo=True))
    assert (found.origin if found else None) == origin


def test_a_challenge_is_for_one_purpose_one_subject_one_pepper_and_some_minutes(house: House):
    now, pepper = house.clock.now, bytes(32)
    made = challenges.make(pepper, Purpose.ADD, b"me", now)
    assert made != challenges.make(pepper, Purpose.ADD, b"me", now)
    minute = dt.timedelta(minutes=1)
    altered = bytes([made[0] ^ 1]) + made[1:]
    later = made[:23] + bytes([made[23] ^ 1]) + made[24:]
    wrong = [
        (made, bytes(31) + b"1", Purpose.ADD, b"me", now),
        (made, pepper, Purpose.CONFIRM, b"me", now),
        (made, pepper, Purpose.ADD, b"you", now),
        (made, pepper, Purpose.ADD, b"me", now + challenges.LASTS),
        (made, pepper, Purpose.ADD, b"me", now - challenges.ASTRAY - minute),
        (altered, pepper, Purpose.ADD, b"me", now),
        (later, pepper, Purpose.ADD, b"me", now),
        (made[:-1], pepper, Purpose.ADD, b"me", now),
        (made + b"\0", pepper, Purpose.ADD, b"me", now),
        (b"", pepper, Purpose.ADD, b"me", now),
    ]
    with house.services.database.writing() as session:
        for one in wrong:
            with pytest.raises(WrongPassword):
                challenges.take(session, *one)
        challenges.take(session, made, pepper, Purpose.ADD, b"me", now + challenges.LASTS - minute)
        with pytest.raises(WrongPassword):
            challenges.take(session, made, pepper, Purpose.ADD, b"me", now + minute)


def test_used_challenges_are_kept_as_long_as_they_could_be_tried_again(house: House):
    client, door = house.client(), house.client()
    house.sign_in(client, "heron")
    door.post("/login", data=shown_at_the_door(door, add_passkey(client)))

    def count() -> int:
        with house.services.database.reading() as session:
            return len(session.scalars(select(UsedChallenge)).all())

    assert count() == 2
    house.clock.advance(challenges.LASTS - dt.timedelta(minutes=1))
    clear(house.services.database, house.clock)
    assert count() == 2
    house.clock.advance(dt.timedelta(minutes=1))
    clear(house.services.database, house.clock)
    assert count() == 0
