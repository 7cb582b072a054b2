"""How a defender may be reached: what they asked for, and which hour it is there. Pure."""

import datetime as dt
import re
import unicodedata
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from babel.core import get_global

from hrd_report.documents.answers import AnswerDocument
from hrd_report.sealed import Plain

_PAGE: Final = "reach"
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES: Final = re.compile(r"\s+")
_WHOLE: Final = 4
"""Shorter words count only alone: `ONG` is not meant by `ongoing`."""
_MOST_TIMES: Final = 2
_NOWHERE: Final = "ZZ"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Reach:
    """What a defender said of being reached; `way` is a code, or nothing where nothing was said."""

    way: str = ""
    address: tuple[Plain, ...] = ()
    hours: tuple[Plain, ...] = ()
    avoid: tuple[Plain, ...] = ()


def asked_for(answers: Iterable[AnswerDocument]) -> Reach:
    """Return how the defender wants to be reached: the newest answer to that page holds.

    `answers` stand in the order in which they were given.
    """
    newest = None
    for one in answers:
        newest = one if one.subject == _PAGE else newest
    if newest is None:
        return Reach()
    return Reach(
        way=next(iter(newest.chosen.get("way", ())), ""),
        address=newest.words.get("address", ()),
        hours=newest.words.get("hours", ()),
        avoid=newest.words.get("avoid", ()),
    )


def avoided(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return those of the words not to use that a text uses, also with an ending of their own.

    Case, accents and unseen signs make no difference. It rather stops one letter too many.
    """
    said = _plain(text)
    found = []
    for word in words:
        wanted = _plain(word).strip()
        if wanted and _pattern(wanted).search(said):
            found.append(word)
    return tuple(dict.fromkeys(found))


def times_there(country: str, now: dt.datetime) -> tuple[dt.datetime, ...]:
    """Return the local time in a country: one moment, or the earliest and the latest there."""
    zones = () if country == _NOWHERE else get_global("territory_zones").get(country, ())
    local = []
    for name in zones:
        try:
            local.append(now.astimezone(zoneinfo.ZoneInfo(name)))
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            continue
    ordered = sorted({one.replace(tzinfo=None): one for one in local}.items())
    times = [moment for _, moment in ordered]
    return tuple(times) if len(times) <= _MOST_TIMES else (times[0], times[-1])


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", _UNSEEN.sub("", text).casefold())
    bare = "".join(sign for sign in split if not unicodedata.combining(sign))
    return _SPACES.sub(" ", bare)


def _pattern(wanted: str) -> re.Pattern[str]:
    if not _spaced(wanted):
        return re.compile(re.escape(wanted))
    ends = r"(?!\w)" if len(wanted) < _WHOLE else ""
    return re.compile(r"(?<!\w)" + re.escape(wanted) + ends)


def _spaced(word: str) -> bool:
    """Tell whether the script of a word puts spaces between words: many in Asia do not."""
    name = unicodedata.name(word[0], "")
    return not name.startswith(("CJK", "THAI", "LAO", "KHMER", "MYANMAR", "HIRAGANA", "KATAKANA"))
