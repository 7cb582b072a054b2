"""The list of buckets and what became of each, in the reader's language. Changes nothing."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from hrd_report.i18n import formats
from hrd_report.i18n.catalogues import catalogue
from hrd_report.i18n.marks import N_
from hrd_report.records.facts import Part
from hrd_report.statistics.actions import Listed, Stage
from hrd_report.statistics.targets import FREEZE_AFTER

_STATES: Final = {
    Stage.OPEN: N_("Takes facts until %(day)s"),
    Stage.WAITING: N_("Closes the year, once its parts are drawn"),
    Stage.READY: N_("Ready to draw"),
    Stage.CUT_SHORT: N_("Budget spent, no figures: under way, or cut short"),
    Stage.DRAWN: N_("Drawn on %(day)s"),
}
_TO_COME: Final = frozenset({Stage.OPEN, Stage.WAITING})
_FREEZES: Final = N_("%(name)s freezes, and can be drawn from then on")
_CLOSES: Final = N_("the close of %(name)s can be drawn, once its parts are")


def releases_page(buckets: Sequence[Listed], base: str, language: str) -> dict[str, Any]:
    """Return the context of `statistics/releases.html`; `base` is the address of all releases."""
    return {
        "rows": [_row(one, base, language) for one in buckets],
        "calendar": [_next(one, language) for one in reversed(buckets) if one.stage in _TO_COME],
    }


def _next(one: Listed, language: str) -> dict[str, str]:
    """Return the day from which a release can be drawn, and what it closes."""
    said = catalogue(language).gettext(_CLOSES if one.stage is Stage.WAITING else _FREEZES)
    day = one.last + FREEZE_AFTER + dt.timedelta(days=1)
    return {"day": formats.day(day, language), "text": said % {"name": one.bucket}}


def _row(one: Listed, base: str, language: str) -> dict[str, Any]:
    drawn = one.stage is Stage.DRAWN and one.release is not None
    return {
        "name": one.bucket,
        "href": f"{base}/{one.release.hex()}" if drawn and one.release else "",
        "first": formats.day(one.first, language),
        "last": formats.day(one.last, language),
        "state": _state(one, language),
        "draw": one.bucket if one.stage is Stage.READY else "",
        "again": one.bucket if one.stage is Stage.CUT_SHORT else "",
        "part": one.part is Part.BUCKET,
    }


def _state(one: Listed, language: str) -> str:
    said = catalogue(language).gettext(_STATES[one.stage])
    day = one.day if one.stage is Stage.DRAWN else one.last + FREEZE_AFTER
    return said % {"day": formats.day(day, language)} if isinstance(day, dt.date) else said
