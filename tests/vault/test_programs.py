"""Tokens of staff programs: what the vectors say, and terms that nobody can stretch."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged, WrongPassword
from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import programs
from hrd_report.vault.keys import Key
from hrd_report.vault.locks import LockRow
from hrd_report.vault.programs import Terms

PEPPER = bytes(range(32))
TERMS = Terms(bytes(16), "queue:read", dt.date(2026, 12, 31))


def test_a_token_opens_or_is_refused_as_the_vector_says(programs_vector, outcome_of):
    one = programs_vector
    row = LockRow(one["method"], one["params"], Sealed(bytes.fromhex(one["blob"])))
    terms = Terms(bytes.fromhex(one["person"]), one["scopes"], dt.date.fromisoformat(one["until"]))

    def open_it() -> Key:
        token = programs.read(one["token"])
        kid, pepper = bytes.fromhex(one["kid"]), bytes.fromhex(one["pepper"])
        return programs.open_lock(row, kid, token, terms, pepper)

    assert outcome_of(open_it) == one["outcome"]
    if one["outcome"] == "success":
        assert open_it().seed.hex() == one["seed"]
        assert programs.token_id(programs.read(one["token"])).hex() == one["id"]


@given(raw=st.binary(min_size=32, max_size=32))
def test_a_token_reads_back_and_is_silent_until_it_is_shown(raw: bytes):
    spelt = programs.spell(raw)
    assert isinstance(spelt, Plain)
    assert programs.read(spelt.reveal()) == raw


@given(text=st.text(max_size=120))
def test_whatever_is_not_a_token_is_damaged_and_nothing_else(text: str):
    with pytest.raises(Damaged):
        programs.read(text)


@given(
    person=st.binary(min_size=1, max_size=16),
    scopes=st.text(max_size=40),
    until=st.dates(),
)
def test_no_other_terms_open_a_lock(person: bytes, scopes: str, until: dt.date):
    key, token = Key.from_seed(bytes(32)), bytes(range(32))
    row = programs.lock(key, token, TERMS, PEPPER)
    other = Terms(person, scopes, until)
    assert programs.open_lock(row, key.kid, token, TERMS, PEPPER) == key
    if other != TERMS:
        with pytest.raises(WrongPassword):
            programs.open_lock(row, key.kid, token, other, PEPPER)


def test_two_locks_of_one_token_share_nothing_and_a_short_secret_makes_none():
    key, token = Key.from_seed(bytes(32)), programs.new_token()
    one, two = (programs.lock(key, token, TERMS, PEPPER) for _ in range(2))
    assert one.blob != two.blob
    for short in ((token[:31], PEPPER), (token, PEPPER[:31])):
        with pytest.raises(ValueError, match="32 bytes"):
            programs.lock(key, short[0], TERMS, short[1])
