"""For whom something is written: three types that cannot stand in for each other. Keeps nothing.

What a caseworker types becomes one of these where its form comes in, each at an address of its own
under a field name of its own; from there on no action takes another's.
"""

from dataclasses import dataclass
from typing import TypeVar

from hrd_report.errors import Invalid
from hrd_report.sealed import Plain

LONGEST = 20_000
"""Characters that a letter or a note may have."""


@dataclass(frozen=True, slots=True, repr=False)
class ForDefender:
    """A letter: the defender reads it with the receipt."""

    text: Plain


@dataclass(frozen=True, slots=True, repr=False)
class ForTeam:
    """A note for everybody who may open the case."""

    text: Plain


@dataclass(frozen=True, slots=True, repr=False)
class ForOneself:
    """A note that is sealed to its author's own key."""

    text: Plain


Words = ForDefender | ForTeam | ForOneself
W = TypeVar("W", ForDefender, ForTeam, ForOneself)

FIELDS: dict[type[Words], str] = {
    ForDefender: "letter",
    ForTeam: "team_note",
    ForOneself: "own_note",
}
"""The name of the field each is typed into."""


def meant(words: W, audience: type[W]) -> Plain:
    """Return the words if they are for this audience and say something.

    Raises `TypeError` for another audience's, and `Invalid` when there is nothing or too much.
    """
    if type(words) is not audience:
        raise TypeError("these words are for somebody else")
    said = words.text.reveal()
    if not said.strip():
        raise Invalid({FIELDS[audience]: ["missing"]})
    if len(said) > LONGEST:
        raise Invalid({FIELDS[audience]: ["too_long"]})
    return words.text
