"""What stands in clear before a carried report: to which key it is sealed, and whom to answer.

docs/formats.md, section 16. Opens nothing: neither the report nor the receipt can be had from it.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from hrd_report.errors import Damaged
from hrd_report.vault.keys import KID_BYTES, PUBLIC_BYTES, PublicKey
from hrd_report.vault.receipts import Receipt

MAGIC: Final = b"hrd-report/envelope 1\n"
MEDIA_TYPE: Final = "application/vnd.hrd-report.envelope"
LOOKUP_BYTES: Final = 32
DIGEST_BYTES: Final = 32
BYTES: Final = len(MAGIC) + KID_BYTES + LOOKUP_BYTES + PUBLIC_BYTES + DIGEST_BYTES
"""How long an envelope is before its sealed file begins."""


@dataclass(frozen=True, slots=True, repr=False)
class AnswerTo:
    """Whom to answer: what a receipt is found by, and the key that answers are sealed to."""

    lookup: bytes
    public: PublicKey

    @classmethod
    def of(cls, receipt: Receipt) -> "AnswerTo":
        """Return what a receipt lets others know of it."""
        return cls(receipt.lookup, receipt.public)

    def spell(self) -> str:
        """Return it as it stands inside the seal."""
        joined = self.lookup + self.public.raw
        return base64.urlsafe_b64encode(joined).decode().rstrip("=")

    @classmethod
    def read(cls, spelt: str) -> "AnswerTo":
        """Return what was spelt. Raise Damaged unless it is exactly as written."""
        try:
            joined = base64.urlsafe_b64decode(spelt + "=" * (-len(spelt) % 4))
        except (binascii.Error, ValueError):
            raise Damaged("not whom to answer") from None
        found = cls(joined[:LOOKUP_BYTES], PublicKey.from_raw(joined[LOOKUP_BYTES:]))
        if found.spell() != spelt:
            raise Damaged("not whom to answer")
        return found


@dataclass(frozen=True, slots=True, repr=False)
class Envelope:
    """What an envelope says. `intake`: the name of the key that its file is sealed to.

    `digest`: the SHA-256 of that file, so that a bad copy is noticed by whoever brings it.
    """

    intake: bytes
    answer_to: AnswerTo
    digest: bytes

    def spell(self) -> bytes:
        """Return the bytes that stand before the sealed file."""
        to = self.answer_to
        return MAGIC + self.intake + to.lookup + to.public.raw + self.digest


def is_one(first: bytes) -> bool:
    """Tell whether bytes begin as an envelope does. A sealed file never does."""
    return first.startswith(MAGIC)


def read(first: bytes) -> Envelope:
    """Return the envelope that bytes begin with. Raise Damaged."""
    if not is_one(first) or len(first) < BYTES:
        raise Damaged("no envelope, or it is cut")
    parts, at = [], len(MAGIC)
    for length in (KID_BYTES, LOOKUP_BYTES, PUBLIC_BYTES, DIGEST_BYTES):
        parts.append(first[at : at + length])
        at += length
    intake, lookup, public, digest = parts
    return Envelope(intake, AnswerTo(lookup, PublicKey.from_raw(public)), digest)
