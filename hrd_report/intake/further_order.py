"""The order of the further pages, and which of them a threat opens. Knows no answer.

What a defender ticked is carried as numbers of pages: they tell nothing by themselves, and
nothing of it is kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hrd_report.reference.questions import Subject

WHAT: Final = "what"
_BETWEEN: Final = "-"
_NONE: Final = "0"
"""Said where threats are known and none of them opens a page."""


@dataclass(frozen=True, slots=True)
class Way:
    """The pages that one defender is led through, in their order. `also`: those threats opened.

    While no threat is known (`also` is None), the first page asks for them.
    """

    subjects: tuple[Subject, ...]
    also: frozenset[int] | None = None

    @property
    def pages(self) -> tuple[Subject, ...]:
        """What is asked: what happens or what its threats open, then everybody's questions."""
        first = [one for one in self.subjects if one.id == WHAT and self.also is None]
        opened = [one for one in self.subjects if one.threats and one.page in (self.also or ())]
        rest = [one for one in self.subjects if not one.threats and one.id != WHAT]
        return (*first, *opened, *rest)

    @property
    def others(self) -> tuple[Subject, ...]:
        """What is asked only of those who look for it."""
        return tuple(one for one in self.subjects if one not in self.pages)

    def place(self, subject: Subject) -> tuple[int, int]:
        """Return which page of how many this is, for somebody who is on it."""
        pages = self._with(subject)
        return pages.index(subject) + 1, len(pages)

    def after(self, subject: Subject) -> Subject | None:
        """Return the page behind this one."""
        pages = self._with(subject)
        behind = pages[pages.index(subject) + 1 :]
        return behind[0] if behind else None

    def opened_by(self, threats: Iterable[str]) -> "Way":
        """Return the way of somebody who named these threats."""
        found = opened_by(self.subjects, threats)
        return Way(self.subjects, frozenset(found | (self.also or frozenset())))

    def said(self) -> str:
        """Return what stands in an address for this way; nothing while no threat is known."""
        if self.also is None:
            return ""
        return _BETWEEN.join(str(page) for page in sorted(self.also)) or _NONE

    def _with(self, subject: Subject) -> tuple[Subject, ...]:
        return self.pages if subject in self.pages else (subject, *self.pages)


def opened_by(subjects: Sequence[Subject], threats: Iterable[str]) -> frozenset[int]:
    """Return the numbers of the pages that threats open."""
    named = frozenset(threats)
    return frozenset(one.page for one in subjects if named & set(one.threats))


def way(subjects: tuple[Subject, ...], said: str) -> Way:
    """Return the way that an address or a form says; what is none of our pages is passed over."""
    if not said:
        return Way(subjects)
    opens = {str(one.page): one.page for one in subjects if one.threats}
    return Way(subjects, frozenset(opens[one] for one in said.split(_BETWEEN) if one in opens))
