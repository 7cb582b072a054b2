"""How figures are made, in words that need no mathematics: for pages, workbook and archive."""

import html
from collections.abc import Sequence
from typing import Final

from hrd_report.i18n.catalogues import catalogue
from hrd_report.i18n.marks import N_

_LINES: Final = (
    N_(
        "A fact is what a caseworker coded of one case: fifteen short codes, no name, no day, no "
        "text. It counts only if the defender agreed."
    ),
    N_(
        "Each fact is sealed. Nobody sees facts: not analysts, not administrators. The release "
        "opens them, counts them, and forgets them."
    ),
    N_("One defender weighs one at most, in a whole year. Figures count defenders, not messages."),
    N_(
        "To every count the release adds a random number, above or below. So nobody can tell from "
        "a figure whether one person is in it, not even by subtracting two figures."
    ),
    N_(
        "Each stretch of time is drawn once and never again. A second drawing would let readers "
        "average the chance away."
    ),
    N_(
        "Tables are made to agree with each other. Figures below zero become zero, and all are "
        "rounded."
    ),
    N_(
        "Where two or three properties are crossed, a number that chance may have made is drawn "
        "towards what its rows and columns lead one to expect, and never out of its range."
    ),
    N_(
        "Behind each figure stands a range. The true number lies in it 19 times in 20. Two figures "
        "whose ranges overlap may be equal."
    ),
    N_(
        "What is smaller than its own error, or than ten, is not shown: “too few to show” is not "
        "zero. Countries are named from one hundred on; what is left over stands with the region."
    ),
    N_(
        "A ledger keeps what each year has given away. When the limit is reached the program "
        "refuses. No restart and no administrator gives any of it back."
    ),
    N_(
        "Where a year has several releases, its close measures the whole year once more and takes "
        "the earlier ones in. For the year, only the close should be used: earlier releases do "
        "not add up to it exactly."
    ),
    N_(
        "This protects persons, not groups. That many people of one kind were attacked in one "
        "place remains visible. Think of them before you publish."
    ),
    N_(
        "The figures say who reached this organisation, not how many are attacked. More reports "
        "may mean more trust."
    ),
    N_(
        "The step that failed most is what caseworkers found at most platforms of a case. The "
        "guidance’s own wording stands behind steps 1 to 3; the others are our checklist."
    ),
)
_TITLE: Final = N_("How these figures are made")
_VERIFY: Final = N_(
    "Anybody can check this release: python -m hrd_report verify-release FILE. The signing key "
    "stands in manifest.json; compare it with the one the organisation publishes."
)
_PAGE: Final = (
    "<!doctype html>\n<html lang={lang}>\n<meta charset=utf-8>\n"
    "<meta name=viewport content='width=device-width'>\n<title>{title}</title>\n"
    "<style>body{{font:1.0625rem/1.6 Charter,'Noto Serif',serif;max-width:36rem;margin:2rem auto;"
    "padding:0 1.25rem;color:#1e1b17;background:#faf6ee}}h1{{border-top:4px solid;"
    "padding-top:1rem}}</style>\n<h1>{title}</h1>\n<ol>\n{lines}\n</ol>\n<p>{verify}</p>\n</html>\n"
)


def title(language: str) -> str:
    """Return the heading of the method."""
    return catalogue(language).gettext(_TITLE)


def lines(language: str) -> tuple[str, ...]:
    """Return the method, a paragraph each."""
    say = catalogue(language).gettext
    return tuple(say(line) for line in _LINES)


def verifying(language: str) -> str:
    """Return how anybody checks a release."""
    return catalogue(language).gettext(_VERIFY)


def sheet(languages: Sequence[str]) -> tuple[str, ...]:
    """Return the method in all languages, one after the other."""
    return tuple(
        line for code in languages for line in (title(code), *lines(code), verifying(code), "")
    )


def page(language: str) -> bytes:
    """Return the method as a small page of its own, that needs nothing else."""
    text = _PAGE.format(
        lang=language,
        title=html.escape(title(language)),
        lines="\n".join(f"<li>{html.escape(line)}</li>" for line in lines(language)),
        verify=html.escape(verifying(language)),
    )
    return text.encode()
