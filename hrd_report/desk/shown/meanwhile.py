"""What changed in a case since a page of it was drawn, and how it stands. Opens nothing."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hrd_report.casefile import lifecycles
from hrd_report.desk import clocks
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import labels
from hrd_report.desk.shown.voice import Voice
from hrd_report.i18n.marks import N_
from hrd_report.records.cases import Case
from hrd_report.sealed import Plain

Change = tuple[dt.datetime, str, Plain | None]


def context(
    of: CaseFile | Case,
    drawn: dt.datetime | None,
    names: Mapping[bytes, str],
    voice: Voice,
    now: dt.datetime,
) -> dict[str, Any]:
    """Return what happened after `drawn`, oldest first, and the clear facts of the case now.

    Only an opened case says what happened: a case that lies closed says how it stands.
    """
    case = of if isinstance(of, Case) else of.case
    found = [] if isinstance(of, Case) or drawn is None else _changes(of, voice)
    new = sorted((one for one in found if drawn and one[0] > drawn), key=lambda one: one[0])
    return {
        "changes": [{"text": text, "words": words} for _, text, words in new],
        "now": _now(case, names, voice, now),
    }


def _changes(file: CaseFile, voice: Voice) -> list[Change]:
    say, found = voice.say, list[Change]()
    for letter in file.messages:
        ours = say(N_("Letter from %(name)s"), name=letter.name)
        text = ours if letter.author == "team" else say(N_("The defender wrote"))
        found.append((letter.at, text, letter.text))
    found += [
        (one.at, say(N_("Note by %(name)s"), name=one.author), one.text) for one in file.notes
    ]
    found += [
        (one.received_at, say(N_("The defender added to the report")), None)
        for one in file.additions
    ]
    found += [
        (one.at, say(N_("The defender answered further questions")), None) for one in file.answers
    ]
    found += [
        (one.at, say(N_("Finding on step %(step)s by %(name)s"), step=one.step, name=one.by), None)
        for one in file.findings.values()
    ]
    found += [
        (
            one.document.at,
            say(N_("Consent %(state)s"), state=say(labels.CONSENT[one.row.state])),
            None,
        )
        for one in file.consents
        if one.document is not None
    ]
    if (held := file.assessment) is not None:
        found.append((held.at, say(N_("Judged by %(name)s"), name=held.by), held.summary))
    return found


def _now(case: Case, names: Mapping[bytes, str], voice: Voice, now: dt.datetime) -> str:
    with_whom = (
        voice.say(N_("with nobody"))
        if case.assignee is None
        else voice.say(
            N_("with %(name)s"), name=names.get(case.assignee, voice.say(N_("somebody else")))
        )
    )
    left = clocks.read(case, now).left
    facts = [
        voice.say(labels.URGENCY[case.urgency]),
        voice.say(lifecycles.CASE_LABELS[case.state]),
        with_whom,
        *([voice.left(left)] if left is not None else []),
    ]
    return " · ".join(facts)
