"""The second sealed copy of a case's words, by which its team finds it again. Keeps nothing.

Under a secret that derives from the team's key: quick to open for many cases, and gone with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NoReturn

from hrd_report.sealed import Sealed
from hrd_report.vault import digests
from hrd_report.vault.damage import Refused
from hrd_report.vault.keys import Key
from hrd_report.vault.multimap import LABEL_BYTES
from hrd_report.vault.padding import padded

_SECRET: Final = "hrd1/trace"  # noqa: S105 - a label, not a secret
_LENGTH_BYTES: Final = 4
_HEAD_BYTES: Final = 2 * _LENGTH_BYTES
_PLACES_STEP: Final = 32


@dataclass(frozen=True, slots=True, repr=False)
class Content:
    """A case's words in one, folded; and what else its team compares it by, as JSON."""

    words: bytes
    data: bytes


class Tracer:
    """Seals and opens the traces of one team's cases. Silent when printed, never pickled."""

    __slots__ = ("_secret",)

    def __init__(self, team: Key) -> None:
        self._secret: Final = digests.hkdf(team.seed, _SECRET)

    def seal(self, content: Content, trace: bytes, case: bytes) -> Sealed:
        """Seal a trace: both lengths | words | data | zeros up to the padded size."""
        lengths = (len(content.words), len(content.data))
        head = b"".join(one.to_bytes(_LENGTH_BYTES, "big") for one in lengths)
        whole = head + content.words + content.data
        return digests.seal_under(
            self._secret, _label("trace", trace, case), whole.ljust(padded(len(whole)), b"\0")
        )

    def open(self, sealed: Sealed, trace: bytes, case: bytes) -> Content:
        """Open a trace. Raises `Damaged` for another one, another team's, and an altered one."""
        whole = digests.open_under(self._secret, _label("trace", trace, case), sealed)
        words = _HEAD_BYTES + int.from_bytes(whole[:_LENGTH_BYTES], "big")
        end = words + int.from_bytes(whole[_LENGTH_BYTES:_HEAD_BYTES], "big")
        if len(whole) < _HEAD_BYTES or end > len(whole):
            raise Refused("the trace says it is longer than it is")
        if whole.count(0, end) != len(whole) - end:
            raise Refused("the padding is not zero")
        return Content(whole[_HEAD_BYTES:words], whole[words:end])

    def seal_places(self, labels: Iterable[bytes], trace: bytes) -> Sealed:
        """Seal where the postings of a case lie: 16 bytes each, zeros up to a multiple of 32."""
        joined = b"".join(labels)
        size = -(-(len(joined) // LABEL_BYTES + 1) // _PLACES_STEP) * _PLACES_STEP * LABEL_BYTES
        return digests.seal_under(self._secret, _label("places", trace), joined.ljust(size, b"\0"))

    def open_places(self, sealed: Sealed, trace: bytes) -> tuple[bytes, ...]:
        """Return where the postings of a case lie. Raises `Damaged`."""
        joined = digests.open_under(self._secret, _label("places", trace), sealed)
        if len(joined) % LABEL_BYTES:
            raise Refused("places have another length")
        found = (joined[at : at + LABEL_BYTES] for at in range(0, len(joined), LABEL_BYTES))
        return tuple(one for one in found if any(one))

    def __repr__(self) -> str:
        return "Tracer(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a tracer is not pickled")


def _label(kind: str, *ids: bytes) -> str:
    return "/".join((kind, *(one.hex() for one in ids)))
