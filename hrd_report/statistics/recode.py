"""From the codes of a fact to the cells of the tables that are published. Counts nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Final

from hrd_report.documents.facts import MONTH_COLUMN, MONTHS, Lists, column

CROSS: Final = "*"
"""Joins the dimensions of a table's name, and the codes of a cell's."""

ROLLED_UP: Final = "rolled_up"
"""Where countries are counted that are never shown by name."""

_FINE: Final = {
    "world_region": "region",
    "platform_group": "platform",
    "identity_group": "identity",
    "outcome_group": "outcome",
    "decided": "decision",
    "acted": "decision",
}
"""The dimension of a fact that a coarse list is folded from."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension of a table: a fact's index i is counted at `places[i]`, under that code."""

    id: str
    column: int
    codes: tuple[str, ...]
    places: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """A table of one to three dimensions: a partition, every fact stands in one of its cells."""

    axes: tuple[Axis, ...]

    @cached_property
    def id(self) -> str:
        """The table's name."""
        return CROSS.join(self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its dimensions."""
        return tuple(axis.id for axis in self.axes)

    @property
    def order(self) -> int:
        """How many dimensions it has."""
        return len(self.axes)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many codes each dimension has."""
        return tuple(len(axis.codes) for axis in self.axes)

    @property
    def size(self) -> int:
        """How many cells it has."""
        return prod(self.shape)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The names of all cells, in their order."""
        return tuple(CROSS.join(codes) for codes in product(*(axis.codes for axis in self.axes)))


def tables_of(
    names: Iterable[tuple[str, ...]], lists: Lists, hidden: Collection[str] = ()
) -> tuple[Table, ...]:
    """Return tables by the names of their dimensions; `hidden` countries are counted together."""
    axes: dict[str, Axis] = {}

    def axis(name: str) -> Axis:
        if name not in axes:
            axes[name] = _axis(name, lists, frozenset(hidden))
        return axes[name]

    return tuple(Table(tuple(axis(name) for name in each)) for each in names)


def list_versions(tables: Iterable[Table], lists: Lists) -> dict[str, int]:
    """Return the version of every list that tables rest on."""
    names = {axis.id for table in tables for axis in table.axes}
    names |= {_FINE[name] for name in names if name in _FINE}
    return {name: lists[name].version for name in sorted(names - {"month"})}


def _axis(name: str, lists: Lists, hidden: frozenset[str]) -> Axis:
    if name == "month":
        months = tuple(f"m{number:02}" for number in range(1, MONTHS + 1))
        return Axis(name, MONTH_COLUMN, months, (0, *range(MONTHS)))
    if name == "country":
        return _countries(lists, hidden)
    if name not in _FINE:
        codes = lists[name].codes
        return Axis(name, column(name), codes, tuple(range(len(codes))))
    fine, codes = lists[_FINE[name]], lists[name].codes
    places = tuple(codes.index(fine.folds[name][code]) for code in fine.codes)
    return Axis(name, column(_FINE[name]), codes, places)


def _countries(lists: Lists, hidden: frozenset[str]) -> Axis:
    every = lists["country"].codes
    codes = (*(code for code in every if code not in hidden), ROLLED_UP)
    places = tuple(codes.index(code if code not in hidden else ROLLED_UP) for code in every)
    return Axis("country", column("country"), codes, places)
