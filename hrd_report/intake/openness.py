"""Whether the door is open: only while somebody vouches for the keys that a report is sealed to.

What was looked up serves many requests: whether it still holds is asked where it is used.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final, cast

from flask import current_app

from hrd_report.errors import NotVouched
from hrd_report.intake import places
from hrd_report.intake.places import Ways
from hrd_report.records import custody
from hrd_report.web.services import services

_KNOWN: Final = "hrd_openness"
_ASK_EVERY: Final = dt.timedelta(seconds=1)


@dataclass(slots=True)
class _Known:
    """The ways last looked up, if they held, and when that was last asked for a page."""

    ways: Ways | None = None
    asked_at: dt.datetime | None = None


def ways() -> Ways:
    """Return the ways last looked up, or look them up. Raises `NotVouched`: the door is closed."""
    parts, known = services(), _known()
    try:
        if known.ways is not None:
            parts.trust.judge_again(known.ways.roster, known.ways.epochs)
            return known.ways
    except NotVouched:
        known.ways = None  # there may be another one by now
    with parts.database.reading() as session:
        found = known.ways = places.ways(session, parts.trust)
    return found


def forget() -> None:
    """Look the ways up anew next time: they are not what they were."""
    _known().ways = None


def is_open() -> bool:
    """Whether reports are taken now, for a page that shows it: asked at most once a second."""
    known, now = _known(), services().clock()
    if known.asked_at is None or not known.asked_at <= now < known.asked_at + _ASK_EVERY:
        if known.ways is not None and not _still_holds(known.ways):
            known.ways = None
        known.asked_at = now
    try:
        ways()
    except NotVouched:
        return False
    return True


def _still_holds(found: Ways) -> bool:
    with services().database.reading() as session:
        if custody.last_note(session) != found.note:
            return False
        return all(one.still_are(session) for one in found.holders.values())


def _known() -> _Known:
    return cast("_Known", current_app.extensions.setdefault(_KNOWN, _Known()))
