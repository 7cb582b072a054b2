"""The versioned code lists of the nameless facts. Counts nothing and knows no case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hrd_report.errors import NotFound

ListId = Literal[
    "threat",
    "dsa_category",
    "platform",
    "platform_group",
    "country",
    "region",
    "world_region",
    "group",
    "identity",
    "identity_group",
    "severity",
    "finding",
    "outcome",
    "outcome_group",
    "duration",
    "acknowledged",
    "decision",
    "decided",
    "acted",
    "remedy",
    "language",
]


@dataclass(frozen=True, slots=True)
class CodeList:
    """Ids in a fixed order: the position is the byte kept in a fact, so entries are only appended.

    `labels` are msgids, `names` proper names; countries and languages have neither, the locale
    knows them. `folds` has for each coarser list, by its id, into which of its ids each id falls.
    """

    id: ListId
    version: int
    codes: tuple[str, ...]
    labels: Mapping[str, str]
    names: Mapping[str, str]
    folds: Mapping[str, Mapping[str, str]]

    def code_of(self, name: str) -> int:
        """Return the byte (0-255) of an id. Raises NotFound."""
        try:
            return self.codes.index(name)
        except ValueError:
            raise NotFound(f"{self.id} has no such code") from None

    def name_of(self, code: int) -> str:
        """Return the id of a byte. Raises NotFound."""
        if not 0 <= code < len(self.codes):
            raise NotFound(f"{self.id} has no such code")
        return self.codes[code]

    def label(self, name: str) -> str:
        """Return the msgid or the name of an id, a country's ISO 3166-1 code. Raises NotFound."""
        self.code_of(name)
        return self.labels.get(name) or self.names.get(name, name)

    @property
    def into(self) -> Mapping[str, str]:
        """The id in the first coarser list for each id; nothing where no list is coarser."""
        return next(iter(self.folds.values()), {})

    def fold(self, name: str) -> str:
        """Return the id in the first coarser list. Raises NotFound where there is none."""
        self.code_of(name)
        if name not in self.into:
            raise NotFound(f"{self.id} has nothing coarser")
        return self.into[name]


def duration_code(days: int) -> str:
    """Return the duration class of whole days from report to closing."""
    for limit, code in ((1, "up_to_1"), (7, "up_to_7"), (30, "up_to_30"), (90, "up_to_90")):
        if days <= limit:
            return code
    return "over_90"


def language_code(tag: str, languages: CodeList) -> str:
    """Return the code of a language's tag (BCP 47), without its region; `other` where it has none.

    An empty tag is `unknown`.
    """
    language = tag.replace("_", "-").split("-")[0].lower()
    if not language:
        return "unknown"
    return language if language in languages.codes else "other"
