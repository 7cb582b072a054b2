"""From the fine codes of a fact to the coarse tables that are published. Counts nothing."""

from dataclasses import dataclass
from typing import Final

from hrd_report.documents.facts import Lists, column

COARSE: Final = {
    "threat": "threat",
    "region": "world_region",
    "platform": "platform_group",
    "identity": "identity_group",
    "severity": "severity",
    "outcome": "outcome_group",
}
"""The six one-way tables of the smallest tier: a fact's dimension, and the list it is shown in."""


@dataclass(frozen=True, slots=True)
class Table:
    """A one-way table: `places[i]` is the cell in which the fact's index i is counted."""

    id: str
    column: int
    codes: tuple[str, ...]
    places: tuple[int, ...]


def coarse_tables(lists: Lists) -> tuple[Table, ...]:
    """Return the six coarse tables. Each is a partition: every fact stands in one cell of each."""
    return tuple(_table(dimension, shown, lists) for dimension, shown in COARSE.items())


def list_versions(lists: Lists) -> dict[str, int]:
    """Return the version of every list that the coarse tables rest on."""
    return {name: lists[name].version for name in sorted({*COARSE, *COARSE.values()})}


def _table(dimension: str, shown: str, lists: Lists) -> Table:
    fine, target = lists[dimension], lists[shown].codes
    names = fine.codes if dimension == shown else [fine.into[code] for code in fine.codes]
    return Table(
        id=shown,
        column=column(dimension),
        codes=target,
        places=tuple(target.index(name) for name in names),
    )
