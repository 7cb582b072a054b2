"""The shapes of the further pages: subjects, questions, choices. Asks and keeps nothing."""

from dataclasses import dataclass
from typing import Final, Literal

FieldKind = Literal[
    "one", "several", "words", "line", "link", "lines", "accounts", "date", "country"
]
CODED: Final[frozenset[FieldKind]] = frozenset({"one", "several"})


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: `label` is a msgid, `name` a proper name. `stop` is its word in that data set."""

    id: str
    label: str | None = None
    name: str | None = None
    stop: str | None = None

    @property
    def text(self) -> str:
        """The msgid or the name."""
        return self.label or self.name or self.id


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `codes` names the code list its choices come from, but for those `without`.

    `one`: the first choice is the neutral one, and stands for no answer. `line` and `link` hold one
    line of text, `lines` and `accounts` several, `words` any; `stop` is a column of that data set.
    """

    id: str
    kind: FieldKind
    label: str
    note: str = ""
    options: tuple[Option, ...] = ()
    codes: str | None = None
    without: tuple[str, ...] = ()
    stop: str | None = None

    @property
    def neutral(self) -> str | None:
        """The choice that says nothing, where one must be made."""
        return self.options[0].id if self.kind == "one" else None


@dataclass(frozen=True, slots=True)
class Subject:
    """One page: `title` and `why` are msgids. `threats` open it; without any it is everybody's.

    `page` is its address, a number that tells nothing.
    """

    id: str
    page: int
    title: str
    why: str
    fields: tuple[Question, ...]
    threats: tuple[str, ...] = ()

    def question(self, name: str) -> Question | None:
        """Return one question, if it is asked here."""
        return next((one for one in self.fields if one.id == name), None)
