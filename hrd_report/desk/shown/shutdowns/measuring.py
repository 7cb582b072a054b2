"""Addresses at which others measured a country's net. Built from country and days, never fetched.

Whoever follows one tells that service what they look for: the page says so beside them.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from hrd_report.desk.actions.shutdowns import countries
from hrd_report.documents import stop
from hrd_report.reference.reference import Reference

_BEFORE: Final = dt.timedelta(days=7)
_OPEN: Final = dt.timedelta(days=30)
"""Days that are looked at before a shutdown, and of one without an end."""

_OONI: Final = (
    "https://explorer.ooni.org/chart/mat?test_name=web_connectivity&axis_x=measurement_start_day"
)


def references(row: Mapping[str, str], reference: Reference) -> list[dict[str, str]]:
    """Return IODA, OONI and Cloudflare Radar for a shutdown; none without country or first day."""
    code = countries.code_of(row.get(stop.COUNTRY, ""), reference)
    start = stop.date_of(row.get(stop.START, ""))
    if code is None or start is None:
        return []
    end = stop.date_of(row.get(stop.END, "")) or start + _OPEN
    first, last = start - _BEFORE, max(start, end) + _BEFORE
    return [{"name": name, "href": href} for name, href in _links(code, first, last)]


def _links(code: str, first: dt.date, last: dt.date) -> list[tuple[str, str]]:
    since, until = (_seconds(day) for day in (first, last))
    return [
        (
            "IODA",
            f"https://ioda.inetintel.cc.gatech.edu/country/{code}?from={since}&until={until}",
        ),
        (
            "OONI",
            f"{_OONI}&since={first}&until={last}&probe_cc={code}",
        ),
        (
            "Cloudflare Radar",
            f"https://radar.cloudflare.com/{code.lower()}?dateStart={first}&dateEnd={last}",
        ),
    ]


def _seconds(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp())
