"""The fixed first bytes of every sealed item: what it is and where it belongs. Seals nothing.

age has no associated data, so the context stands inside, first, and is checked on opening: an
item moved to another case, place or kind does not open there.
"""

import struct
from dataclasses import dataclass
from typing import Final

from hrd_report.vault.damage import Refused

PREAMBLE_BYTES: Final = 64
STREAMED: Final = 2**64 - 1
TRAILER_BYTES: Final = 8
SCHEMA: Final = 1
ID_BYTES: Final = 16

# Codes are for ever: append, never renumber.
KINDS: Final = {
    "report": 1,
    "addition": 2,
    "message": 3,
    "news": 4,
    "note": 5,
    "file": 6,
    "filemeta": 7,
    "consent": 8,
    "assessment": 9,
    "finding": 10,
    "notice": 11,
    "delivery": 12,
    "fact": 13,
    "index": 14,
    "measure": 15,
    "decision": 16,
    "answer": 17,
    "record": 18,
    "capture": 19,
    "description": 20,
    "derivative": 21,
    "derived": 22,
    "export": 23,
    "preference": 24,
    "participant": 25,
    "address": 26,
    "mail": 30,
    "account": 31,
    "webhook": 32,
    "indicators": 40,
    "link": 41,
    "paper": 42,
}

_MAGIC = b"HRD1"
_LAYOUT = struct.Struct(">4sBxH16s16sQ16s")
_RESERVE = bytes(16)
_TRAILER = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Context:
    """What an item is (`kind`, a name of KINDS) and where it belongs (two ids of 16 bytes)."""

    kind: str
    case: bytes
    item: bytes

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such kind of item: {self.kind}")
        if len(self.case) != ID_BYTES or len(self.item) != ID_BYTES:
            raise ValueError("case and item ids have 16 bytes")


def build(context: Context, length: int) -> bytes:
    """Write the preamble (64 bytes) of `length` content bytes, or of STREAMED ones."""
    return _LAYOUT.pack(
        _MAGIC, KINDS[context.kind], SCHEMA, context.case, context.item, length, _RESERVE
    )


def check(first: bytes, context: Context) -> int:
    """Compare the first 64 bytes of a payload with what was asked for; return the length.

    The length is STREAMED when it stands in the last 8 bytes of the payload instead. Raise
    Refused when any field differs, reserved bytes are not zero, or the payload is too short.
    """
    if len(first) < PREAMBLE_BYTES:
        raise Refused("too short for an item")
    length = int(_LAYOUT.unpack_from(first)[5])
    # Building it anew compares every field and every reserved byte at once.
    if first[:PREAMBLE_BYTES] != build(context, length):
        raise Refused("the item is of another kind, case, place or version")
    return length


def trailer(length: int) -> bytes:
    """Write the last 8 bytes of a streamed payload: the true length."""
    return _TRAILER.pack(length)


def read_trailer(last: bytes) -> int:
    """Read the true length from the last 8 bytes of a streamed payload."""
    return int(_TRAILER.unpack(last)[0])
