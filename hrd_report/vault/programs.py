"""Tokens of staff programs: a lock on a key that holds what it is good for, and until when.

What a token may do stands beside the lock in clear and is part of its key: a row that somebody
altered opens nothing. Grants no access by itself.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from hrd_report.errors import Damaged, WrongPassword
from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import bech32, locks
from hrd_report.vault.digests import (
    SALT_BYTES,
    hkdf,
    open_once,
    prefixed,
    random_bytes,
    seal_once,
    sha256,
)
from hrd_report.vault.keys import Key
from hrd_report.vault.locks import PEPPER_BYTES, TOKEN_BYTES, LockRow

PREFIX: Final = "hrd-desk"
METHOD: Final = "program"


@dataclass(frozen=True, slots=True)
class Terms:
    """Whose token it is, what it is good for (codes with a space between) and its last day."""

    person: bytes
    scopes: str
    until: dt.date

    @property
    def digest(self) -> bytes:
        """Return 32 bytes that stand for the terms and for no others."""
        parts = (self.person, self.until.isoformat().encode(), self.scopes.encode())
        return sha256(prefixed(b"hrd1/program/terms", *parts))


def spell(token: bytes) -> Plain:
    """Return a token as programs carry it: Bech32, so that a slip is seen before anything else."""
    return Plain(bech32.encode(PREFIX, token))


def read(text: str) -> bytes:
    """Return the token behind its spelling. Raise Damaged."""
    token = bech32.decode(text, PREFIX)
    if len(token) != TOKEN_BYTES:
        raise Damaged("a token has 32 bytes")
    return token


def token_id(token: bytes) -> bytes:
    """Return the 32 bytes a token's row is found by, from which the token cannot be had."""
    return hkdf(token, "hrd1/program/id")


def lock(key: Key, token: bytes, terms: Terms, pepper: bytes) -> LockRow:
    """Lock a key for a program: row, token and pepper are all needed, and the terms as they are."""
    salt = random_bytes(SALT_BYTES)
    kek = _kek(token, salt, terms, pepper)
    return LockRow(METHOD, {"salt": salt.hex()}, Sealed(seal_once(kek, key.seed, key.kid)))


def open_lock(row: LockRow, kid: bytes, token: bytes, terms: Terms, pepper: bytes) -> Key:
    """Open a program's lock. Raise WrongPassword, or Damaged when the row is no such lock."""
    try:
        salt = bytes.fromhex(row.params["salt"])
    except (KeyError, TypeError, ValueError):
        salt = b""
    if row.method != METHOD or len(salt) != SALT_BYTES:
        raise Damaged("not a program's lock")
    try:
        key = Key.from_seed(open_once(_kek(token, salt, terms, pepper), row.blob.blob, kid))
    except Damaged:
        raise WrongPassword("the lock does not open") from None
    if key.kid != kid:
        raise WrongPassword("the lock holds another key")
    return key


def new_token() -> bytes:
    """Return 32 random bytes, kept nowhere."""
    return locks.new_token()


def _kek(token: bytes, salt: bytes, terms: Terms, pepper: bytes) -> bytes:
    if len(pepper) != PEPPER_BYTES or len(token) != TOKEN_BYTES:
        raise ValueError("a pepper and a token have 32 bytes each")
    label = "hrd1/lock/program/" + terms.digest.hex()
    return hkdf(prefixed(token, pepper), label, salt=salt)
