"""Seals what a case adds to its team's overviews under a secret of the team's key. Keeps nothing.

One symmetric seal each, so that ten thousand open in a moment; padded, so that they look alike.
"""

from typing import Final

from hrd_report.sealed import Sealed
from hrd_report.vault import digests
from hrd_report.vault.keys import Key

BLOCK: Final = 512
_SECRET: Final = "hrd1/tally"  # noqa: S105 - a label, not a secret
_LENGTH: Final = 4


class Tallies:
    """The seals of one team. Holds a secret."""

    __slots__ = ("_secret", "kid")

    def __init__(self, team: Key) -> None:
        self._secret: Final = digests.hkdf(team.seed, _SECRET)
        self.kid: Final = team.kid

    def seal(self, case_id: bytes, content: bytes) -> Sealed:
        """Seal what a case adds: its length (4 bytes), itself, zeros up to whole blocks."""
        whole = len(content).to_bytes(_LENGTH, "big") + content
        padded = whole + bytes(-len(whole) % BLOCK)
        return digests.seal_under(self._secret, _label(case_id), padded)

    def open(self, case_id: bytes, blob: Sealed) -> bytes:
        """Open it. Raises `Damaged` for another case's, another team's, or an altered one."""
        padded = digests.open_under(self._secret, _label(case_id), blob)
        return padded[_LENGTH : _LENGTH + int.from_bytes(padded[:_LENGTH], "big")]


def _label(case_id: bytes) -> str:
    return f"tally/{case_id.hex()}"
