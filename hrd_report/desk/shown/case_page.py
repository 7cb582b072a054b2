"""Everything the page of an opened case shows. Opens and changes nothing."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hrd_report.desk import addresses
from hrd_report.desk.actions import shutdown_records as records
from hrd_report.desk.actions.shutdowns import bringing_in
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import (
    agreeing,
    columns,
    further,
    labels,
    letters,
    planning,
    summary,
    timeline,
    words,
)
from hrd_report.desk.shown.voice import Voice
from hrd_report.i18n.marks import N_
from hrd_report.reference.reference import Reference


def context(
    file: CaseFile,
    names: Mapping[bytes, str],
    reference: Reference,
    voice: Voice,
    now: dt.datetime,
) -> dict[str, Any]:
    """Return what the case's page is made from."""
    case = file.case
    who = names.get(case.assignee or b"", voice.say(N_("somebody else")))
    return {
        "number": case.number,
        "version": case.version,
        "urgency_kind": case.urgency.value,
        "urgency_text": voice.say(labels.URGENCY[case.urgency]),
        "facts": summary.facts(file, who, reference, voice),
        "problems": summary.problems(file, voice),
        "clock_rows": columns.clock_rows(file, reference, voice, now),
        "summary_rows": summary.rows(file, reference, voice),
        "risk_rows": summary.risk(file, reference, voice),
        "further": further.sections(file, reference, voice),
        "lane_rows": timeline.lanes(file, reference, voice),
        "escalation_rows": columns.escalation_rows(file, reference, voice),
        "consent_rows": agreeing.short_rows(file, reference, voice, now),
        "plan_rows": planning.short_rows(file, voice, now),
        "people_rows": planning.people(file, reference, voice),
        "step_rows": columns.step_rows(file, reference, voice),
        "shutdown_url": _shutdown(file),
        "escalate_url": addresses.escalate(case.number),
        "case_url": addresses.case(case.number),
        "reach": letters.reach(file, reference, voice, now),
        **_notes(file, voice),
    }


def _shutdown(file: CaseFile) -> str:
    """Return where a shutdown is recorded, in a case that is about one."""
    about = records.newest(file.records) is not None or bringing_in.THREAT in file.threats
    return addresses.shutdown(file.case.number) if about else ""


def _notes(file: CaseFile, voice: Voice) -> dict[str, Any]:
    language = voice.language(file.case.language)
    own = [{"text": one.text, "day": voice.short_day(one.at)} for one in file.own_notes]
    return {
        "to_defender": {
            "note": voice.say(
                N_("goes to the receipt page; the report is in %(language)s"), language=language
            ),
            "items": [
                {
                    "text": words.beginning(one.text),
                    "more": words.more(file, f"{words.LETTER}-{at}", one.text, voice),
                    "by": _author(one.author, one.name, voice),
                    "day": voice.short_day(one.at),
                }
                for at, one in enumerate(file.messages)
            ],
        },
        "to_team": {
            "note": voice.say(N_("everybody who may open this case")),
            "items": [
                {"text": one.text, "by": one.author, "day": voice.short_day(one.at)}
                for one in file.notes
            ],
        },
        "to_self": {"note": voice.say(N_("sealed to your key alone")), "items": own},
    }


def _author(author: str, name: str, voice: Voice) -> str:
    return voice.say(N_("The defender")) if author == "defender" else name
