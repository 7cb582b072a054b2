"""Fresh keys in place of former ones: who holds them, what they lead to, and nobody else."""

import pytest

from hrd_report.errors import Damaged
from hrd_report.sealed import Sealed
from hrd_report.vault import rolling
from hrd_report.vault.grants import GRANT_BYTES, grant, grant_to_own
from hrd_report.vault.keyring import follow
from hrd_report.vault.keys import Key
from hrd_report.vault.rolling import Rolled, Task

HOLDERS = [Key.from_seed(bytes([n]) * 32) for n in range(3)]
FORMER, STRANGER = Key.from_seed(bytes([8]) * 32), Key.from_seed(bytes([9]) * 32)
PUBLIC = tuple(one.public for one in HOLDERS)


def leads(rolled: Rolled, to: list[Key]) -> None:
    """Check that exactly these hold the fresh key, and that it leads to the former one."""
    assert [kid for kid, _ in rolled.grants] == [one.kid for one in to]
    for one, (_, blob) in zip(to, rolled.grants, strict=True):
        fresh = follow(blob, one, rolled.public)
        assert fresh.public == rolled.public != FORMER.public
        assert follow(rolled.former, fresh, FORMER.public) == FORMER
        with pytest.raises(Damaged):
            follow(blob, STRANGER, rolled.public)
    with pytest.raises(Damaged):
        follow(rolled.former, STRANGER, FORMER.public)


def test_a_fresh_key_is_held_by_those_named_each_once_and_leads_to_the_former():
    fresh, rolled = rolling.roll(FORMER, (*PUBLIC, PUBLIC[0]))
    assert fresh.public == rolled.public
    leads(rolled, HOLDERS)
    again, _ = rolling.roll(FORMER, PUBLIC)
    assert again != fresh


def test_many_are_replaced_and_those_nobody_can_open_are_left_out():
    def task(holder: Key, blob: Sealed, holders=PUBLIC) -> Task:
        return Task(FORMER.public, holder.kid, blob, holders)

    right = [grant(FORMER, one.public) for one in HOLDERS]
    rolled = rolling.roll_many(
        [
            task(HOLDERS[0], right[0]),
            task(HOLDERS[1], right[0]),
            task(STRANGER, grant(FORMER, STRANGER.public)),
            task(HOLDERS[1], right[1], PUBLIC[1:]),
            task(HOLDERS[0], Sealed(bytes(GRANT_BYTES))),
        ],
        [one.seed for one in HOLDERS],
    )
    assert [one is None for one in rolled] == [False, True, True, False, True]
    leads(rolled[0], HOLDERS)
    leads(rolled[3], HOLDERS[1:])
    assert rolled[0].public != rolled[3].public


def test_a_grant_to_a_key_of_ones_own_is_a_grant_like_any_other():
    blob = grant_to_own(FORMER, HOLDERS[0])
    assert len(blob) == GRANT_BYTES
    assert follow(blob, HOLDERS[0], FORMER.public) == FORMER
    for holder, child in ((HOLDERS[1], FORMER), (HOLDERS[0], STRANGER)):
        with pytest.raises(Damaged):
            follow(blob, holder, child.public)
    assert grant_to_own(FORMER, HOLDERS[0]) != blob
