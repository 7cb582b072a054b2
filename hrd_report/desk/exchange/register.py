"""Makes reports of the lines of an older register, and says of each line what was not understood.

What is not understood is not lost: it is kept in words, under the name of its column. Pure.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from hrd_report.desk.exchange.sheets import Sheet
from hrd_report.i18n.marks import N_
from hrd_report.sealed import Plain

RECEIVED: Final = "received"
STORY: Final = "story"
SUMMARY: Final = "summary"
LINKS: Final = "links"
THREATS: Final = "threats"
COUNTRY: Final = "country"
LANGUAGE: Final = "language"
DANGER: Final = "danger"
CLOSED: Final = "closed"
OUTCOME: Final = "outcome"
NOTE: Final = "note"
NOWHERE: Final = ""

FIELDS: Final = {
    RECEIVED: N_("Day it was received"),
    STORY: N_("What happened, in the words of who reported"),
    SUMMARY: N_("Summary by the desk"),
    LINKS: N_("Links of the case"),
    THREATS: N_("Threats"),
    COUNTRY: N_("Country"),
    LANGUAGE: N_("Language of who reported"),
    DANGER: N_("In danger"),
    CLOSED: N_("Closed or open"),
    OUTCOME: N_("Outcome of the case"),
    NOTE: N_("Note for the team"),
}
"""What a column may be, in the order of pages."""

_GUESSES: Final = {
    RECEIVED: "date received day jour recu reception created opened ouverture datereceived",
    STORY: "story description report narrative recit temoignage faits whathappened incident",
    SUMMARY: "summary resume abstract synthese title titre subject objet",
    LINKS: "link links url urls lien liens address adresse",
    THREATS: "threat threats type category categorie menace menaces kind attack attaque",
    COUNTRY: "country pays location lieu",
    LANGUAGE: "language langue lang",
    DANGER: "danger risk risque urgent urgence",
    CLOSED: "status state etat statut closed clos",
    OUTCOME: "outcome result resultat issue resolution",
    NOTE: "note notes comment comments commentaire remarque remarques",
}
_YES: Final = {"yes", "y", "oui", "o", "true", "1", "x", "vrai", "high", "critical", "eleve"}
_NO: Final = {"no", "n", "non", "false", "0", "faux", "low", "faible", "none"}
_OVER: Final = {
    "closed",
    "close",
    "clos",
    "ferme",
    "fermee",
    "resolved",
    "resolu",
    "resolue",
    "done",
}
_OPEN: Final = {"open", "ouvert", "ouverte", "new", "nouveau", "active", "actif", "pending"}
_DAYS: Final = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T ].*)?"),
    re.compile(r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4})"),
)
_APART: Final = re.compile(r"[;|\n]+")
_SPACES: Final = re.compile(r"\s+")
_OLDEST: Final = dt.date(1990, 1, 1)
_LONGEST: Final = 50_000


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something in a line: the column, and a stable code. `broken`: the line is left out."""

    line: int
    column: str
    code: str
    broken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Entry:
    """A line as a case: what is clear, and the words to be sealed."""

    line: int
    received: dt.date
    story: Plain
    links: tuple[Plain, ...] = ()
    threats: tuple[str, ...] = ()
    country: str | None = None
    language: str = ""
    danger: bool = False
    over: bool = False
    outcome: str | None = None
    summary: Plain = field(default_factory=lambda: Plain(""))
    note: Plain = field(default_factory=lambda: Plain(""))


@dataclass(frozen=True, slots=True, repr=False)
class Understood:
    """What a table says: its cases, and every trouble by line."""

    entries: tuple[Entry, ...]
    troubles: tuple[Trouble, ...]
    lines: int

    @property
    def left_out(self) -> int:
        """How many lines make no case."""
        return len({one.line for one in self.troubles if one.broken})


@dataclass(frozen=True, slots=True)
class Words:
    """What codes are called: by folded name, in every language that is known."""

    threats: Mapping[str, str]
    countries: Mapping[str, str]
    languages: Mapping[str, str]
    outcomes: Mapping[str, str]


def guess(columns: Iterable[str]) -> dict[str, str]:
    """Return what each column may be, from its name. Each field is given once."""
    found: dict[str, str] = {}
    for column in columns:
        whole = folded(column)
        parts = {whole, *(folded(one) for one in re.split(r"[\W_]+", column))}
        for name, words in _GUESSES.items():
            if name not in found.values() and parts & {*words.split(), name}:
                found[column] = name
                break
    return found


