"""The fact's body: sixteen bytes of codes, the same for everybody. Knows no case, seals nothing."""

from collections.abc import Mapping
from typing import Final, Protocol

from hrd_report.errors import Invalid

VERSION: Final = 1
ROW_BYTES: Final = 16
_FIRST: Final = (
    "threat",
    "platform",
    "region",
    "country",
    "group",
    "identity",
    "severity",
    "finding",
    "outcome",
    "duration",
)
_BEHIND: Final = ("acknowledged", "decision", "remedy", "language")
"""What took the place of four zeros behind the month: at index 0 each says that it is not known, so
that a fact written before reads right."""

DIMENSIONS: Final = (*_FIRST, *_BEHIND)
MONTHS: Final = 12
MONTH_COLUMN: Final = 1 + len(_FIRST)

_COLUMNS: Final = {
    **{name: place for place, name in enumerate(_FIRST, 1)},
    **{name: place for place, name in enumerate(_BEHIND, MONTH_COLUMN + 1)},
}


class CodeList(Protocol):
    """A closed, versioned list of codes. Within a fact's version, lists only grow at their end."""

    @property
    def version(self) -> int:
        """Version that a manifest names."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes; a code's place in this tuple is what a fact keeps."""

    @property
    def folds(self) -> Mapping[str, Mapping[str, str]]:
        """The coarser code of each code, for each coarser list by its id."""

    @property
    def into(self) -> Mapping[str, str]:
        """The coarser code of each code in the first coarser list."""


Lists = Mapping[str, CodeList]
"""Code lists by id: those of a fact's dimensions, and the coarser ones."""


def column(dimension: str) -> int:
    """Return the column that keeps a dimension's codes."""
    return _COLUMNS[dimension]


def encode(codes: Mapping[str, str], month: int, lists: Lists) -> bytes:
    """Return a fact's body: version, ten indexes, month (1 to 12), four more indexes.

    Raises `Invalid` when a dimension is missing or unknown, or a code is not in its list.
    """
    wrong = set(codes) ^ set(DIMENSIONS)
    if wrong:
        raise Invalid({name: ["unexpected" if name in codes else "missing"] for name in wrong})
    if not 1 <= month <= MONTHS:
        raise Invalid({"month": ["out_of_range"]})
    body = bytearray(ROW_BYTES)
    body[0], body[MONTH_COLUMN] = VERSION, month
    for name in DIMENSIONS:
        body[_COLUMNS[name]] = _index_of(codes[name], name, lists)
    return bytes(body)


def _index_of(code: str, dimension: str, lists: Lists) -> int:
    try:
        return lists[dimension].codes.index(code)
    except ValueError:
        raise Invalid({dimension: ["unknown_code"]}) from None
