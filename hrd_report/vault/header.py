"""The header of an age v1 file with one `mlkem768x25519` stanza. Touches no payload.

Source: C2SP age specification, "Header" and "mlkem768x25519 recipient stanza". With one stanza
of one type every field has a fixed width, so the header has too: 1627 bytes.
"""

import base64
import binascii
import re

from hrd_report.errors import Damaged
from hrd_report.vault.damage import HeaderFailure, MacFailure, NoMatch, Refused
from hrd_report.vault.digests import equal, hkdf, hmac_sha256
from hrd_report.vault.keys import (
    ENCAPSULATED_BYTES,
    X25519_BYTES,
    Key,
    PublicKey,
    is_low_order,
    open_bytes,
    seal_bytes,
)

HEADER_BYTES = 1627
FILE_KEY_BYTES = 16

VERSION = b"age-encryption.org/v1\n"
_STANZA = b"mlkem768x25519"
_INFO = b"age-encryption.org/mlkem768x25519"
_MAC_LINE = len(b" \n") + 43
_SHAPE = re.compile(
    rb"age-encryption\.org/v1\n"
    rb"-> mlkem768x25519 ([A-Za-z0-9+/]{1494})\n"
    rb"([A-Za-z0-9+/]{43})\n"
    rb"--- ([A-Za-z0-9+/]{43})\n"
)
_ANY_STANZA = re.compile(
    rb"-> ([!-~]+)(?: [!-~]+)*\n((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63})\n",
)
_ANY_MAC = re.compile(rb"--- ([A-Za-z0-9+/]{43})\n")


def _encode(raw: bytes) -> bytes:
    return base64.b64encode(raw).rstrip(b"=")


def _decode(text: bytes) -> bytes:
    """Decode unpadded base64. Raise HeaderFailure unless canonical."""
    try:
        raw = base64.b64decode(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        raise HeaderFailure("not base64") from None
    if _encode(raw) != text:
        raise HeaderFailure("base64 is not canonical")
    return raw


def build(file_key: bytes, recipient: PublicKey) -> bytes:
    """Write the header (1627 bytes) that wraps a 16-byte file key for one recipient."""
    wrapped = seal_bytes(recipient, file_key, _INFO)
    head = b"".join(
        (
            VERSION,
            b"-> " + _STANZA + b" " + _encode(wrapped[:ENCAPSULATED_BYTES]) + b"\n",
            _encode(wrapped[ENCAPSULATED_BYTES:]) + b"\n",
            b"---",
        )
    )
    return head + b" " + _encode(_mac(file_key, head)) + b"\n"


def check(first: bytes) -> tuple[bytes, bytes]:
    """Check the header's grammar without a key; return (wrapped file key, MAC).

    Raise HeaderFailure (cut, not age v1, not canonical), NoMatch (a stanza of another type) or
    Refused (several stanzas: different readers could be shown different content).
    """
    match = _SHAPE.match(first)
    if match is None:
        raise _reason(first)
    share, body, mac = match.groups()
    wrapped = _decode(share) + _decode(body)
    return wrapped, _decode(mac)


def unwrap(first: bytes, key: Key) -> bytes:
    """Return the file key (16 bytes) of the header that `first` begins with.

    Raise what `check` raises, NoMatch (for another key) or MacFailure (header altered).
    """
    wrapped, mac = check(first)
    try:
        file_key = open_bytes(key, wrapped, _INFO)
    except Damaged:
        check_share(wrapped)
        raise NoMatch("the stanza is for another key") from None
    if not equal(mac, _mac(file_key, first[: HEADER_BYTES - _MAC_LINE])):
        raise MacFailure("the header was altered")
    return file_key


def check_share(wrapped: bytes) -> None:
    """Raise HeaderFailure when the X25519 share of a wrapped file key is of low order.

    No key opens such a share, so readers ask only after a failure, and those without a key.
    """
    if is_low_order(wrapped[ENCAPSULATED_BYTES - X25519_BYTES : ENCAPSULATED_BYTES]):
        raise HeaderFailure("the share is of low order")


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac_sha256(hkdf(file_key, "header"), head)


def _reason(first: bytes) -> Damaged:
    """Say why a header that is not ours is refused: the first fault found, in reading order."""
    if not first.startswith(VERSION):
        return HeaderFailure("not an age v1 file")
    at, types = len(VERSION), []
    while stanza := _ANY_STANZA.match(first, at):
        types.append(stanza[1])
        _decode(stanza[2].replace(b"\n", b""))
        at = stanza.end()
    mac = _ANY_MAC.match(first, at)
    if not types or mac is None:
        return HeaderFailure("the header is cut or malformed")
    _decode(mac[1])
    if len(types) > 1:
        return Refused("more than one stanza")
    if types[0] != _STANZA:
        return NoMatch("a stanza of another type")
    return HeaderFailure("the stanza has a wrong argument or body")
