"""Locks: a key's seed under a password, a passkey, a session token or the pepper.

Login is unwrapping: a wrong password is a seal that does not open. Keeps no password hash.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hrd_report.errors import Damaged, WrongPassword
from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import stretching
from hrd_report.vault.digests import (
    SALT_BYTES,
    hkdf,
    hmac_sha256,
    open_once,
    open_under,
    prefixed,
    random_bytes,
    seal_once,
    seal_under,
    sha256,
)
from hrd_report.vault.keys import Key

TOKEN_BYTES = 32
PEPPER_BYTES = 32
PRF_BYTES = 32
PRF_INPUT = sha256(b"hrd1/lock/passkey/input")
"""What every passkey is asked to answer (WebAuthn `prf`, `eval.first`). It is no secret."""


@dataclass(frozen=True, slots=True)
class PasswordParams:
    """The price of one guess (Argon2id, RFC 9106). The default is its second recommendation."""

    memory_kib: int = 65536
    iterations: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        # A row comes from a database: it may not ask for a machine's whole memory or day.
        if not (
            1 <= self.lanes <= 16  # noqa: PLR2004 - the bound itself
            and 8 * self.lanes <= self.memory_kib <= 2**20
            and 1 <= self.iterations <= 16  # noqa: PLR2004 - the bound itself
        ):
            raise Damaged("no such password parameters")


@dataclass(frozen=True, slots=True)
class LockRow:
    """A lock as it is kept: `method`, JSON-able `params`, 48-byte `blob`."""

    method: str
    params: Mapping[str, Any]
    blob: Sealed


def lock_with_password(
    key: Key, password: Plain, pepper: bytes, params: PasswordParams | None = None
) -> LockRow:
    """Lock a key under a password. `pepper`: 32 bytes kept outside the database. Raise Busy."""
    price = params or PasswordParams()
    salt = random_bytes(SALT_BYTES)
    kek = _password_kek(password, salt, pepper, price)
    kept = {
        "salt": salt.hex(),
        "memory_kib": price.memory_kib,
        "iterations": price.iterations,
        "lanes": price.lanes,
    }
    return LockRow("password", kept, Sealed(seal_once(kek, key.seed, key.kid)))


def open_with_password(row: LockRow, kid: bytes, password: Plain, pepper: bytes) -> Key:
    """Open a password lock. Raise WrongPassword, Damaged for another kind of row, or Busy."""
    kek = _password_kek(password, _salt(row, "password"), pepper, password_params(row))
    return _open(row, kid, kek)


def password_params(row: LockRow) -> PasswordParams:
    """Return what a password lock costs, to raise it at the next login. Raise Damaged."""
    try:
        return PasswordParams(
            int(row.params["memory_kib"]), int(row.params["iterations"]), int(row.params["lanes"])
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Damaged("not a password lock") from None


def burn(password: Plain, pepper: bytes, params: PasswordParams | None = None) -> None:
    """Spend what a real try costs, for a name nobody has, so that time tells nothing."""
    salt = hmac_sha256(pepper, b"nobody")[:SALT_BYTES]
    _password_kek(password, salt, pepper, params or PasswordParams())


def lock_with_passkey(key: Key, output: bytes, credential: bytes, pepper: bytes) -> LockRow:
    """Lock a key under what a passkey answers to `PRF_INPUT` (32 bytes), bound to that passkey."""
    salt = random_bytes(SALT_BYTES)
    kek = _passkey_kek(output, credential, salt, pepper)
    kept = {"salt": salt.hex(), "credential": credential.hex()}
    return LockRow("passkey", kept, Sealed(seal_once(kek, key.seed, key.kid)))


def open_with_passkey(
    row: LockRow, kid: bytes, output: bytes, credential: bytes, pepper: bytes
) -> Key:
    """Open a passkey lock. Raise WrongPassword, or Damaged when it is none of this passkey."""
    salt = _salt(row, "passkey")
    if row.params.get("credential") != credential.hex():
        raise Damaged("the lock of another passkey")
    return _open(row, kid, _passkey_kek(output, credential, salt, pepper))


def new_token() -> bytes:
    """Return 32 random bytes: a session's cookie, kept nowhere else."""
    return random_bytes(TOKEN_BYTES)


