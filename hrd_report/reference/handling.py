"""What TLP 2.0 and PAP let leave and let be done. Pure: whoever sends or exports asks here.

A marking never replaces a consent: what may leave by its marking still needs one. An unknown
marking counts as the strictest, and of two markings the stricter rule holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hrd_report.reference.notices import Choice
from hrd_report.reference.reading import BrokenReference, known

Rule = Literal["free", "second_person", "no"]
_STRICTNESS: Final[tuple[Rule, ...]] = ("free", "second_person", "no")

TLP: Final = "amber"
PAP: Final = "green"
"""The marking of a case that nobody marked."""


@dataclass(frozen=True, slots=True)
class Marking:
    """One level. `rules` say how far each doing goes; missing means free. `meaning` is a msgid."""

    id: str
    label: str
    meaning: str
    rules: Mapping[str, Rule]


@dataclass(frozen=True, slots=True)
class Handling:
    """Both protocols, each from the strictest level to the freest, and what they rule.

    `doings`: notice (to a platform, host or registrar), authority (regulator, court, United
    Nations), partner (one organisation), community (indicators to many), public, own_file (a file
    of ours), look_up (ask an outside service), fetch (open an attacker's address).
    """

    tlp: tuple[Marking, ...]
    pap: tuple[Marking, ...]
    doings: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds for one doing, and the labels of the markings that say so."""

    rule: Rule
    because: tuple[str, ...] = ()


def verdict(handling: Handling, *, tlp: str, pap: str, doing: str) -> Verdict:
    """Return how far something may be done with a case of this marking."""
    levels = (_level(handling.tlp, tlp), _level(handling.pap, pap))
    found = [(one.rules.get(doing, "free"), one.label) for one in levels]
    rule = max((rule for rule, _ in found), key=_STRICTNESS.index)
    because = tuple(label for one, label in found if one == rule and rule != "free")
    return Verdict(rule, because)


def may(handling: Handling, *, tlp: str, pap: str, doing: str, second: bool = False) -> bool:
    """Tell whether it may be done; `second`: a second person agreed to this very thing."""
    rule = verdict(handling, tlp=tlp, pap=pap, doing=doing).rule
    return rule == "free" or (rule == "second_person" and second)


def check(handling: Handling) -> None:
    """Refuse a rule for something that is none, and a freer level that allows less.

    Raises `BrokenReference`.
    """
    doings = [one.id for one in handling.doings]
    for levels, unmarked in ((handling.tlp, TLP), (handling.pap, PAP)):
        known([unmarked], [one.id for one in levels], "handling")
        for one in levels:
            known(one.rules, doings, one.id)
        for doing in doings:
            found = [_STRICTNESS.index(one.rules.get(doing, "free")) for one in levels]
            if found != sorted(found, reverse=True):
                raise BrokenReference(f"handling: a freer level allows less: {doing}")


def _level(levels: Sequence[Marking], name: str) -> Marking:
    return next((one for one in levels if one.id == name), levels[0])
