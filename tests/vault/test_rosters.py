"""Rosters, endorsements and the owner's key: what the vectors say, and nothing that was altered."""

import datetime as dt
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.sealed import Plain
from hrd_report.vault import endorsements, notes, owner, recipients, roster
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.roster import Roster
from hrd_report.vault.signatures import SigningKey
from hrd_report.vault.words import word_list

OWNER = SigningKey.from_seed(bytes(range(32)))
ENDORSER = SigningKey.from_seed(bytes(range(32, 64)))
KEYS = tuple(Key.from_seed(bytes([n]) * 32).public for n in range(33))
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1))
SOME = Roster(
    epoch=3,
    since=dt.date(2026, 11, 21),
    until=dt.date(2027, 11, 21),
    intake=KEYS[:1],
    recovery=KEYS[1:2],
    endorser=ENDORSER.public_raw,
)
NOTE = roster.sign(SOME, OWNER)


def made(**changes: object) -> Roster:
    return Roster(**{name: getattr(SOME, name) for name in Roster.__slots__} | changes)


def test_a_roster_is_read_or_refused_as_the_vector_says(rosters_vector, outcome_of):
    public = bytes.fromhex(rosters_vector["owner"])

    def read() -> Roster:
        return roster.read(rosters_vector["note"], public)

    assert outcome_of(read) == rosters_vector["outcome"]
    if rosters_vector["outcome"] == "success":
        found = read()
        assert found.epoch == rosters_vector["epoch"]
        assert found.since.isoformat() == rosters_vector["since"]
        assert found.until.isoformat() == rosters_vector["until"]
        assert [one.kid.hex() for one in found.intake] == rosters_vector["intake"]
        assert [one.kid.hex() for one in found.recovery] == rosters_vector["recovery"]
        assert found.endorser.hex() == rosters_vector["endorser"]


def test_an_endorsement_holds_or_not_as_the_vector_says(endorsements_vector, outcome_of):
    one = endorsements_vector
    public = Key.from_seed(bytes.fromhex(one["seed"])).public
    endorser, team, given_bytes = (
        bytes.fromhex(one[name]) for name in ("endorser", "team", "endorsement")
    )

    def check() -> None:
        endorsements.check(endorser, given_bytes, team, one["epoch"], public)

    assert outcome_of(check) == one["outcome"]


def test_an_owners_key_is_read_or_refused_as_the_vector_says(owner_keys_vector, outcome_of):
    def read() -> tuple[bytes, bytes]:
        secret = owner.read_secret(Plain(owner_keys_vector["secret"]))
        return owner.read_public(owner_keys_vector["spelt"]), secret.public_raw

    assert outcome_of(read) == owner_keys_vector["outcome"]
    if owner_keys_vector["outcome"] == "success":
        assert [one.hex() for one in read()] == [owner_keys_vector["public"]] * 2
        public = bytes.fromhex(owner_keys_vector["public"])
        assert owner.spell_public(public) == owner_keys_vector["spelt"]
        spelt = owner.spell_secret(owner.read_secret(Plain(owner_keys_vector["secret"]))).reveal()
        assert spelt.isupper()
        assert spelt == "".join(owner_keys_vector["secret"].split()).upper()


def test_an_owners_fingerprint_is_of_the_labelled_digest_and_no_other_keys():
    public = bytes(range(32))
    digest = hashlib.sha256(b"hrd1/owner/fingerprint" + public).digest()
    assert owner.fingerprint_words(public, "en") == recipients.six_words(digest, "en")
    assert owner.fingerprint_words(public, "en") != owner.fingerprint_words(bytes(32), "en")


@given(
    st.integers(1, 2**63 - 1),
    st.lists(DAYS, min_size=2, max_size=2).map(sorted),
    st.integers(1, 16),
    st.integers(1, 16),
)
def test_what_an_owner_signed_is_read(epoch: int, days: list[dt.date], intake: int, recovery: int):
    whole = Roster(
        epoch=epoch,
        since=days[0],
        until=days[1],
        intake=KEYS[:intake],
        recovery=KEYS[16 : 16 + recovery],
        endorser=ENDORSER.public_raw,
    )
    assert roster.read(roster.sign(whole, OWNER), OWNER.public_raw) == whole
    assert roster.read_text(roster.spell(whole)) == whole


