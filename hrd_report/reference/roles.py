"""The roles people have in a case. Names nobody."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """One role; `meaning` says what it changes for the work. Texts are msgids."""

    id: str
    label: str
    meaning: str
