"""Signed checkpoints of the audit's tree: C2SP tlog-checkpoint in a signed note. Keeps none.

Read strictly: what is not exactly as docs/formats.md, section 9, says is `Damaged`.
"""

import re
from dataclasses import dataclass
from typing import Final

from hrd_report.errors import Damaged
from hrd_report.vault import notes
from hrd_report.vault.digests import sha256
from hrd_report.vault.merkle import HASH_BYTES
from hrd_report.vault.signatures import SigningKey

MOST_ROWS: Final = 2**63 - 1
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many rows there were, and the root of their tree (32 bytes)."""

    size: int
    root: bytes


def origin(public_raw: bytes) -> str:
    """Return the name of a log and its key: it follows from the key and says nothing else."""
    return "hrd-report/audit/" + sha256(b"hrd1/audit/origin", public_raw)[:8].hex()


def spell_key(public_raw: bytes) -> str:
    """Return a public key as witnesses configure it: name, key id and key."""
    return notes.spell_key(origin(public_raw), public_raw)


def read_key(text: str) -> bytes:
    """Return the public key (32 bytes) that was spelt. Raise Damaged unless exactly so."""
    name, public_raw = notes.read_key(text)
    if name != origin(public_raw):
        raise Damaged("not a key of an audit")
    return public_raw


def sign(checkpoint: Checkpoint, key: SigningKey) -> str:
    """Return the note that says a log has this size and root, signed by its key."""
    name = origin(key.public_raw)
    text = f"{name}\n{checkpoint.size}\n{notes.spell_bytes(checkpoint.root)}\n"
    return notes.sign(text, name, key)


def read(note: str, public_raw: bytes) -> Checkpoint:
    """Return the checkpoint that a note of this key's log holds. Raise Damaged otherwise."""
    name = origin(public_raw)
    return _body(notes.read(note, name, public_raw), name)


def read_number(text: str) -> int:
    """Return a size or position that was written without sign, zeros or spaces before it."""
    if not _NUMBER.fullmatch(text) or int(text) > MOST_ROWS:
        raise Damaged("not a number of rows")
    return int(text)


def spell_hash(value: bytes) -> str:
    """Return a hash as it stands in a checkpoint or a path: base64."""
    return notes.spell_bytes(value)


def read_hash(text: str) -> bytes:
    """Return the hash (32 bytes) that was spelt in base64. Raise Damaged."""
    value = notes.read_bytes(text)
    if len(value) != HASH_BYTES:
        raise Damaged("a hash has 32 bytes")
    return value


def _body(text: str, name: str) -> Checkpoint:
    try:
        first, size, root, end = text.split("\n")
    except ValueError:
        raise Damaged("a checkpoint has three lines") from None
    if first != name or end:
        raise Damaged("the checkpoint of another log")
    return Checkpoint(read_number(size), read_hash(root))
