"""What happened, day by day, in three lanes. Names platforms: for an opened case only."""

import datetime as dt
from collections import defaultdict
from typing import Any, Literal

from hrd_report.desk.casefile import CaseFile, EscalationEntry
from hrd_report.desk.shown import columns, labels
from hrd_report.desk.shown.voice import Voice
from hrd_report.i18n.marks import N_
from hrd_report.records.escalations import EscalationState
from hrd_report.reference.reference import Reference

Lane = Literal["defender", "team", "platforms", "silence"]
Happening = tuple[dt.date, Lane, str]


def lanes(file: CaseFile, reference: Reference, voice: Voice) -> list[dict[str, Any]]:
    """Return the rows of the time line, oldest first; a platform's silence has a row of its own."""
    happenings = [*_defender(file, voice), *_team(file, voice)]
    for one in file.escalations:
        happenings += _platform(one, reference, voice)
    days: defaultdict[dt.date, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for day, lane, text in happenings:
        if text not in days[day][lane]:
            days[day][lane].append(text)
    rows: list[dict[str, Any]] = []
    for day in sorted(days):
        told = days[day]
        label = voice.short_day(day)
        if set(told) != {"silence"}:
            columns = ("defender", "team", "platforms")
            rows.append({"day": label, **{name: ". ".join(told[name]) for name in columns}})
        rows += [
            {"day": label, "silence": voice.say(N_("No response.")), "text": text}
            for text in told["silence"]
        ]
    return rows


def _defender(file: CaseFile, voice: Voice) -> list[Happening]:
    sent = voice.say(N_("Report"))
    if file.files:
        sent = voice.ngettext(
            "Report and %(num)s file", "Report and %(num)s files", len(file.files)
        )
    found: list[Happening] = [(file.case.received_day, "defender", sent)]
    found += [
        (one.received_at.date(), "defender", voice.say(N_("Addition"))) for one in file.additions
    ]
    found += [
        (one.at.date(), "defender", voice.say(N_("Letter")))
        for one in file.messages
        if one.author == "defender"
    ]
    found += [
        (one.row.day, "defender", voice.say(N_("Consent %(state)s"), state=state))
        for one in file.consents
        for state in (voice.say(labels.CONSENT[one.row.state]),)
    ]
    return found


def _team(file: CaseFile, voice: Voice) -> list[Happening]:
    found: list[Happening] = [
        (one.at.date(), "team", voice.say(N_("Letter from %(name)s"), name=one.name))
        for one in file.messages
        if one.author == "team"
    ]
    found += [
        (one.at.date(), "team", voice.say(N_("Note by %(name)s"), name=one.author))
        for one in file.notes
    ]
    if file.assessment is not None:
        by = voice.say(N_("Judged by %(name)s"), name=file.assessment.by)
        found.append((file.assessment.at.date(), "team", by))
    return found


def _platform(one: EscalationEntry, reference: Reference, voice: Voice) -> list[Happening]:
    row = one.row
    name = columns.platform_of(one, reference, voice)
    found: list[Happening] = []
    if row.sent_at is not None:
        found.append(
            (row.sent_at.date(), "team", voice.say(N_("Notice sent to %(name)s"), name=name))
        )
    if row.acknowledged_at is not None:
        text = voice.say(N_("%(name)s: acknowledged"), name=name)
        found.append((row.acknowledged_at.date(), "platforms", text))
    if row.decided_at is not None:
        text = voice.say(N_("%(name)s: decided"), name=name)
        found.append((row.decided_at.date(), "platforms", text))
    if row.state is EscalationState.NO_RESPONSE:
        since = row.decision_due or row.acknowledgement_due or row.sent_at
        text = voice.say(N_("%(name)s owed an answer. It is counted."), name=name)
        found.append((since.date() if since else row.day, "silence", text))
    return found
