"""Lifecycles as data: which state may follow which, and who may take the step. Keeps nothing."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from hrd_report.errors import IllegalTransition

State = TypeVar("State", bound=enum.Enum)


@dataclass(frozen=True, slots=True)
class Step(Generic[State]):
    """One allowed step. `who` names roles, or `program` for what happens by itself.

    `needs` names what must be there first; the action that takes the step checks it.
    """

    before: State
    after: State
    who: frozenset[str]
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[State]):
    """All states of a thing and the steps between them."""

    name: str
    first: State
    steps: tuple[Step[State], ...]

    def step(self, before: State, after: State, who: str) -> Step[State]:
        """Return the step, or raise `IllegalTransition` where there is none for `who`."""
        for one in self.steps:
            if one.before is before and one.after is after and who in one.who:
                return one
        raise IllegalTransition(f"{self.name}: {before.value} to {after.value} by {who}")

    def allows(self, before: State, after: State) -> bool:
        """Whether anybody at all may go from one state to another; staying is no step."""
        return before is after or any(
            one.before is before and one.after is after for one in self.steps
        )

    def following(self, before: State, who: str) -> tuple[State, ...]:
        """Return the states that `who` may go to from here, in the order of the table."""
        found = (one.after for one in self.steps if one.before is before and who in one.who)
        return tuple(dict.fromkeys(found))

    def states(self) -> frozenset[State]:
        """Return every state that can be reached, the first included."""
        reached = {self.first}
        while more := {one.after for one in self.steps if one.before in reached} - reached:
            reached |= more
        return frozenset(reached)


def steps(
    pairs: Iterable[tuple[State, State]], *who: str, needs: Iterable[str] = ()
) -> tuple[Step[State], ...]:
    """Build several steps that the same people may take."""
    return tuple(Step(before, after, frozenset(who), frozenset(needs)) for before, after in pairs)
