"""The owner's key, which signs rosters: how people spell, compare and keep it. Signs nothing.

Its private half belongs on a machine that serves nothing; a server has the public half, pinned.
"""

from typing import Final

from hrd_report.errors import Damaged
from hrd_report.sealed import Plain
from hrd_report.vault import bech32, notes, recipients
from hrd_report.vault.digests import sha256
from hrd_report.vault.signatures import SigningKey

_PRIVATE: Final = "hrd-owner-key-"


def name(public_raw: bytes) -> str:
    """Return the name an owner signs under: it follows from the key and names nobody."""
    return "hrd-report/owner/" + sha256(b"hrd1/owner/name", public_raw)[:8].hex()


def spell_public(public_raw: bytes) -> str:
    """Return the public key in one line: name, key id and key, as in any signed note."""
    return notes.spell_key(name(public_raw), public_raw)


def read_public(text: str) -> bytes:
    """Return the public key (32 bytes) that was spelt. Raise Damaged unless exactly so."""
    said, public_raw = notes.read_key(text)
    if said != name(public_raw):
        raise Damaged("not a key of an owner")
    return public_raw


def spell_secret(key: SigningKey) -> Plain:
    """Return the private key in one line that can be typed by hand: a wrong letter is noticed."""
    return Plain(bech32.encode(_PRIVATE, key.seed).upper())


def read_secret(text: Plain) -> SigningKey:
    """Return the key that was spelt, also with spaces or line ends in it. Raise Damaged."""
    return SigningKey.from_seed(bech32.decode("".join(text.reveal().split()), _PRIVATE))


def fingerprint_words(public_raw: bytes, language: str) -> tuple[str, ...]:
    """Return six words that two people can compare aloud. Raise NotSupported without a list."""
    return recipients.six_words(sha256(b"hrd1/owner/fingerprint", public_raw), language)
