"""Reads the safety advice, one text for each threat and language. Translates and shows nothing."""

import datetime as dt
import functools
import re
from dataclasses import dataclass
from typing import Final

from hrd_report.errors import NotFound
from hrd_report.reference.reading import BrokenReference, build, folder, parse

# Every text there must be in each shipped language; `danger` is for someone in danger right now,
# `device` for whoever reads this where others may look.
THREATS: Final = (
    "danger",
    "device",
    "harassment",
    "doxing",
    "smear_campaign",
    "disinformation",
    "censorship",
    "surveillance",
    "malicious_cyber",
    "internet_shutdown",
    "other",
)
LINES: Final = 5
# A text older than this says what was sound once; someone has to look at it again.
REVIEW_AFTER: Final = dt.timedelta(days=365)

_SHAPE: Final = re.compile(r"---\n(.*?)---\n\n(.*?)\n\n## More\n\n(.*)", re.DOTALL)
_FALLBACK: Final = "en"


@dataclass(frozen=True, slots=True)
class _Head:
    threat: str
    language: str
    title: str
    reviewed: dt.date
    sources: tuple[str, ...]
    licence: str


@dataclass(frozen=True, slots=True)
class Advice:
    """One text, in `language`: a title, five lines of what to do now or not, some paragraphs."""

    threat: str
    language: str
    title: str
    reviewed: dt.date
    sources: tuple[str, ...]
    licence: str
    lines: tuple[str, ...]
    paragraphs: tuple[str, ...]

    def due_for_review(self, today: dt.date) -> bool:
        """Say whether nobody has looked at this text for a year."""
        return today - self.reviewed > REVIEW_AFTER


def five_lines(threat: str, language: str) -> tuple[str, ...]:
    """Return the five lines for a threat (or `danger`); see `full`."""
    return full(threat, language).lines


def full(threat: str, language: str) -> Advice:
    """Return the advice for a threat in a language, or in English where that language has none.

    `unsure` reads the advice for `other`. Raises NotFound for an unknown threat.
    """
    name = "other" if threat == "unsure" else threat
    if name not in THREATS:
        raise NotFound("there is no advice for this")
    return _kept(name, language if language in languages() else _FALLBACK)


@functools.cache
def _kept(name: str, code: str) -> Advice:
    path = folder("advice") / code / f"{name}.md"
    if not path.is_file():
        raise BrokenReference(f"advice/{code}/{name}.md is missing")
    return read(path.read_text("utf-8"), f"{code}/{name}.md")


@functools.cache
def languages() -> frozenset[str]:
    """Return the codes of the languages that have advice."""
    return frozenset(path.name for path in folder("advice").iterdir() if path.is_dir())


def read(text: str, where: str) -> Advice:
    """Read one text. Raises BrokenReference when head, five lines or paragraphs are amiss."""
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        raise BrokenReference(f"{where}: not head, numbered lines and more")
    head = build(_Head, parse(shape[1], where), where)
    if where != f"{head.language}/{head.threat}.md":
        raise BrokenReference(f"{where}: the head names another text")
    return Advice(
        threat=head.threat,
        language=head.language,
        title=head.title,
        reviewed=head.reviewed,
        sources=head.sources,
        licence=head.licence,
        lines=_numbered(shape[2], where),
        paragraphs=tuple(shape[3].strip().split("\n\n")),
    )


def _numbered(block: str, where: str) -> tuple[str, ...]:
    lines = block.split("\n")
    numbered = [f"{number}. " for number in range(1, LINES + 1)]
    fit = len(lines) == LINES and all(map(str.startswith, lines, numbered))
    if not fit:
        raise BrokenReference(f"{where}: exactly {LINES} numbered lines are due")
    return tuple(line.removeprefix(number) for line, number in zip(lines, numbered, strict=True))
