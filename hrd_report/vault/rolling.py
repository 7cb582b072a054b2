"""Makes fresh keys in place of former ones, one or many at a time. Keeps none, knows no table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hrd_report.errors import Damaged
from hrd_report.sealed import Sealed
from hrd_report.vault.grants import grant, grant_to_own
from hrd_report.vault.keyring import follow
from hrd_report.vault.keys import Key, PublicKey


@dataclass(frozen=True, slots=True)
class Rolled:
    """A fresh key's public half, its grants by holder, and the former key's grant to it."""

    public: PublicKey
    grants: tuple[tuple[bytes, Sealed], ...]
    former: Sealed


@dataclass(frozen=True, slots=True)
class Task:
    """A key to replace: a grant that leads to it, whose grant that is, and who holds the fresh one.

    Nothing in it opens anything, so that it may go to another process.
    """

    child: PublicKey
    holder: bytes
    blob: Sealed
    holders: tuple[PublicKey, ...]


def roll(former: Key, holders: Iterable[PublicKey]) -> tuple[Key, Rolled]:
    """Make a key for `holders`, each named once, which leads to the former key."""
    fresh = Key.new()
    granted = tuple((one.kid, grant(fresh, one)) for one in dict.fromkeys(holders))
    return fresh, Rolled(fresh.public, granted, grant_to_own(former, fresh))


def roll_many(tasks: Sequence[Task], seeds: Sequence[bytes]) -> list[Rolled | None]:
    """Replace the keys of all tasks; None where the grant is damaged or nobody here holds it.

    `seeds` are those of the holders. Of every key but its public half nothing is returned, so that
    this may be done in another process: the seeds go there through a pipe, as they would go to a
    thread through memory.
    """
    keys = {key.kid: key for key in map(Key.from_seed, seeds)}
    return [_replace(task, keys.get(task.holder)) for task in tasks]


def _replace(task: Task, holder: Key | None) -> Rolled | None:
    if holder is None:
        return None
    try:
        return roll(follow(task.blob, holder, task.child), task.holders)[1]
    except Damaged:
        return None
