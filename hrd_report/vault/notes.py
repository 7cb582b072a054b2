"""C2SP signed notes: a text, and under it who signed it. Knows no text's meaning, keeps none.

Read strictly: what is not exactly as docs/formats.md, section 9, says is `Damaged`.
"""

import base64
import binascii
import re
from typing import Final

from hrd_report.errors import Damaged
from hrd_report.vault import signatures
from hrd_report.vault.digests import sha256
from hrd_report.vault.signatures import SigningKey

MOST_SIGNATURES: Final = 16
_ED25519: Final = b"\x01"
_ID_BYTES: Final = 4
_PUBLIC_BYTES: Final = 32
_SIGNATURE: Final = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


def spell_key(name: str, public_raw: bytes) -> str:
    """Return a public key as others configure it: name, key id and key."""
    return f"{name}+{_key_id(name, public_raw).hex()}+{spell_bytes(_ED25519 + public_raw)}"


def read_key(text: str) -> tuple[str, bytes]:
    """Return the name and the public key (32 bytes) that were spelt. Raise Damaged."""
    name, _, spelt = text.partition("+")
    public_raw = read_bytes(spelt.partition("+")[2])[len(_ED25519) :]
    if len(public_raw) != _PUBLIC_BYTES or spell_key(name, public_raw) != text:
        raise Damaged("not a public key")
    return name, public_raw


def sign(text: str, name: str, key: SigningKey) -> str:
    """Return the note that says `text`, which ends its last line, signed under a name."""
    signature = _key_id(name, key.public_raw) + key.sign(text.encode())
    return f"{text}\n— {name} {spell_bytes(signature)}\n"


def read(note: str, name: str, public_raw: bytes) -> str:
    """Return the text that this name and key signed, once. Raise Damaged otherwise.

    Signatures of other keys are not looked at: a witness may have added one.
    """
    text, signed = _parts(note)
    ours = [
        blob
        for signer, blob in _signatures(signed)
        if signer == name and blob[:_ID_BYTES] == _key_id(name, public_raw)
    ]
    if len(ours) != 1:
        raise Damaged("not signed once by this key")
    signatures.verify(public_raw, ours[0][_ID_BYTES:], text.encode())
    return text


def signers(note: str) -> tuple[str, ...]:
    """Return the names that a note says it was signed under; nothing is verified."""
    return tuple(name for name, _ in _signatures(_parts(note)[1]))


def text_of(file: bytes) -> str:
    """Return the text of a file that should hold a note. Raise Damaged unless it is UTF-8."""
    try:
        return file.decode("utf-8")
    except UnicodeDecodeError:
        raise Damaged("not UTF-8") from None


def spell_bytes(value: bytes) -> str:
    """Return bytes as they stand in notes: base64."""
    return base64.b64encode(value).decode("ascii")


def read_bytes(text: str) -> bytes:
    """Return the bytes that were spelt in base64. Raise Damaged unless written as we write."""
    try:
        value = base64.b64decode(text)
    except (binascii.Error, ValueError):
        raise Damaged("not base64") from None
    if spell_bytes(value) != text:
        raise Damaged("not canonical base64")
    return value


def _parts(note: str) -> tuple[str, str]:
    text, found, signed = note.rpartition("\n\n")
    if not found or _CONTROL.search(note) or not note.endswith("\n"):
        raise Damaged("not a signed note")
    return text + "\n", signed


def _signatures(signed: str) -> list[tuple[str, bytes]]:
    lines = signed.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise Damaged("too many signatures")
    found = [_SIGNATURE.fullmatch(line) for line in lines]
    read_out = [(one[1], read_bytes(one[2])) for one in found if one is not None]
    if len(read_out) != len(lines) or any(len(blob) <= _ID_BYTES for _, blob in read_out):
        raise Damaged("not a signature line")
    return read_out


def _key_id(name: str, public_raw: bytes) -> bytes:
    return sha256(name.encode(), b"\n", _ED25519, public_raw)[:_ID_BYTES]
