"""Random tokens by which an answer finds its escalation, and digests of them. Keeps nothing.

A token stands in our Message-ID and in the address that answers go to. Whoever has the database
learns neither: rows hold digests alone, and those of domains are keyed besides.
"""

import re
from typing import Final

from hrd_report.vault import digests

_IN_ID: Final = re.compile(r"<([0-9a-f]{32})@[^<>\s@]+>")
_IN_ADDRESS: Final = re.compile(r"\+([0-9a-f]{32})@")
_ID_BYTES: Final = 16


def in_message_id(message_id: str) -> str:
    """Return the token of our own Message-ID. Raises `ValueError` for another one."""
    found = _IN_ID.fullmatch(message_id)
    if found is None:
        raise ValueError("not one of ours")
    return found[1]


def named(ids: str, addresses: str) -> tuple[str, ...]:
    """Return every token that stands in Message-IDs or in addresses, each once."""
    return tuple(dict.fromkeys((*_IN_ID.findall(ids), *_IN_ADDRESS.findall(addresses.lower()))))


def digest(token: str) -> bytes:
    """Return what a token is found by: 128 random bits are not guessed from it."""
    return digests.sha256(digests.prefixed(b"hrd1/reply", token.encode()))[:_ID_BYTES]


def sender_digest(token: str, domain: str, pepper: bytes) -> bytes:
    """Return what a domain is known by, for one token alone."""
    said = digests.prefixed(
        b"hrd1/sender", token.encode(), domain.lower().encode("utf-8", "replace")
    )
    return digests.hmac_sha256(pepper, said)[:_ID_BYTES]


def may_send(token: str, domain: str, known: set[bytes], pepper: bytes) -> bool:
    """Whether a domain, or one that it lies under, is among those that may answer."""
    labels = domain.lower().strip(".").split(".")
    # A domain of one label is a whole country or a machine of ours.
    over = (".".join(labels[at:]) for at in range(len(labels) - 1))
    return any(sender_digest(token, one, pepper) in known for one in over)
