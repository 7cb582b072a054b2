"""An encrypted multimap: from what cases name to the cases, for whoever holds a team's key.

A stolen database shows random rows, as many as there are. With the key, guesses can be tested;
so the secret derives from the team's key, is never at rest unlocked, and changes when that does.
"""

from dataclasses import dataclass
from typing import Final

from hrd_report.errors import Damaged
from hrd_report.sealed import Sealed
from hrd_report.vault import digests
from hrd_report.vault.keys import Key

LABEL_BYTES: Final = 16
_SECRET: Final = "hrd1/index"  # noqa: S105 - a label, not a secret
_ID_BYTES: Final = 16
_BLOB_BYTES: Final = digests.SALT_BYTES + _ID_BYTES + digests.TAG_BYTES


@dataclass(frozen=True, slots=True)
class Term:
    """Something that cases name: a kind of ours, and a value in its normal form."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True, repr=False)
class Posting:
    """A row of the index: where it lies, and a case's id under a seal."""

    label: bytes
    blob: Sealed


class Index:
    """The index of a team. Holds a secret; keeps nothing."""

    __slots__ = ("_secret",)

    def __init__(self, team: Key) -> None:
        self._secret: Final = digests.hkdf(team.seed, _SECRET)

    def label(self, term: Term, number: int) -> bytes:
        """Return where the posting with a number (from 0) of a term lies."""
        counted = number.to_bytes(8, "big")
        return digests.hmac_sha256(self._derived(term, b"label"), counted)[:LABEL_BYTES]

    def seal(self, term: Term, number: int, case_id: bytes) -> Posting:
        """Return the posting that says that a case names a term."""
        label = self.label(term, number)
        secret = self._derived(term, b"value")
        return Posting(label, digests.seal_under(secret, _bound(label), case_id))

    def open(self, term: Term, posting: Posting) -> bytes | None:
        """Return the case a posting speaks of; nothing for one that was made void."""
        secret = self._derived(term, b"value")
        try:
            return digests.open_under(secret, _bound(posting.label), posting.blob)
        except Damaged:
            return None

    def _derived(self, term: Term, purpose: bytes) -> bytes:
        named = digests.prefixed(term.kind.encode(), term.value.encode("utf-8", "surrogatepass"))
        return digests.hmac_sha256(digests.hmac_sha256(self._secret, named), purpose)


def chaff() -> Posting:
    """Return a posting of nothing, which looks like any other."""
    return Posting(digests.random_bytes(LABEL_BYTES), void())


def void() -> Sealed:
    """Return what a posting's seal becomes when its case is gone."""
    return Sealed(digests.random_bytes(_BLOB_BYTES))


def _bound(label: bytes) -> str:
    return f"posting/{label.hex()}"
