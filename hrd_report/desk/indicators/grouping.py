"""Says which cases hang together, so that an attack on many is seen as one. Suggests only. Pure.

Two rounds: what the cases of one group name counts in the second as if one case named it. Two
groups become one by two cases of each at least: one that fits both by chance joins none.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hrd_report.desk.indicators import pictures, texts, weighing
from hrd_report.desk.indicators.extracting import PICTURE, TEXT, Indicator
from hrd_report.desk.indicators.weighing import LIKELY, MOST, Named, Scale

_FURTHEST: Final = dt.timedelta(days=60)
_RARE: Final = 100
"""Two cases are compared when they name something that no more cases than this name."""

_ROUNDS: Final = 2
_SMALL: Final = 3
_BRIDGES: Final = 2

Pair = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class _Edge:
    score: float
    one: bytes
    other: bytes


def groups(cases: Sequence[Named], scale: Scale, least: float = LIKELY) -> list[list[Named]]:
    """Return the groups of cases that hang together by scores, the largest first."""
    by_id = {one.id: one for one in cases}
    pairs = list(_pairs(cases))
    group = {one: one for one in by_id}
    for _ in range(_ROUNDS):
        seen = weighing.Scale(scale.cases, _counted(cases, group), scale.watched)
        edges = [
            _Edge(score, one, other)
            for one, other in pairs
            if (score := weighing.weigh(by_id[one], by_id[other], seen).score) >= least
        ]
        group = _joined(by_id, edges)
    found: defaultdict[bytes, list[Named]] = defaultdict(list)
    for one in cases:
        found[group[one.id]].append(one)
    return sorted((each for each in found.values() if len(each) > 1), key=len, reverse=True)


def _counted(cases: Iterable[Named], group: Mapping[bytes, bytes]) -> dict[Indicator, int]:
    """Count by how many groups a thing is named; what too many cases name keeps their number."""
    named: defaultdict[Indicator, list[bytes]] = defaultdict(list)
    for one in cases:
        for thing in one.things:
            named[thing].append(group[one.id])
    return {
        thing: len(holders) if len(holders) > MOST else len(set(holders))
        for thing, holders in named.items()
    }


def _pairs(cases: Iterable[Named]) -> Iterator[Pair]:
    """Yield the pairs that have something rare in common, each once."""
    holders: defaultdict[Indicator, list[Named]] = defaultdict(list)
    for one in cases:
        for thing in (*one.things, *_bands(one)):
            holders[thing].append(one)
    seen: set[Pair] = set()
    for named in holders.values():
        if len(named) <= _RARE:
            seen.update(_near(sorted(named, key=lambda one: one.day)))
    return iter(sorted(seen))


def _near(named: Sequence[Named]) -> Iterator[Pair]:
    for at, first in enumerate(named):
        for second in named[at + 1 :]:
            if second.day - first.day > _FURTHEST:
                break
            if first.id != second.id:
                yield min(first.id, second.id), max(first.id, second.id)


def _bands(one: Named) -> list[Indicator]:
    said = [Indicator(TEXT, band) for each in one.signatures for band in texts.bands(each)]
    drawn = [Indicator(PICTURE, band) for each in one.sketches for band in pictures.bands(each)]
    return said + drawn


class _Groups:
    """Cases that were joined so far, each named by one of them."""

    def __init__(self, ids: Iterable[bytes]) -> None:
        self._parent = {one: one for one in ids}
        self._size = dict.fromkeys(self._parent, 1)

    def of(self, one: bytes) -> bytes:
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def is_small(self, group: bytes) -> bool:
        return self._size[group] < _SMALL

    def join(self, one: bytes, other: bytes) -> None:
        self._parent[one] = other
        self._size[other] += self._size[one]

    def all(self) -> dict[bytes, bytes]:
        return {one: self.of(one) for one in self._parent}


def _joined(ids: Collection[bytes], edges: Iterable[_Edge]) -> dict[bytes, bytes]:
    """Join cases along their edges, the heaviest first, until nothing more is joined."""
    made = _Groups(ids)
    left = sorted(edges, key=lambda edge: (-edge.score, edge.one, edge.other))
    while _join_once(made, left):
        left = [edge for edge in left if made.of(edge.one) != made.of(edge.other)]
    return made.all()


def _join_once(made: _Groups, edges: Iterable[_Edge]) -> bool:
    changed = False
    bridges: defaultdict[frozenset[bytes], defaultdict[bytes, set[bytes]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for edge in edges:
        one, other = made.of(edge.one), made.of(edge.other)
        if one == other:
            continue
        ends = bridges[frozenset((one, other))]
        ends[one].add(edge.one)
        ends[other].add(edge.other)
        wide = min(len(ends[one]), len(ends[other])) >= _BRIDGES
        if wide or made.is_small(one) or made.is_small(other):
            made.join(one, other)
            changed = True
    return changed
