"""Grants and the keyring: who can reach which key, and no one else."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrd_report.errors import Damaged, NotAllowed
from hrd_report.sealed import Sealed
from hrd_report.vault.grants import GRANT_BYTES, grant
from hrd_report.vault.keyring import GrantRow, Keyring, follow
from hrd_report.vault.keys import Key, PublicKey

KEYS = [Key.from_seed(bytes([n]) * 32) for n in range(8)]
LINKS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=16)


def row(child, holder):
    return GrantRow(child.public, holder.kid, grant(child, holder.public))


def reachable(links, start):
    seen, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        for holder, child in links:
            if holder == at and child not in seen:
                seen.add(child)
                waiting.append(child)
    return seen


def test_a_grant_is_followed_or_refused_as_the_vector_says(grants_vector, outcome_of):
    holder = Key.from_seed(bytes.fromhex(grants_vector["holder_seed"]))
    child = PublicKey.from_raw(bytes.fromhex(grants_vector["child_public"]))
    blob = Sealed(bytes.fromhex(grants_vector["blob"]))
    assert outcome_of(lambda: follow(blob, holder, child)) == grants_vector["outcome"]
    if grants_vector["outcome"] == "success":
        assert follow(blob, holder, child).seed.hex() == grants_vector["child_seed"]


def test_a_grant_has_1168_bytes():
    assert len(grant(KEYS[0], KEYS[1].public)) == GRANT_BYTES == 1168


@given(LINKS, st.integers(0, 7))
@settings(deadline=None, max_examples=40)
def test_a_keyring_opens_exactly_what_its_grants_reach(links, start):
    keyring = Keyring(KEYS[start])
    rows = [row(KEYS[child], KEYS[holder]) for holder, child in links]
    assert keyring.open_path(rows) == ()
    for number, key in enumerate(KEYS):
        if number in reachable(links, start):
            assert keyring.key(key.kid) == key
        else:
            with pytest.raises(NotAllowed):
                keyring.key(key.kid)


def test_one_damaged_grant_is_named_and_keeps_nobody_from_the_rest():
    person, team, case, lost = KEYS[:4]
    bad = GrantRow(lost.public, team.kid, Sealed(bytes(1168)))
    keyring = Keyring(person)
    assert keyring.open_path([bad, row(case, team), row(team, person)]) == (lost.kid,)
    assert case.kid in keyring
    assert lost.kid not in keyring


def test_a_sound_grant_beside_a_damaged_one_is_enough():
    person, team = KEYS[:2]
    bad = GrantRow(team.public, person.kid, Sealed(bytes(1168)))
    keyring = Keyring(person)
    assert keyring.open_path([bad, row(team, person)]) == ()
    assert keyring.key(team.kid) == team


def test_a_public_key_put_in_place_of_another_is_noticed():
    person, team, enemy = KEYS[:3]
    swapped = GrantRow(enemy.public, person.kid, grant(team, person.public))
    keyring = Keyring(person)
    assert keyring.open_path([swapped]) == (enemy.kid,)
    with pytest.raises(Damaged):
        follow(grant(team, person.public), person, enemy.public)


def test_a_keyring_is_known_by_the_key_it_began_with():
    assert Keyring(KEYS[3]).kid == KEYS[3].kid


def test_a_keyring_knows_which_keys_should_be_there_and_are_not():
    ring = Keyring(KEYS[0])
    ring.lose([KEYS[0].kid, KEYS[1].kid])
    assert ring.lost(KEYS[1].kid)
    assert not ring.lost(KEYS[0].kid)
    assert not ring.lost(KEYS[2].kid)


def test_a_key_made_in_the_session_is_held_and_opens_its_own_grants():
    person, case, item = KEYS[:3]
    keyring = Keyring(person)
    keyring.hold(case)
    keyring.open_path([row(item, case)])
    assert keyring.key(item.kid) == item


def test_a_wiped_keyring_opens_nothing():
    keyring = Keyring(KEYS[0])
    keyring.wipe()
    with pytest.raises(NotAllowed):
        keyring.key(KEYS[0].kid)


def test_a_keyring_is_silent_and_is_not_pickled():
    keyring = Keyring(KEYS[0])
    assert repr(keyring) == str(keyring) == "Keyring(…)"
    with pytest.raises(TypeError):
        pickle.dumps(keyring)
