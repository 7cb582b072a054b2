"""The tables of an opened case: clocks, escalations, files, steps. Opens nothing."""

import datetime as dt
from collections import Counter
from typing import Any

from hrd_report.desk import addresses, clocks
from hrd_report.desk.casefile import CaseFile, EscalationEntry
from hrd_report.desk.shown import labels, queue_rows
from hrd_report.desk.shown.summary import platform_name
from hrd_report.desk.shown.voice import Voice
from hrd_report.i18n.marks import N_
from hrd_report.records.escalations import EscalationState
from hrd_report.reference.reference import Reference

Row = list[Any]


def clock_rows(
    file: CaseFile, reference: Reference, voice: Voice, now: dt.datetime
) -> list[dict[str, Any]]:
    """Return the clocks that run: the case's own, then each platform's."""
    own = clocks.read(file.case, now)
    found = []
    if own.left is not None:
        found.append(_clock(own, queue_rows.due(file.case, voice), voice))
    for one in file.escalations:
        due = one.row.due_at
        if due is None or not one.platform:
            continue
        waits = one.row.state is EscalationState.SENT
        what = voice.say(N_("acknowledgement") if waits else N_("decision"))
        name = voice.say(platform_name(one.platform, reference))
        label = voice.say(N_("%(name)s: %(what)s"), name=name, what=what)
        found.append(_clock(clocks.reading(one.row.sent_at, due, now), label, voice))
    return found


def escalation_rows(file: CaseFile, reference: Reference, voice: Voice) -> list[Row]:
    """Return one row for each escalation: to whom, how far, what is due when."""
    rows: list[Row] = []
    for one in file.escalations:
        due = voice.short_day(one.row.due_at) if one.row.due_at else labels.NOTHING
        rows.append(
            [
                {
                    "text": platform_of(one, reference, voice),
                    "href": addresses.escalation(one.row.id) if one.is_open else "",
                    "note": _with(one, voice),
                },
                voice.say(labels.ESCALATION[one.row.state]),
                due,
            ]
        )
    return rows


def platform_of(one: EscalationEntry, reference: Reference, voice: Voice) -> str:
    """Return to whom an escalation goes, as far as the case knows."""
    named = platform_name(one.platform, reference) if one.platform else N_("Platform")
    return voice.say(named)


def _with(one: EscalationEntry, voice: Voice) -> str:
    many = one.cases > 1
    if one.lead is None:
        return voice.say(N_("one notice for %(count)s cases"), count=one.cases) if many else ""
    if not one.lead:
        return voice.say(N_("together with another case"))
    said = N_("one notice for %(count)s cases, written in case %(number)s")
    if not many:
        said = N_("together with case %(number)s")
    return voice.say(said, number=one.lead, count=one.cases)


def step_rows(file: CaseFile, reference: Reference, voice: Voice) -> list[Row]:
    """Return one row for each platform: how many steps are not met, partly met, open."""
    rows: list[Row] = []
    for platform in file.platforms:
        found = Counter(one.finding for (name, _), one in file.findings.items() if name == platform)
        judged = found.total() - found["unknown"]
        href = addresses.steps(file.case.number, platform)
        rows.append(
            [
                {"text": voice.say(platform_name(platform, reference)), "href": href},
                str(found["not_met"]),
                str(found["partly"]),
                str(len(reference.steps) - judged),
            ]
        )
    return rows


def _clock(clock: clocks.Reading, label: str, voice: Voice) -> dict[str, Any]:
    return {
        "left": queue_rows.left(clock, voice),
        "label": label,
        "used": clock.used or 0,
        "past": clock.past,
        "over": clock.over and not clock.paused,
        "paused": clock.paused,
    }
