"""The vocabulary of attacks on many. Names no campaign."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StateRole:
    """How much a state has to do with an attack, from helping to stop it to doing it."""

    id: str
    label: str
    meaning: str
