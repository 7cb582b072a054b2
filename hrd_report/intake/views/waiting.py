"""Says how long first answers really took of late. Asks the tables once an hour at most."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, cast

from flask import current_app

from hrd_report.casefile import answering
from hrd_report.casefile.answering import Middle
from hrd_report.i18n.marks import N_
from hrd_report.web import pages
from hrd_report.web.services import services

_KNOWN: Final = "hrd_waiting"
_ASK_EVERY: Final = dt.timedelta(hours=1)


@dataclass(slots=True)
class _Known:
    middle: Middle | None = None
    asked_at: dt.datetime | None = None


def sentence() -> str:
    """Return the sentence for a page, or nothing while there are too few answers to say one."""
    found = _middle()
    if found is None:
        return ""
    if found.hours is None:
        return pages.say(
            N_("In the last 90 days, half of all reports waited longer than we promise.")
        )
    hours = max(1, found.hours)
    said = pages.catalogue().ngettext(
        "In the last 90 days, half of all first answers came within %(num)s hour.",
        "In the last 90 days, half of all first answers came within %(num)s hours.",
        hours,
    )
    return said % {"num": hours}


def _middle() -> Middle | None:
    parts = services()
    known = cast("_Known", current_app.extensions.setdefault(_KNOWN, _Known()))
    now = parts.clock()
    if known.asked_at is None or not known.asked_at <= now < known.asked_at + _ASK_EVERY:
        with parts.database.reading() as session:
            known.middle = answering.middle(session, now=now)
        known.asked_at = now
    return known.middle
