"""Secrets of channel accounts: what a capture app or a bridge shows, and what derives from it.

A secret is never kept: a password's token is known by a keyed digest, a bridge's key is derived
from the pepper each time. Standard Webhooks (standardwebhooks.com): `v1` and `v1a` signatures.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from hrd_report.errors import Damaged
from hrd_report.sealed import Plain
from hrd_report.vault import signatures
from hrd_report.vault.digests import equal, hkdf, hmac_sha256, prefixed, random_bytes, sha256
from hrd_report.vault.receipts import Receipt

TOLERANCE: Final = 300
"""Seconds that a bridge's clock may be apart from ours, either way."""

_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _GROUP = 6, 5
_RECEIPT_BYTES: Final = 16
_PUBLIC_BYTES: Final = 32
_MOST_SIGNATURES: Final = 8


def new_password() -> Plain:
    """Return a password of 148 random bits that can be typed on a telephone."""
    drawn = int.from_bytes(random_bytes(32), "big")
    letters = [_LETTERS[drawn // 31**at % 31] for at in range(_GROUPS * _GROUP)]
    groups = ("".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP))
    return Plain("-".join(groups))


def token(password: Plain) -> str:
    """Return the token that a password stands for; spaces, dashes and capitals do not matter."""
    typed = "".join(one for one in password.reveal().casefold() if one.isalnum())
    return hkdf(typed.encode("utf-8", "replace"), "hrd1/channel/token").hex()


def token_digest(shown: str, pepper: bytes) -> bytes:
    """Return what an account is found by: nothing without the pepper, no token from it."""
    return hmac_sha256(pepper, prefixed(b"hrd1/channel", shown.encode("utf-8", "replace")))


def report_receipt(shown: str, report: str, pepper: bytes) -> Receipt:
    """Return the receipt of a report sent with a token: neither token nor pepper is enough."""
    mixed = prefixed(pepper, shown.encode(), report.encode())
    return Receipt(hkdf(mixed, "hrd1/channel/report", _RECEIPT_BYTES))


def hook_secret(account: bytes, pepper: bytes) -> bytes:
    """Return the key (32 bytes) that a bridge signs with."""
    return hkdf(prefixed(pepper, account), "hrd1/channel/hook")


def spell_hook_secret(secret: bytes) -> Plain:
    """Return the key as Standard Webhooks writes it."""
    return Plain("whsec_" + base64.b64encode(secret).decode())


def spell_hook_public(public: bytes) -> str:
    """Return the public half of a key as Standard Webhooks writes it."""
    return "whpk_" + base64.b64encode(public).decode()


def sign_hook(key: signatures.SigningKey, id: str, timestamp: int, body: bytes) -> str:  # noqa: A002
    """Return the signature of a message as its header holds it: `v1a`, over id, time and body."""
    signed = f"{id}.{timestamp}.".encode() + body
    return "v1a," + base64.b64encode(key.sign(signed)).decode()


def read_hook_public(text: str) -> bytes:
    """Return a bridge's public key (Ed25519), written as `whpk_…`. Raise Damaged."""
    try:
        raw = base64.b64decode(text.strip().removeprefix("whpk_"), validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != _PUBLIC_BYTES or not text.strip().startswith("whpk_"):
        raise Damaged("not a public key of a bridge")
    return raw


def conversation_receipt(account: bytes, conversation: Plain, pepper: bytes) -> Receipt:
    """Return the receipt that a bridge's conversation answers to; its handle is kept nowhere."""
    handle = conversation.reveal().encode("utf-8", "surrogatepass")
    return Receipt(
        hkdf(prefixed(pepper, account, handle), "hrd1/channel/conversation", _RECEIPT_BYTES)
    )


@dataclass(frozen=True, slots=True, repr=False)
class Delivered:
    """A message as a bridge delivered it: its three headers, and the body byte for byte."""

    id: str
    timestamp: str
    signature: str
    body: bytes

    def check(self, secret: bytes, public: bytes | None, *, now: float) -> None:
        """Raise Damaged unless one signature holds and it was made about now.

        With a public key only `v1a` signatures count; a shared secret is no more asked for.
        """
        self._check_time(now)
        signed = f"{self.id}.{self.timestamp}.".encode() + self.body
        for one in self.signature.split(" ")[:_MOST_SIGNATURES]:
            version, _, spelt = one.partition(",")
            if self._holds(version, _bytes(spelt), signed, secret, public):
                return
        raise Damaged("no signature holds")

    def _check_time(self, now: float) -> None:
        digits = self.timestamp
        if not (digits.isascii() and digits.isdigit() and len(digits) < 16):  # noqa: PLR2004
            raise Damaged("no time")
        if abs(int(digits) - now) > TOLERANCE:
            raise Damaged("too long ago, or the clocks are apart")

    def _holds(
        self, version: str, blob: bytes, signed: bytes, secret: bytes, public: bytes | None
    ) -> bool:
        if public is None:
            return version == "v1" and equal(blob, hmac_sha256(secret, signed))
        if version != "v1a":
            return False
        try:
            signatures.verify(public, blob, signed)
        except Damaged:
            return False
        return True

    @property
    def digest(self) -> bytes:
        """Return what the message is recognised by, however often it is delivered."""
        return sha256(prefixed(b"hrd1/channel/message", self.id.encode("utf-8", "replace")))


def _bytes(spelt: str) -> bytes:
    try:
        return base64.b64decode(spelt, validate=True)
    except (binascii.Error, ValueError):
        return b""
