"""Addressees' OpenPGP certificates, and encryption to one. Holds no secret key, opens nothing."""

import base64
import binascii
import datetime as dt
from dataclasses import dataclass
from typing import Final

from pysequoia import Cert, encrypt
from pysequoia.packet import PacketPile, Tag

from hrd_report.errors import Damaged, HrdError

_BEGIN: Final = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
_END: Final = "-----END PGP PUBLIC KEY BLOCK-----"
_LONGEST: Final = 200_000
_SECRET: Final = (Tag.SecretKey, Tag.SecretSubkey)


class KeyUnusable(HrdError):
    """A certificate that must not be encrypted to. `reason`: `key_expired` or `key_revoked`."""

    code = "key_unusable"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Certificate:
    """A public key as people compare it. `text` is the armoured certificate itself."""

    fingerprint: str
    expires: dt.datetime | None
    revoked: bool
    text: str

    def problem(self, now: dt.datetime) -> str | None:
        """Return why nothing may be encrypted to it now, as a stable code."""
        if self.revoked:
            return "key_revoked"
        if self.expires is not None and self.expires <= now:
            return "key_expired"
        return None


def read(text: str) -> Certificate:
    """Read one armoured public key. Raise Damaged for anything else, a secret key above all."""
    block = text.strip().replace("\r\n", "\n")
    inside = block.startswith(_BEGIN) and block.endswith(_END)
    if not inside or block.count(_BEGIN) != 1 or len(block) > _LONGEST:
        raise Damaged("not one public key block")
    cert = _cert(block)
    return Certificate(cert.fingerprint, cert.expiration, cert.is_revoked, block + "\n")


def seal(content: bytes, text: str, now: dt.datetime) -> bytes:
    """Encrypt to a certificate, armoured. Raise `KeyUnusable`, or Damaged where it takes none.

    The library encrypts to a key that has run out without a word, so the day is looked at here.
    """
    problem = read(text).problem(now)
    if problem is not None:
        raise KeyUnusable(problem)
    try:
        return bytes(encrypt(content, recipients=[_cert(text)]))
    except (RuntimeError, ValueError):
        raise Damaged("the key takes no encryption") from None


def _cert(block: str) -> Cert:
    try:
        raw = block.encode("ascii")
        secret = any(one.tag in _SECRET for one in PacketPile.from_bytes(raw))
        cert = Cert.from_bytes(raw)
    except (RuntimeError, ValueError):
        # The library's words hold a stack of its insides.
        raise Damaged("not a public key") from None
    if secret:
        raise Damaged("a secret key")
    return cert


def is_message(content: bytes) -> bool:
    """Whether bytes are an armoured OpenPGP message, as its first lines say."""
    first, _, rest = content.partition(b"\n")
    if first.strip() != b"-----BEGIN PGP MESSAGE-----":
        return False
    body = rest.partition(b"\n\n")[2].split(b"\n", 1)[0].strip()
    try:
        base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        return False
    return bool(body)
