"""The shapes of consent purposes, identity levels and risk questions. Keeps no consent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConsentPurpose:
    """One purpose, asked for alone and off by default; `meaning` tells the defender what happens.

    `needs_addressee`: given for one platform or partner at a time. `discloses_identity`: the
    addressee learns who the defender is. `leaves`: something goes out of the organisation.
    """

    id: str
    label: str
    meaning: str
    needs_addressee: bool
    discloses_identity: bool
    leaves: bool


@dataclass(frozen=True, slots=True)
class IdentityLevel:
    """Whose name an addressee sees, from nobody's (`rank` 0) to the defender's own."""

    id: str
    label: str
    meaning: str
    rank: int


@dataclass(frozen=True, slots=True)
class RiskQuestion:
    """One of five yes/no questions asked first at the desk; any yes makes the case critical."""

    id: str
    label: str
    question: str