# Named by hand: keys are fresh each time, and a test must keep its name.
REFUSED: dict[str, dict[str, object]] = {
    "epoch zero": {"epoch": 0},
    "an epoch too large": {"epoch": 2**63},
    "ends before it begins": {"until": dt.date(2026, 11, 20)},
    "no intake key": {"intake": ()},
    "no recovery key": {"recovery": ()},
    "too many intake keys": {"intake": KEYS[2:19]},
    "too many recovery keys": {"recovery": KEYS[2:19]},
    "a key twice": {"intake": (KEYS[0], KEYS[0])},
    "one key for both": {"recovery": KEYS[:1]},
    "a short endorser": {"endorser": bytes(31)},
}


@pytest.mark.parametrize("changes", REFUSED.values(), ids=REFUSED)
def test_nobody_signs_what_no_reader_takes(changes: dict[str, object]):
    with pytest.raises(Damaged):
        roster.sign(made(**changes), OWNER)


def test_a_text_with_too_many_keys_is_refused():
    for kind in ("intake", "recovery"):
        (line,) = (one for one in roster.spell(SOME).splitlines() if one.startswith(kind))
        with pytest.raises(Damaged, match="too many"):
            roster.read_text(roster.spell(SOME).replace(line, "\n".join([line] * 17)))


@given(st.integers(0, len(NOTE.encode()) * 8 - 1))
def test_a_roster_with_any_bit_flipped_is_refused(bit: int):
    altered = bytearray(NOTE.encode())
    altered[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        roster.read(notes.text_of(bytes(altered)), OWNER.public_raw)


@given(st.integers(0, len(NOTE) - 1))
def test_a_roster_that_is_cut_is_refused(length: int):
    with pytest.raises(Damaged):
        roster.read(NOTE[:length], OWNER.public_raw)


@given(st.text(max_size=200))
def test_whatever_is_no_roster_is_refused(text: str):
    for read in (lambda: roster.read(text, OWNER.public_raw), lambda: roster.read_text(text)):
        with pytest.raises(Damaged):
            read()
    with pytest.raises(Damaged):
        owner.read_public(text)
    with pytest.raises(Damaged):
        owner.read_secret(Plain(text))


def test_a_note_names_those_who_say_they_signed_it():
    twice = NOTE + notes.sign("x\n", "somebody", ENDORSER).rpartition("\n\n")[2]
    assert notes.signers(twice) == (owner.name(OWNER.public_raw), "somebody")
    with pytest.raises(Damaged):
        notes.signers(roster.spell(SOME))


@given(st.binary(min_size=16, max_size=16), st.integers(1, 2**63 - 1))
def test_an_endorsement_is_for_one_team_epoch_and_key(team: bytes, epoch: int):
    signature = endorsements.endorse(ENDORSER, team, epoch, KEYS[0])
    endorsements.check(ENDORSER.public_raw, signature, team, epoch, KEYS[0])
    others: list[tuple[bytes, int, PublicKey]] = [
        (team[::-1] + b"x", epoch, KEYS[0]),
        (team, epoch - 1, KEYS[0]),
        (team, epoch, KEYS[1]),
    ]
    for one in others:
        with pytest.raises(Damaged):
            endorsements.check(ENDORSER.public_raw, signature, *one)


def test_the_owners_secret_is_silent_and_has_a_fingerprint_in_words():
    assert OWNER.seed.hex() not in repr(owner.spell_secret(OWNER))
    for language in ("en", "fr"):
        shown = owner.fingerprint_words(OWNER.public_raw, language)
        assert len(shown) == 6
        assert set(shown) <= set(word_list(language))
        assert shown != owner.fingerprint_words(ENDORSER.public_raw, language)
