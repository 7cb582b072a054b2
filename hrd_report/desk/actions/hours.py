"""Reads and keeps when a team is there and how soon it answers. Moves no case."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.helpline import Rules, Times
from hrd_report.desk.opening_hours import DAY, Schedule
from hrd_report.desk.worker import Worker
from hrd_report.errors import Invalid, NotAllowed
from hrd_report.records import working
from hrd_report.records.acts import Act
from hrd_report.records.cases import Urgency
from hrd_report.records.people import Role
from hrd_report.records.working import AlertTimes, ClosedDay, Helpline, OpenHours

MOST_CLOSED: Final = 100
LONGEST_PROMISE: Final = 60 * 24 * 14
_PAST: Final = dt.timedelta(days=30)
"""How far back a closed day still counts for clocks that run."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a lead chose."""

    zone: str
    staffed: bool
    hours: Mapping[int, tuple[int, int]]
    closed: tuple[dt.date, ...]
    times: Mapping[Urgency, Times]


def rules(session: Session, team_id: bytes, now: dt.datetime) -> Rules:
    """Return when a team is there and how soon it answers; where nothing is kept, as usual."""
    row = session.get(Helpline, team_id)
    schedule = Schedule()
    if row is not None:
        closed = session.scalars(working.closed_days(team_id, now.date() - _PAST))
        schedule = Schedule(
            zone=ZoneInfo(row.zone),
            staffed=row.staffed,
            hours={
                one.weekday: (one.opens, one.closes)
                for one in session.scalars(working.open_hours(team_id))
            },
            closed=frozenset(closed),
        )
    times = {
        one.urgency: Times(one.first, one.second, one.promise)
        for one in session.scalars(working.alert_times(team_id))
    }
    return Rules(schedule, times)


def keep(session: Session, worker: Worker, wanted: Wanted, *, now: dt.datetime) -> None:
    """Keep what a lead chose, instead of what stood there. Raises `NotAllowed`, `Invalid`."""
    if worker.role is not Role.LEAD:
        raise NotAllowed
    check(wanted, now.date())
    team = worker.team_id
    for table in (OpenHours, ClosedDay, AlertTimes, Helpline):
        session.execute(delete(table).where(table.team_id == team))
    session.add(Helpline(team_id=team, zone=wanted.zone, staffed=wanted.staffed))
    session.add_all(
        OpenHours(team_id=team, weekday=day, opens=opens, closes=closes)
        for day, (opens, closes) in wanted.hours.items()
    )
    session.add_all(ClosedDay(team_id=team, day=day) for day in sorted(set(wanted.closed)))
    session.add_all(
        AlertTimes(team_id=team, urgency=one, first=t.first, second=t.second, promise=t.promise)
        for one, t in wanted.times.items()
    )
    keeping.record(session, Act.HOURS_CHANGED, actor=worker.id, thing=team, day=now.date())


def check(wanted: Wanted, today: dt.date) -> None:
    """Refuse what no clock could run by. Raises `Invalid`."""
    wrong: dict[str, list[str]] = {}
    if wanted.zone not in available_timezones():
        wrong["zone"] = ["unknown"]
    for day, (opens, closes) in wanted.hours.items():
        if not (0 <= opens < closes <= DAY):
            wrong[f"day-{day}"] = ["out_of_range"]
    if len(wanted.closed) > MOST_CLOSED or any(one < today - _PAST for one in wanted.closed):
        wrong["closed"] = ["out_of_range"]
    for urgency, times in wanted.times.items():
        if not 1 <= times.first <= times.second <= times.promise <= LONGEST_PROMISE:
            wrong[f"times-{urgency.value}"] = ["out_of_range"]
    if wrong:
        raise Invalid(wrong)