def session_id(token: bytes) -> bytes:
    """Return the 32 bytes a session is found by, from which the token cannot be had."""
    return hkdf(token, "sid")


def lock_with_token(key: Key, token: bytes, pepper: bytes) -> LockRow:
    """Lock a key for one session: neither the row nor the cookie nor the pepper is enough."""
    salt = random_bytes(SALT_BYTES)
    kek = _token_kek(token, salt, pepper)
    return LockRow("session", {"salt": salt.hex()}, Sealed(seal_once(kek, key.seed, key.kid)))


def open_with_token(row: LockRow, kid: bytes, token: bytes, pepper: bytes) -> Key:
    """Open a session lock. Raise WrongPassword, or Damaged when the row is no session lock."""
    return _open(row, kid, _token_kek(token, _salt(row, "session"), pepper))


def seal_local(secret: bytes, pepper: bytes, label: str) -> Sealed:
    """Seal an instance's own key file under the pepper (AES-256-GCM)."""
    return seal_under(_checked(pepper), "local/" + label, secret)


def open_local(sealed: Sealed, pepper: bytes, label: str) -> bytes:
    """Open what `seal_local` sealed under the same pepper and label. Raise Damaged."""
    return open_under(_checked(pepper), "local/" + label, sealed)


def seal_own(secret: bytes, key: Key, label: str) -> Sealed:
    """Seal something of one person's under that person's own key (AES-256-GCM)."""
    return seal_under(key.seed, "own/" + label, secret)


def open_own(sealed: Sealed, key: Key, label: str) -> bytes:
    """Open what `seal_own` sealed with the same key and label. Raise Damaged."""
    return open_under(key.seed, "own/" + label, sealed)


def _open(row: LockRow, kid: bytes, kek: bytes) -> Key:
    try:
        key = Key.from_seed(open_once(kek, row.blob.blob, kid))
    except Damaged:
        raise WrongPassword("the lock does not open") from None
    if key.kid != kid:
        raise WrongPassword("the lock holds another key")
    return key


def _password_kek(password: Plain, salt: bytes, pepper: bytes, price: PasswordParams) -> bytes:
    words = unicodedata.normalize("NFKC", password.reveal()).encode("utf-8", "surrogatepass")
    stretched = stretching.stretch(
        words,
        salt,
        memory_kib=price.memory_kib,
        iterations=price.iterations,
        lanes=price.lanes,
    )
    return hkdf(prefixed(stretched, _checked(pepper)), "hrd1/lock/password", salt=salt)


def _passkey_kek(output: bytes, credential: bytes, salt: bytes, pepper: bytes) -> bytes:
    if len(output) != PRF_BYTES:
        raise Damaged("a passkey answers with 32 bytes")
    label = "hrd1/lock/passkey/" + credential.hex()
    return hkdf(prefixed(output, _checked(pepper)), label, salt=salt)


def _token_kek(token: bytes, salt: bytes, pepper: bytes) -> bytes:
    return hkdf(prefixed(token, _checked(pepper)), "hrd1/lock/session", salt=salt)


def _salt(row: LockRow, method: str) -> bytes:
    try:
        salt = bytes.fromhex(row.params["salt"])
    except (KeyError, TypeError, ValueError):
        salt = b""
    if row.method != method or len(salt) != SALT_BYTES:
        raise Damaged(f"not a {method} lock")
    return salt


def _checked(pepper: bytes) -> bytes:
    if len(pepper) != PEPPER_BYTES:
        raise ValueError("a pepper has 32 bytes")
    return pepper
