"""Locks: a password, a session token and the pepper, each of which alone opens nothing."""

import dataclasses
import hmac
import json

import pytest

from hrd_report.errors import Damaged, WrongPassword
from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import locks, stretching
from hrd_report.vault.digests import open_under, seal_once
from hrd_report.vault.keys import Key
from hrd_report.vault.locks import LockRow, PasswordParams

PEPPER = bytes(range(32))
CHEAP = PasswordParams(memory_kib=64, iterations=1, lanes=1)
CHEAP_WORK = dataclasses.asdict(CHEAP)
WORDS = Plain("correct horse battery")


def test_a_lock_opens_or_is_refused_as_the_vector_says(locks_vector, outcome_of):
    row = LockRow(
        locks_vector.get("kept", locks_vector["method"]),
        locks_vector["params"],
        Sealed(bytes.fromhex(locks_vector["blob"])),
    )
    kid = bytes.fromhex(locks_vector["kid"])
    pepper = bytes.fromhex(locks_vector["pepper"])

    def open_it() -> Key:
        if locks_vector["method"] == "password":
            return locks.open_with_password(row, kid, Plain(locks_vector["secret"]), pepper)
        secret = bytes.fromhex(locks_vector["secret"])
        if locks_vector["method"] == "passkey":
            credential = bytes.fromhex(locks_vector["credential"])
            return locks.open_with_passkey(row, kid, secret, credential, pepper)
        return locks.open_with_token(row, kid, secret, pepper)

    assert outcome_of(open_it) == locks_vector["outcome"]
    if locks_vector["outcome"] == "success":
        assert open_it().seed.hex() == locks_vector["seed"]


def test_a_lock_has_48_bytes_and_parameters_that_are_json(key):
    row = locks.lock_with_password(key, WORDS, PEPPER, CHEAP)
    assert len(row.blob) == 48
    kept = LockRow(row.method, json.loads(json.dumps(dict(row.params))), row.blob)
    assert locks.open_with_password(kept, key.kid, WORDS, PEPPER) == key
    assert locks.password_params(kept) == CHEAP


@pytest.mark.slow
def test_the_second_recommendation_of_rfc_9106_is_the_price_unless_said_otherwise(key):
    row = locks.lock_with_password(key, WORDS, PEPPER)
    assert (row.params["memory_kib"], row.params["iterations"], row.params["lanes"]) == (
        65536,
        3,
        4,
    )
    assert locks.open_with_password(row, key.kid, WORDS, PEPPER) == key
    with pytest.raises(WrongPassword):
        locks.open_with_password(row, key.kid, Plain("correct horse"), PEPPER)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), None, "x", [], {}, "9" * 5000])
@pytest.mark.parametrize("name", ["memory_kib", "iterations", "lanes"])
def test_parameters_that_are_no_numbers_make_no_lock(key, name, value):
    row = locks.lock_with_password(key, WORDS, PEPPER, CHEAP)
    with pytest.raises(Damaged):
        locks.password_params(LockRow("password", {**row.params, name: value}, row.blob))


def test_two_locks_of_one_password_share_nothing(key):
    one = locks.lock_with_password(key, WORDS, PEPPER, CHEAP)
    two = locks.lock_with_password(key, WORDS, PEPPER, CHEAP)
    assert one.blob != two.blob
    assert one.params["salt"] != two.params["salt"]


def test_any_unicode_password_works_even_half_a_surrogate_pair(key):
    for text in ("\ud83d", "ﬁancé", "كلمة السر", "", "x" * 5000):
        row = locks.lock_with_password(key, Plain(text), PEPPER, CHEAP)
        assert locks.open_with_password(row, key.kid, Plain(text), PEPPER) == key


@pytest.fixture
def prices(monkeypatch) -> list[dict]:
    """Give what each stretching of this test was asked to cost, in order."""
    found, stretch = [], stretching.stretch

    def noted(words: bytes, salt: bytes, **price: int) -> bytes:
        found.append(price)
        return stretch(words, salt, **CHEAP_WORK)

    monkeypatch.setattr(stretching, "stretch", noted)
    return found


@pytest.mark.parametrize("price", [None, CHEAP, PasswordParams(64, 2, 1)])
def test_a_try_for_nobody_costs_what_one_for_somebody_does(key, prices, price):
    locks.lock_with_password(key, WORDS, PEPPER, price)
    locks.burn(WORDS, PEPPER, price)
    assert prices[0] == prices[1] == dataclasses.asdict(price or PasswordParams())


@pytest.mark.parametrize(
    "price",
    [(8, 1, 1), (2**20, 1, 1), (64, 16, 1), (128, 1, 16)],
)
def test_the_bounds_of_a_price_are_themselves_allowed(price):
    assert dataclasses.astuple(PasswordParams(*price)) == price


@pytest.mark.parametrize(
    "price",
    [
        (7, 1, 1),
        (2**20 + 1, 1, 1),
        (64, 0, 1),
        (64, 17, 1),
        (64, 1, 0),
        (127, 1, 16),
        (2**20, 1, 17),
    ],
)
def test_no_price_beyond_its_bounds(price):
    with pytest.raises(Damaged):
        PasswordParams(*price)


