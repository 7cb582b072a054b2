"""Proofs of filing: on which day something was sent, signed, in a text that shows none of it.

Read strictly: what is not exactly as docs/formats.md, section 20, says is `Damaged`.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from hrd_report.errors import Damaged
from hrd_report.vault import notes, signatures
from hrd_report.vault.digests import hkdf, hmac_sha256, prefixed, sha256
from hrd_report.vault.keys import Key
from hrd_report.vault.signatures import SigningKey

MOST_FILES: Final = 256
DIGEST_BYTES: Final = 32
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OPEN: Final = "open "
_FIXED: Final = 2


@dataclass(frozen=True, slots=True)
class Statement:
    """What was filed: `report` and each of `files` (day and digest) are blinded, 32 bytes."""

    day: dt.date
    report: bytes
    files: tuple[tuple[dt.date, bytes], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Opening:
    """What only the proof's owner has: `blind` shows files, with `mac` also the words."""

    blind: bytes
    mac: bytes | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Prover:
    """The key that signs proofs, and the endorser's word that it is this server's."""

    key: SigningKey
    endorsement: bytes

    @classmethod
    def under(cls, key: SigningKey, endorser: SigningKey) -> "Prover":
        """Return a prover whose key an endorser vouches for."""
        return cls(key, endorser.sign(_endorsed(key.public_raw)))

    def sign(self, statement: Statement) -> str:
        """Return the signed note that says a statement."""
        name = origin(self.key.public_raw)
        return notes.sign(_text(statement, name), name, self.key)


def origin(public_raw: bytes) -> str:
    """Return the name of a key of proofs: it follows from the key and says nothing else."""
    return "hrd-report/proof/" + sha256(b"hrd1/proof/origin", public_raw)[:8].hex()


def spell_key(public_raw: bytes) -> str:
    """Return a public key as others keep it: name, key id and key."""
    return notes.spell_key(origin(public_raw), public_raw)


def read_key(text: str) -> bytes:
    """Return the public key (32 bytes) that was spelt. Raise Damaged unless exactly so."""
    name, public_raw = notes.read_key(text)
    if name != origin(public_raw):
        raise Damaged("not a key of proofs")
    return public_raw


def check_endorsement(endorser_public: bytes, endorsement: bytes, public_raw: bytes) -> None:
    """Raise Damaged unless the endorser vouches for this very key of proofs."""
    signatures.verify(endorser_public, endorsement, _endorsed(public_raw))


def blind_of(receipt_key: Key) -> bytes:
    """Return the secret that keeps what is filed from being guessed, from a receipt's key."""
    return hkdf(receipt_key.seed, "hrd1/proof/blind")


def blinded(blind: bytes, digest: bytes) -> bytes:
    """Return a digest as a statement shows it."""
    return hmac_sha256(blind, digest)


def write(opening: Opening | None, note: str) -> str:
    """Return a proof as its owner keeps it: what opens it first, then what may be shown."""
    if opening is None:
        return note
    secrets = [opening.blind, *([] if opening.mac is None else [opening.mac])]
    return f"{_OPEN}{' '.join(map(notes.spell_bytes, secrets))}\n\n{note}"


def split(text: str) -> tuple[Opening | None, str]:
    """Return what opens a proof, if it is there, and its note; nothing is verified."""
    if not text.startswith(_OPEN):
        return None, text
    line, found, note = text.partition("\n\n")
    secrets = [_digest(one) for one in line.removeprefix(_OPEN).split(" ")]
    if not found or len(secrets) > 2:  # noqa: PLR2004 - blind and mac
        raise Damaged("not what opens a proof")
    return Opening(*secrets), note


def read(note: str, public_raw: bytes) -> Statement:
    """Return the statement that a note of this key holds. Raise Damaged otherwise."""
    name = origin(public_raw)
    first, *lines, end = notes.read(note, name, public_raw).split("\n")
    if first != name or end or not _FIXED <= len(lines) <= _FIXED + MOST_FILES:
        raise Damaged("not a statement of this key")
    day, report, *files = lines
    return Statement(
        day=_day(_after("day ", day)),
        report=_digest(_after("report ", report)),
        files=tuple(map(_file, files)),
    )


def signer(note: str) -> str:
    """Return the name that a note says signed it; nothing is verified."""
    return note.partition("\n")[0]


def _text(statement: Statement, name: str) -> str:
    if len(statement.files) > MOST_FILES:
        raise Damaged("too many files for one proof")
    files = [
        f"file {day.isoformat()} {notes.spell_bytes(digest)}\n" for day, digest in statement.files
    ]
    report = notes.spell_bytes(statement.report)
    return f"{name}\nday {statement.day.isoformat()}\nreport {report}\n{''.join(files)}"


def _file(line: str) -> tuple[dt.date, bytes]:
    day, _, digest = _after("file ", line).partition(" ")
    return _day(day), _digest(digest)


def _after(word: str, line: str) -> str:
    if not line.startswith(word):
        raise Damaged(f"a line is to begin with {word.strip()}")
    return line.removeprefix(word)


def _day(text: str) -> dt.date:
    if not _DAY.fullmatch(text):
        raise Damaged("not a day")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Damaged("no such day") from None


def _digest(text: str) -> bytes:
    value = notes.read_bytes(text)
    if len(value) != DIGEST_BYTES:
        raise Damaged("a digest has 32 bytes")
    return value


def _endorsed(public_raw: bytes) -> bytes:
    return b"hrd1/endorse/proofs" + prefixed(public_raw)
