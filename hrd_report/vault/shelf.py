"""The shelf: a chain of weekly secrets under which grants lie, each made from the one before.

Whoever forgets a week can make the weeks after it, never the week itself or one before: what lay
under it then, in whatever copy of a database, opens for nobody. Reads no clock and no file.
"""

import datetime as dt
from typing import Final, NoReturn, Self

from hrd_report.errors import Damaged
from hrd_report.sealed import Sealed
from hrd_report.vault.digests import hkdf, open_under, random_bytes, seal_under

SECRET_BYTES: Final = 32
SHELF_OVERHEAD: Final = 32
"""Bytes a blob grows by on the shelf: salt and tag."""

_MAGIC: Final = b"hrd1/shelf\0"
_WEEK_BYTES: Final = 4
_DAYS: Final = 7
# A row names its week: it may not make a reader count for ever.
_FARTHEST: Final = 5200


class Forgotten(Damaged):
    """It lies under a week whose secret is gone, or one that no clock can have reached."""


def week(day: dt.date) -> int:
    """Return the number of a day's week. Weeks begin on Monday; 1 January of year 1 was one."""
    return (day.toordinal() - 1) // _DAYS


def first_day(number: int) -> dt.date:
    """Return the Monday of a week."""
    return dt.date.fromordinal(number * _DAYS + 1)


BEGINNING: Final = week(dt.date(2026, 1, 5))
"""The first week of every new shelf: no program had one before, and so it needs no clock."""


class Shelf:
    """The secrets from week `first` on. Silent when printed, an error when pickled."""

    __slots__ = ("_keys", "_secrets", "first")

    def __init__(self, first: int, secret: bytes) -> None:
        self.first = first
        # Both grow as weeks are asked for. Two threads would put the same value.
        self._secrets = {first: secret}
        self._keys: dict[int, bytes] = {}

    @classmethod
    def new(cls) -> Self:
        """Make a fresh shelf."""
        return cls(BEGINNING, random_bytes(SECRET_BYTES))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Read what `to_bytes` wrote. Raises `Damaged` for anything else."""
        head, number = raw[: len(_MAGIC)], raw[len(_MAGIC) : -SECRET_BYTES]
        if head != _MAGIC or len(number) != _WEEK_BYTES:
            raise Damaged("not a shelf")
        first = int.from_bytes(number, "big")
        if not BEGINNING <= first <= week(dt.date.max):
            raise Damaged("a shelf of no such week")
        return cls(first, raw[-SECRET_BYTES:])

    def to_bytes(self) -> bytes:
        """Write the earliest week and its secret, from which all others are made."""
        return _MAGIC + self.first.to_bytes(_WEEK_BYTES, "big") + self._secrets[self.first]

    def week_for(self, day: dt.date) -> int:
        """Return the week under which something is put on this day: never one that is forgotten."""
        return min(max(self.first, week(day)), self.first + _FARTHEST)

    def forget_before(self, number: int) -> "Shelf":
        """Return the shelf without the weeks before `number`. What is forgotten stays forgotten."""
        kept = max(self.first, number)
        return Shelf(kept, self._secret(kept))

    def seal(self, blob: Sealed, number: int, child: bytes, holder: bytes) -> Sealed:
        """Put a grant under a week. `child` and `holder` are kids. Raises `Forgotten`."""
        return seal_under(self._key(number), _label(number, child, holder), blob.blob)

    def lift(self, blob: Sealed, number: int, child: bytes, holder: bytes) -> Sealed:
        """Take a grant from under its week. Raises `Forgotten`, and `Damaged` if altered."""
        return Sealed(open_under(self._key(number), _label(number, child, holder), blob))

    def _key(self, number: int) -> bytes:
        if number not in self._keys:
            self._keys[number] = hkdf(self._secret(number), "hrd1/shelf/week")
        return self._keys[number]

    def _secret(self, number: int) -> bytes:
        if not self.first <= number <= self.first + _FARTHEST:
            raise Forgotten("the week is not on the shelf")
        near = number
        while near not in self._secrets:
            near -= 1
        for one in range(near, number):
            self._secrets[one + 1] = hkdf(self._secrets[one], "hrd1/shelf/next")
        return self._secrets[number]

    def __repr__(self) -> str:
        return f"Shelf(from {self.first})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a shelf is not pickled")


def _label(number: int, child: bytes, holder: bytes) -> str:
    return f"shelf/{number}/{child.hex()}/{holder.hex()}"