def test_a_passkey_opens_a_lock_with_its_own_answer_and_the_pepper_only(key):
    answer, credential = bytes(range(32)), b"a passkey"
    row = locks.lock_with_passkey(key, answer, credential, PEPPER)
    assert len(row.blob) == 48
    kept = LockRow(row.method, json.loads(json.dumps(dict(row.params))), row.blob)
    assert locks.open_with_passkey(kept, key.kid, answer, credential, PEPPER) == key
    for wrong, pepper in ((bytes(32), PEPPER), (answer, bytes(32))):
        with pytest.raises(WrongPassword):
            locks.open_with_passkey(row, key.kid, wrong, credential, pepper)


def test_two_locks_of_one_passkey_share_nothing_although_it_always_answers_the_same(key):
    answer, credential = bytes(range(32)), b"a passkey"
    one = locks.lock_with_passkey(key, answer, credential, PEPPER)
    two = locks.lock_with_passkey(key, answer, credential, PEPPER)
    assert one.blob != two.blob
    assert one.params["salt"] != two.params["salt"]


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_no_lock_is_made_of_an_answer_of_another_length(key, length: int):
    with pytest.raises(Damaged):
        locks.lock_with_passkey(key, bytes(length), b"a passkey", PEPPER)


def test_what_passkeys_are_asked_never_changes():
    assert locks.PRF_INPUT.hex() == (
        "483914f961808ed0bd8ca0fa89f1a37714a92c7a55b33f8ad2c76b47d5be3196"
    )


def test_a_session_opens_with_its_token_and_pepper_only(key):
    token = locks.new_token()
    row = locks.lock_with_token(key, token, PEPPER)
    assert locks.open_with_token(row, key.kid, token, PEPPER) == key
    for wrong_token, wrong_pepper in ((locks.new_token(), PEPPER), (token, bytes(32))):
        with pytest.raises(WrongPassword):
            locks.open_with_token(row, key.kid, wrong_token, wrong_pepper)


def test_one_token_may_lock_two_keys_without_harm(key, other):
    token = locks.new_token()
    one = locks.lock_with_token(key, token, PEPPER).blob.blob
    two = locks.lock_with_token(other, token, PEPPER).blob.blob
    mixed = bytes(a ^ b for a, b in zip(one[:32], two[:32], strict=True))
    assert mixed != bytes(a ^ b for a, b in zip(key.seed, other.seed, strict=True))


def test_a_session_is_found_by_a_value_that_is_not_its_token():
    token = locks.new_token()
    assert len(token) == len(locks.session_id(token)) == 32
    extracted = hmac.digest(bytes(32), token, "sha256")
    assert locks.session_id(token) == hmac.digest(extracted, b"sid\1", "sha256")
    assert locks.session_id(token) != token
    assert locks.session_id(token) == locks.session_id(token)
    assert locks.new_token() != token


def test_a_lock_that_holds_the_seed_of_another_key_does_not_open(key, other):
    token = locks.new_token()
    row = locks.lock_with_token(key, token, PEPPER)
    kek = locks._token_kek(token, bytes.fromhex(row.params["salt"]), PEPPER)
    forged = LockRow("session", row.params, Sealed(seal_once(kek, other.seed, key.kid)))
    with pytest.raises(WrongPassword):
        locks.open_with_token(forged, key.kid, token, PEPPER)


def test_a_lock_of_one_method_is_no_lock_of_the_other(key):
    token = locks.new_token()
    session = locks.lock_with_token(key, token, PEPPER)
    password = locks.lock_with_password(key, WORDS, PEPPER, CHEAP)
    passkey = locks.lock_with_passkey(key, token, b"a passkey", PEPPER)
    for row in (session, passkey):
        with pytest.raises(Damaged):
            locks.open_with_password(row, key.kid, WORDS, PEPPER)
    for row in (password, passkey):
        with pytest.raises(Damaged):
            locks.open_with_token(row, key.kid, token, PEPPER)
    for row in (password, session):
        with pytest.raises(Damaged):
            locks.open_with_passkey(row, key.kid, token, b"a passkey", PEPPER)


def test_a_pepper_of_another_length_is_an_error(key):
    with pytest.raises(ValueError, match="32 bytes"):
        locks.lock_with_token(key, locks.new_token(), b"short")


def test_a_key_file_opens_with_its_pepper_and_name_only():
    sealed = locks.seal_local(b"a key file", PEPPER, "intake")
    assert locks.open_local(sealed, PEPPER, "intake") == b"a key file"
    for pepper, name in ((bytes(32), "intake"), (PEPPER, "desk")):
        with pytest.raises(Damaged):
            locks.open_local(sealed, pepper, name)


def test_what_one_seals_under_ones_own_key_opens_for_oneself_and_in_its_place(key, other):
    sealed = locks.seal_own(b"a secret", key, "totp")
    assert locks.open_own(sealed, key, "totp") == b"a secret"
    assert open_under(key.seed, "own/totp", sealed) == b"a secret"
    for wrong, label in ((other, "totp"), (key, "else")):
        with pytest.raises(Damaged):
            locks.open_own(sealed, wrong, label)
