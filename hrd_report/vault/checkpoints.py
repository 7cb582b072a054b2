"""Signed checkpoints of the audit's tree: C2SP tlog-checkpoint in a signed note. Keeps none.

Read strictly: what is not exactly as docs/formats.md, section 9, says is `Damaged`.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from hrd_report.errors import Damaged
from hrd_report.vault import signatures
from hrd_report.vault.digests import sha256
from hrd_report.vault.merkle import HASH_BYTES
from hrd_report.vault.signatures import SigningKey

MOST_ROWS: Final = 2**63 - 1
MOST_SIGNATURES: Final = 16
_ED25519: Final = b"\x01"
_ID_BYTES: Final = 4
_PUBLIC_BYTES: Final = 32
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_SIGNATURE: Final = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


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
    name = origin(public_raw)
    return f"{name}+{_key_id(name, public_raw).hex()}+{_base64(_ED25519 + public_raw)}"


def read_key(text: str) -> bytes:
    """Return the public key (32 bytes) that was spelt. Raise Damaged unless exactly so."""
    _, _, spelt = text.partition("+")
    public_raw = _bytes_of(spelt.partition("+")[2])[len(_ED25519) :]
    if len(public_raw) != _PUBLIC_BYTES or spell_key(public_raw) != text:
        raise Damaged("not a key of an audit")
    return public_raw


def sign(checkpoint: Checkpoint, key: SigningKey) -> str:
    """Return the note that says a log has this size and root, signed by its key."""
    name = origin(key.public_raw)
    text = f"{name}\n{checkpoint.size}\n{_base64(checkpoint.root)}\n"
    signature = _key_id(name, key.public_raw) + key.sign(text.encode())
    return f"{text}\n— {name} {_base64(signature)}\n"


def read(note: str, public_raw: bytes) -> Checkpoint:
    """Return the checkpoint that a note of this key's log holds. Raise Damaged otherwise.

    Signatures of other keys are not looked at: a witness may have added one.
    """
    text, found, signed = note.rpartition("\n\n")
    if not found or _CONTROL.search(note) or not note.endswith("\n"):
        raise Damaged("not a signed note")
    text += "\n"
    name = origin(public_raw)
    checkpoint = _body(text, name)
    ours = [
        blob
        for signer, blob in _signatures(signed)
        if signer == name and blob[:_ID_BYTES] == _key_id(name, public_raw)
    ]
    if len(ours) != 1:
        raise Damaged("not signed once by this log's key")
    signatures.verify(public_raw, ours[0][_ID_BYTES:], text.encode())
    return checkpoint


def text_of(file: bytes) -> str:
    """Return the text of a file that should hold a note. Raise Damaged unless it is UTF-8."""
    try:
        return file.decode("utf-8")
    except UnicodeDecodeError:
        raise Damaged("not UTF-8") from None


def read_number(text: str) -> int:
    """Return a size or position that was written without sign, zeros or spaces before it."""
    if not _NUMBER.fullmatch(text) or int(text) > MOST_ROWS:
        raise Damaged("not a number of rows")
    return int(text)


def spell_hash(value: bytes) -> str:
    """Return a hash as it stands in a checkpoint or a path: base64."""
    return _base64(value)


def read_hash(text: str) -> bytes:
    """Return the hash (32 bytes) that was spelt in base64. Raise Damaged."""
    value = _bytes_of(text)
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


def _signatures(signed: str) -> list[tuple[str, bytes]]:
    lines = signed.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise Damaged("too many signatures")
    found = [_SIGNATURE.fullmatch(line) for line in lines]
    read_out = [(one[1], _bytes_of(one[2])) for one in found if one is not None]
    if len(read_out) != len(lines) or any(len(blob) <= _ID_BYTES for _, blob in read_out):
        raise Damaged("not a signature line")
    return read_out


def _key_id(name: str, public_raw: bytes) -> bytes:
    return sha256(name.encode(), b"\n", _ED25519, public_raw)[:_ID_BYTES]


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _bytes_of(text: str) -> bytes:
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Damaged("not base64") from None
    if _base64(value) != text:
        raise Damaged("not canonical base64")
    return value