def folded(text: str) -> str:
    """Return letters and digits alone, small and without accents: what people mean by a word."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if one.isalnum())


def understand(
    sheet: Sheet, mapping: Mapping[str, str], words: Words, *, today: dt.date
) -> Understood:
    """Return the cases in a table. `mapping`: columns to fields; others are kept as words."""
    entries, troubles = [], []
    for line, row in sheet.lines:
        reading = _Line(line, words, today)
        for column, cell in zip(sheet.columns, row, strict=True):
            if cell:
                reading.take(column, mapping.get(column, NOWHERE), cell)
        entry = reading.entry()
        troubles += reading.troubles
        if entry is not None:
            entries.append(entry)
    return Understood(tuple(entries), tuple(troubles), len(sheet.lines))


class _Line:
    """One line, while its cells are read."""

    def __init__(self, line: int, words: Words, today: dt.date) -> None:
        self.troubles: list[Trouble] = []
        self._line = line
        self._words = words
        self._today = today
        self._said: dict[str, list[str]] = {}
        self._rest: list[str] = []
        self._day: dt.date | None = None
        self._is: dict[str, bool] = {}

    def take(self, column: str, name: str, cell: str) -> None:
        """Read a cell as what its column is."""
        if len(cell) > _LONGEST:
            self._trouble(column, "too_long", broken=True)
        elif name == RECEIVED:
            self._take_day(column, cell)
        elif name in _CODED:
            self._take_codes(column, name, cell)
        elif name == DANGER:
            self._take_either(column, name, cell, _YES, _NO)
        elif name == CLOSED:
            self._take_either(column, name, cell, _OVER, _OPEN)
        elif name == NOWHERE:
            self._keep(column, cell)
        else:
            self._said.setdefault(name, []).append(cell)

    def entry(self) -> Entry | None:
        """Return the line's case, unless something broke it or it says nothing."""
        says = any(self._said.get(one) for one in (STORY, SUMMARY, LINKS, THREATS))
        if not says:
            self._trouble("", "says_nothing", broken=True)
        if self._day is None and not any(one.code == "no_day" for one in self.troubles):
            self._trouble("", "day_missing", broken=True)
        if self._day is None or any(one.broken for one in self.troubles):
            return None
        links = [one for text in self._said.get(LINKS, []) for one in _SPACES.split(text) if one]
        note = "\n".join([*self._said.get(NOTE, []), *self._rest])
        return Entry(
            line=self._line,
            received=self._day,
            story=Plain("\n\n".join(self._said.get(STORY, []))),
            links=tuple(Plain(one) for one in links),
            threats=tuple(dict.fromkeys(self._said.get(THREATS, []))),
            country=next(iter(self._said.get(COUNTRY, [])), None),
            language=next(iter(self._said.get(LANGUAGE, [])), ""),
            danger=self._is.get(DANGER, False),
            over=self._is.get(CLOSED, False),
            outcome=next(iter(self._said.get(OUTCOME, [])), None),
            summary=Plain("\n\n".join(self._said.get(SUMMARY, []))),
            note=Plain(note),
        )

    def _take_day(self, column: str, cell: str) -> None:
        day = _day(cell)
        if day is None:
            self._trouble(column, "no_day", broken=True)
        elif not _OLDEST <= day <= self._today:
            self._trouble(column, "day_out_of_range", broken=True)
            self._day = None
        else:
            self._day = day

    def _take_codes(self, column: str, name: str, cell: str) -> None:
        for part in _APART.split(cell):
            code = _CODED[name](self._words).get(folded(part))
            if code is not None:
                self._said.setdefault(name, []).append(code)
            elif part.strip():
                self._trouble(column, f"unknown_{name}")
                self._keep(column, part.strip())

    def _take_either(self, column: str, name: str, cell: str, yes: set[str], no: set[str]) -> None:
        plain = folded(cell)
        if plain in yes or plain in no:
            self._is[name] = plain in yes
        else:
            self._trouble(column, f"unknown_{name}")
            self._keep(column, cell)

    def _keep(self, column: str, cell: str) -> None:
        self._rest.append(f"{column}: {cell}")

    def _trouble(self, column: str, code: str, *, broken: bool = False) -> None:
        self.troubles.append(Trouble(self._line, column, code, broken))


_CODED: Final[dict[str, Callable[[Words], Mapping[str, str]]]] = {
    THREATS: lambda words: words.threats,
    COUNTRY: lambda words: words.countries,
    LANGUAGE: lambda words: words.languages,
    OUTCOME: lambda words: words.outcomes,
}


def _day(cell: str) -> dt.date | None:
    """Return the day in a cell, with the year first or last; days come before months."""
    for form in _DAYS:
        found = form.fullmatch(cell.strip())
        if found is not None:
            try:
                return dt.date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None
