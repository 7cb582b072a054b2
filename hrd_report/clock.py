"""The one place that asks what time it is, so that a test can answer instead."""

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]


def utcnow() -> dt.datetime:
    """Return the present moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251 - the one place


def hour_after(moment: dt.datetime) -> dt.datetime:
    """Round up to the full hour: kept clear times must not betray the minute someone connected."""
    floor = moment.replace(minute=0, second=0, microsecond=0)
    return floor if floor == moment else floor + dt.timedelta(hours=1)


def hour_before(moment: dt.datetime) -> dt.datetime:
    """Round down to the full hour: the last moment to do something never comes too late."""
    return moment.replace(minute=0, second=0, microsecond=0)
