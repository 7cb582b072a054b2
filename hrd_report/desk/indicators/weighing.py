"""Weighs what two cases name in common: rare things much, banal ones little, less with time. Pure.

score = exp(-days apart / 14) * sum of ln(cases / cases that name it). The figures behind the
limits are in docs/benchmarks.md.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from hrd_report.desk.indicators import accounts, addresses, hosts, pictures, texts
from hrd_report.desk.indicators.extracting import ACCOUNT, DOMAIN, PICTURE, TEXT, URL, Indicator
from hrd_report.desk.indicators.folding import skeleton

POSSIBLE: Final = 4.0
LIKELY: Final = 5.0
ALIKE: Final = "alike"
"""Names of accounts that look alike: a weaker sign beside the exact one."""

MOST: Final = 500
"""What so many cases name weighs nothing."""

_DECAY_DAYS: Final = 14
_FEWEST: Final = 1000
"""A young desk knows too few cases to tell what is rare: it is taken to know so many."""

_HALF: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Named:
    """A case as it is weighed: its day, and what it names."""

    id: bytes
    day: dt.date
    things: frozenset[Indicator] = frozenset()
    signatures: tuple[tuple[int, ...], ...] = ()
    sketches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """One thing that two cases name, and what it weighs before time is counted."""

    thing: Indicator
    weight: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """How much two cases have in common."""

    score: float
    shared: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """How many cases there are, and how many of them name a thing; what is watched weighs nothing.

    What no count is known of is named by two cases.
    """

    cases: int
    named_by: Mapping[Indicator, int] = field(default_factory=dict)
    watched: Collection[str] = ()

    def weight(self, thing: Indicator, count: int | None = None) -> float:
        """Return what a thing weighs."""
        number = max(2, self.named_by.get(thing, 2) if count is None else count)
        if thing.value in self.watched or number >= MOST:
            return 0.0
        return max(0.0, math.log(max(self.cases, _FEWEST) / number))


def things(found: Iterable[Indicator]) -> frozenset[Indicator]:
    """Return what can be compared exactly: the things themselves, and what accounts look like."""
    plain = [one for one in found if one.kind not in {TEXT, PICTURE}]
    return frozenset([*plain, *(alike(one) for one in plain if one.kind == ACCOUNT)])


def alike(account: Indicator) -> Indicator:
    """Return what an account's name looks like."""
    return Indicator(ALIKE, skeleton(accounts.name_of(account.value)))


def weigh(one: Named, other: Named, scale: Scale) -> Weighed:
    """Return what two cases have in common and how much it says."""
    common = _without_double(one.things & other.things)
    shared = [Shared(thing, _weight(thing, scale)) for thing in sorted(common)]
    shared += _similar(one, other, scale)
    decay = math.exp(-abs((one.day - other.day).days) / _DECAY_DAYS)
    heavy = sorted(shared, key=lambda found: -found.weight)
    return Weighed(decay * sum(found.weight for found in shared), tuple(heavy))


def scale_of(cases: Collection[Named], watched: Collection[str] = ()) -> Scale:
    """Return the scale that these cases make."""
    return Scale(len(cases), Counter(thing for one in cases for thing in one.things), watched)


def _without_double(common: frozenset[Indicator]) -> set[Indicator]:
    """Leave out what follows from something else that is shared: a link's domain, a name's look."""
    urls = [one.value for one in common if one.kind == URL]
    said = {hosts.registered(addresses.host_of(one)) for one in urls}
    looks = {alike(one) for one in common if one.kind == ACCOUNT}
    owners = {one.value for one in common if one.kind == ACCOUNT}
    profiles = {one for one in urls if accounts.of_address(one) in owners}
    return {
        one
        for one in common
        if not (one.kind == DOMAIN and one.value in said)
        and one not in looks
        and not (one.kind == URL and one.value in profiles)
    }


def _weight(thing: Indicator, scale: Scale) -> float:
    return scale.weight(thing) * (_HALF if thing.kind == ALIKE else 1)


def _similar(one: Named, other: Named, scale: Scale) -> list[Shared]:
    said = [
        Indicator(TEXT, str(at))
        for at, signature in enumerate(one.signatures)
        if any(texts.are_similar(signature, each) for each in other.signatures)
    ]
    # A post is often told twice, whole and in parts: it weighs once.
    drawn = [
        Indicator(PICTURE, sketch)
        for sketch in one.sketches
        if any(pictures.are_similar(sketch, each) for each in other.sketches)
    ]
    return [Shared(thing, scale.weight(thing)) for thing in [*said[:1], *drawn]]
