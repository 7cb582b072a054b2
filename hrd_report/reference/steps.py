"""The shapes of the ten recommended actions and of findings. Judges no platform."""

from dataclasses import dataclass
from typing import Literal

Basis = Literal["guidance", "checklist"]


@dataclass(frozen=True, slots=True)
class Action:
    """A checkable action of a step. Only `guidance` is the guidance's own statement."""

    id: str
    statement: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Step:
    """One of the ten recommended actions of 11 March 2024.

    `title` is official; `short` and `head` are ours, for tables. `request` is what may be asked for
    where nothing more exact is known. All texts are msgids.
    """

    id: str
    title: str
    short: str
    head: str
    basis: Basis
    summary: str
    request: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one case may say about one step at one platform."""

    id: str
    label: str
    mark: str
