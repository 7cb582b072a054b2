"""The queue as rows: clear columns, clocks and a button. Shows no content: it has none."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from hrd_report.casefile import lifecycles
from hrd_report.desk import addresses, clocks, helpline
from hrd_report.desk.helpline import Rules
from hrd_report.desk.shown import labels
from hrd_report.desk.shown.voice import Voice
from hrd_report.desk.workload import Counts, told
from hrd_report.i18n.marks import N_
from hrd_report.records.cases import Case, CaseState, Urgency

Row = dict[str, Any]


def groups(
    cases: Iterable[Case],
    counts: Counts,
    names: Mapping[bytes, str],
    voice: Voice,
    now: dt.datetime,
    rules: Rules | None = None,
) -> list[Row]:
    """Return the cases in groups of one urgency each."""
    shown = list(cases)
    found = []
    for urgency in Urgency:
        rows = [row(one, names, voice, now, rules) for one in shown if one.urgency is urgency]
        if rows:
            parts = {"shown": len(rows), "all": told(counts.by_urgency.get(urgency, 0))}
            found.append(
                {
                    "urgency": urgency.value,
                    "label": voice.say(labels.URGENCY[urgency]),
                    "note": voice.say(N_("%(shown)s shown of %(all)s"), **parts),
                    "rows": rows,
                }
            )
    return found


def row(
    case: Case,
    names: Mapping[bytes, str],
    voice: Voice,
    now: dt.datetime,
    rules: Rules | None = None,
) -> Row:
    """Return one case as the queue shows it; a first answer by the promise of the helpline."""
    three = helpline.read(case, rules, now) if rules is not None else ()
    clock = clocks.read(case, now)
    if three and not clock.over:
        clock = three[-1]
    taken = case.assignee is not None
    return {
        "number": case.number,
        "href": addresses.case(case.number),
        "left": left(clock, voice),
        "over": clock.over and not clock.paused,
        "used": clock.used,
        "past": clock.past,
        "paused": clock.paused,
        "due": due(case, voice),
        "alert": _alert(helpline.alert(three[:-1]), voice) if three else "",
        "asleep": _asleep(case, now, voice),
        "pick": f"{case.number}.{case.version}",
        "state": voice.say(lifecycles.CASE_LABELS[case.state]),
        "language": voice.language(case.language),
        "who": names.get(case.assignee or b"", voice.say(N_("somebody else"))) if taken else "",
        "day": voice.near_day(case.received_day, now.date()),
        "size": voice.size(case.size),
        "take": "" if taken else addresses.case(case.number, "take"),
    }


def clock_rows(case: Case, rules: Rules, voice: Voice, now: dt.datetime) -> list[Row]:
    """Return the three clocks of a first answer, as text and bar; none where they do not run."""
    times = rules.of(case.urgency)
    labels_of = (N_("First alert"), N_("Second alert"), N_("Promise of a first answer"))
    return [
        {
            "left": left(clock, voice),
            "label": f"{voice.say(text)}, {voice.minutes(minutes)}",
            "over": clock.over and not clock.paused,
            "used": clock.used,
            "past": clock.past,
            "paused": clock.paused,
        }
        for clock, text, minutes in zip(
            helpline.read(case, rules, now), labels_of, times, strict=False
        )
    ]


def standing(rules: Rules, voice: Voice, now: dt.datetime) -> str:
    """Say whether somebody is there now, and when next; nothing where somebody always is."""
    schedule = rules.schedule
    if schedule.always:
        return ""
    if schedule.open_at(now):
        return voice.say(N_("The helpline is open: clocks run."))
    following = schedule.next_open(now)
    if following is None:
        return voice.say(N_("The helpline is not staffed: the clocks of first answers stand."))
    there = following.astimezone(schedule.zone)
    return voice.say(
        N_("The helpline is closed: clocks stand until %(day)s, %(time)s."),
        day=voice.short_day(there.date()),
        time=f"{there:%H:%M}",
    )


def _alert(number: int, voice: Voice) -> str:
    return (
        (voice.say(N_("first alert")), voice.say(N_("second alert")))[number - 1] if number else ""
    )


def _asleep(case: Case, now: dt.datetime, voice: Voice) -> str:
    until = case.asleep_until
    if not case.asleep or (until is not None and until <= now.date()):
        return ""
    if until is None:
        return voice.say(N_("put off until an answer"))
    return voice.say(N_("put off until %(day)s"), day=voice.short_day(until))


def left(clock: clocks.Reading, voice: Voice) -> str:
    """Return what a clock says."""
    if clock.paused:
        return voice.say(N_("paused"))
    return labels.NOTHING if clock.left is None else voice.left(clock.left)


def due(case: Case, voice: Voice) -> str:
    """Return what is due."""
    if case.state is CaseState.WAITING_DEFENDER and case.due_from is not None:
        since = voice.short_day(case.due_from)
        return voice.say(N_("waiting for the defender since %(day)s"), day=since)
    return voice.say(labels.DUE[case.due])


def lead(counts: Counts, voice: Voice) -> Markup:
    """Return the line under the heading; what is over time stands out."""
    late = told(counts.over)
    over = voice.ngettext("%(num)s over time", "%(num)s over time", counts.over, num=late)
    said = voice.say(
        N_(
            "%(open)s open, %(nobody)s with nobody, %(over)s. Nothing here is opened: "
            "opening a case is recorded under your pseudonym."
        )
    )
    burning = Markup("<strong class=over>{}</strong>").format(over) if counts.over else over
    parts = {"open": told(counts.open), "nobody": told(counts.nobody), "over": burning}
    return Markup(said) % parts  # noqa: S704 - our own sentence


def following(case: Case | None, voice: Voice) -> str:
    """Say which case Take next would give."""
    if case is None:
        return voice.say(N_("No case waits that you could take."))
    urgency = voice.say(labels.URGENCY[case.urgency]).lower()
    return f"{case.number}, {urgency}, {voice.language(case.language)}"
