"""The languages that are shipped, and the choice among them. Reads no catalogue and no header."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hrd_report.errors import NotFound

# A header longer than this is not a browser's; what stands beyond is not looked at.
_LONGEST_HEADER: Final = 500
_RANGE: Final = re.compile(r"\s*(\*|[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\s*")
_QUALITY: Final = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*")


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the pages. `receipt`: in words where a good word list exists, or digits."""

    code: str
    own_name: str
    direction: Literal["ltr", "rtl"]
    receipt: Literal["words", "digits"]


SHIPPED: Final = (
    Language("fr", "Français", "ltr", "words"),
    Language("en", "English", "ltr", "words"),
)
OF_LETTERS: Final = ("en", "fr", "ar", "de", "es")
"""Languages in which an addressee may be written to, more than there are pages in."""

RIGHT_TO_LEFT: Final = frozenset({"ar"})

# The language that the program is written in; it needs no catalogue.
SOURCE: Final = "en"


def language(code: str) -> Language:
    """Return a shipped language. Raises NotFound."""
    for one in SHIPPED:
        if one.code == code:
            return one
    raise NotFound("this language is not shipped")


def codes() -> tuple[str, ...]:
    """Return the codes of the shipped languages, the first one being the default."""
    return tuple(one.code for one in SHIPPED)


def choose(accept: str | None, offered: Sequence[str]) -> str:
    """Choose among `offered` by an Accept-Language header (RFC 9110, look-up of RFC 4647).

    What cannot be read is passed over; without a match the first one offered is returned.
    """
    wanted = sorted(_wishes(accept or ""), key=lambda wish: -wish[1])
    refused = {tag for tag, quality in wanted if quality == 0}
    for tag, quality in wanted:
        if quality == 0:
            break
        found = _look_up(tag, [code for code in offered if code.lower() not in refused])
        if found is not None:
            return found
    return offered[0]


def _wishes(header: str) -> list[tuple[str, float]]:
    wishes = []
    for part in header[:_LONGEST_HEADER].split(","):
        tag, _, parameter = part.partition(";")
        named = _RANGE.fullmatch(tag)
        weighed = _QUALITY.fullmatch(parameter)
        if named and (weighed or not parameter):
            wishes.append((named[1].lower(), float(weighed[1]) if weighed else 1.0))
    return wishes


def _look_up(tag: str, offered: Sequence[str]) -> str | None:
    if tag == "*":
        return offered[0] if offered else None
    while tag:
        for code in offered:
            if code.lower() == tag or code.lower().split("-")[0] == tag:
                return code
        tag = tag.rpartition("-")[0]
    return None
