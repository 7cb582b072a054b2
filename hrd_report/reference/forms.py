"""The forms of platforms, field by field, as shipped. Fills in none and sends nothing."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Literal

from hrd_report.reference import reading

Source = Literal[
    "urls",
    "object_ids",
    "subject",
    "explanation",
    "context",
    "rule",
    "harm",
    "asks",
    "notifier_name",
    "notifier_email",
    "good_faith",
    "whole",
]


@dataclass(frozen=True, slots=True)
class FormField:
    """A field, and the part of a notice that goes there. `words` is the platform's own name."""

    source: Source
    words: str | None
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """A form of one platform, or of any. `items`: how many addresses it takes, 0 for any."""

    id: str
    platform: str | None
    purpose: str | None
    address: str | None
    verified: bool
    checked: dt.date
    fields: tuple[FormField, ...]
    items: int = 0


@cache
def forms() -> tuple[Form, ...]:
    """Return all forms. Raises BrokenReference where the file does not fit."""
    raw = reading.document("forms")
    reading.only(raw, ["forms"], "forms")
    listed = raw["forms"]
    entries = [_renamed(one) for one in listed] if isinstance(listed, list) else listed
    return reading.several(Form, entries, "forms")


def forms_of(platform: str) -> tuple[Form, ...]:
    """Return the forms that an addressee has: its own first, then the one that suits any."""
    own = [one for one in forms() if one.platform == platform]
    return (*own, *(one for one in forms() if one.platform is None))


def _renamed(entry: object) -> object:
    """Return a form whose fields say `source`: `from` is a word of the language."""
    if not isinstance(entry, dict) or not isinstance(entry.get("fields"), list):
        return entry
    fields = [
        {("source" if key == "from" else key): value for key, value in one.items()}
        for one in entry["fields"]
    ]
    return {**entry, "fields": fields}
