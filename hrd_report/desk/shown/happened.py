"""Everything that happened in a case, newest first, by kind. Names people by their pseudonyms."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hrd_report.casefile import safety
from hrd_report.casefile.lifecycles import MEASURE_LABELS
from hrd_report.desk import addresses
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import columns, labels
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.measures import MeasureDocument
from hrd_report.errors import IllegalTransition
from hrd_report.i18n.marks import N_
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.reference.reference import Reference

PAGE: Final = 100
KINDS: Final = {
    "all": N_("Everything"),
    "letters": N_("Letters"),
    "notes": N_("Notes"),
    "work": N_("Work"),
    "consents": N_("Consents"),
    "escalations": N_("Escalations"),
    "evidence": N_("Files and evidence"),
    "safety": N_("Safety plan"),
    "reads": N_("Who read"),
}
_ACTS: Final = {
    Act.OPENED: ("reads", N_("Case opened")),
    Act.FILE_OPENED: ("reads", N_("File fetched")),
    Act.FILE_COPIED: ("reads", N_("Copy without hidden data fetched")),
    Act.PREVIEWED: ("reads", N_("Blurred preview of evidence seen")),
    Act.VIEWED: ("reads", N_("Safe copy of evidence seen")),
    Act.EXPORTED: ("reads", N_("Original handed out")),
    Act.FILE_ADDED: ("evidence", N_("File added by the desk")),
    Act.CAPTURED: ("evidence", N_("Evidence preserved")),
    Act.DESCRIBED: ("evidence", N_("Evidence described")),
    Act.DERIVED: ("evidence", N_("Safe copy of evidence made")),
    Act.INTEGRITY_CHECKED: ("evidence", N_("Original checked: as it came")),
    Act.INTEGRITY_FAILED: ("evidence", N_("Original checked: altered or lost")),
    Act.EXPORT_ASKED: ("evidence", N_("Export of an original asked for")),
    Act.EXPORT_APPROVED: ("evidence", N_("Export of an original approved")),
    Act.EXPORT_REFUSED: ("evidence", N_("Export of an original refused")),
    Act.TOOK: ("work", N_("Case taken")),
    Act.RELEASED_CASE: ("work", N_("Case given back")),
    Act.CLASSIFIED: ("work", N_("Case classified")),
    Act.MARKED: ("work", N_("Case marked")),
    Act.ASSESSED_RISK: ("work", N_("Danger assessed")),
    Act.SECOND_CALLED: ("work", N_("Second person called")),
    Act.SECOND_CAME: ("work", N_("Second person came")),
    Act.RECORDED_FINDING: ("work", N_("Finding recorded")),
    Act.STATE_CHANGED: ("work", N_("State changed")),
    Act.NAMED_SOMEBODY: ("work", N_("People of a case changed")),
    Act.FACT_WRITTEN: ("work", N_("Fact for statistics written")),
    Act.CASE_ROLLED: ("work", N_("Key of a case replaced")),
    Act.RESTRICTED: ("work", N_("Case restricted to named people")),
    Act.UNRESTRICTED: ("work", N_("Case opened to its team again")),
    Act.MOVED_TO_TEAM: ("work", N_("Case moved to another team")),
    Act.HANDED_OVER: ("work", N_("Cases handed over")),
    Act.GRANTED: ("work", N_("Access granted")),
    Act.GRANT_REMOVED: ("work", N_("Access taken away")),
    Act.DRAFTED: ("escalations", N_("Notice drafted")),
    Act.SECOND_PERSON_MISSING: ("escalations", N_("Second person missing")),
    Act.QUEUED: ("escalations", N_("Notice put into the outbox")),
    Act.SENT: ("escalations", N_("Notice sent")),
    Act.NOT_SENT: ("escalations", N_("Notice not sent")),
    Act.ACKNOWLEDGED: ("escalations", N_("Receipt confirmed")),
    Act.DECIDED: ("escalations", N_("Platform decision recorded")),
    Act.SILENCE_RECORDED: ("escalations", N_("Silence of a platform")),
}
_TOLD_OTHERWISE: Final = frozenset(
    {Act.NOTED, Act.MESSAGED, Act.CONSENT_RECORDED, Act.CONSENT_WITHDRAWN, Act.PLANNED}
)
"""What the case's own pieces say with more words."""
_OTHER: Final = ("work", N_("Something else was done"))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: on which day, of which kind, in words, and who did it."""

    day: dt.date
    kind: str
    text: str
    who: str = ""
    at: dt.datetime | None = None
    href: str = ""


def gather(
    file: CaseFile,
    acts: Sequence[AuditRow],
    names: Mapping[bytes, str],
    reference: Reference,
    voice: Voice,
) -> list[Event]:
    """Return everything that happened, the newest first."""
    events = [
        *_written(file, voice),
        *_agreed(file, reference, voice),
        *_planned(file, voice),
        *_done(acts, names, voice),
    ]
    events.sort(key=lambda one: (one.day, one.at is not None, one.at or _NEVER), reverse=True)
    return events


def page(
    file: CaseFile,
    acts: Sequence[AuditRow],
    names: Mapping[bytes, str],
    reference: Reference,
    voice: Voice,
    *,
    show: str,
    number: int,
) -> dict[str, Any]:
    """Return one page of what happened, with a link for each kind."""
    events = gather(file, acts, names, reference, voice)
    chosen = show if show in KINDS else "all"
    shown = [one for one in events if chosen in ("all", one.kind)]
    last = max(1, -(-len(shown) // PAGE))
    at = max(1, min(number, last))
    here = addresses.case(file.case.number, "timeline") + f"?show={chosen}"
    return {
        "tabs": _tabs(file, Counter(one.kind for one in events), chosen, voice),
        "rows": [_row(one, voice) for one in shown[(at - 1) * PAGE : at * PAGE]],
        "place": voice.say(N_("Page %(number)s of %(count)s"), number=at, count=last),
        "previous": f"{here}&page={at - 1}" if at > 1 else "",
        "next": f"{here}&page={at + 1}" if at < last else "",
    }


_NEVER: Final = dt.datetime.min.replace(tzinfo=dt.UTC)


def _tabs(file: CaseFile, found: Counter[str], chosen: str, voice: Voice) -> list[dict[str, Any]]:
    here = addresses.case(file.case.number, "timeline")
    return [
        {
            "href": f"{here}?show={name}",
            "label": voice.say(label),
            "current": name == chosen,
            "count": found.total() if name == "all" else found[name],
        }
        for name, label in KINDS.items()
    ]


def _row(one: Event, voice: Voice) -> dict[str, str]:
    return {
        "day": voice.short_day(one.day),
        "kind": voice.say(KINDS[one.kind]),
        "text": one.text,
        "who": one.who,
        "href": one.href,
    }


def _written(file: CaseFile, voice: Voice) -> Iterable[Event]:
    defender = voice.say(N_("The defender"))
    yield Event(file.case.received_day, "letters", voice.say(N_("Report")), defender)
    for one in file.additions:
        yield _moment(one.received_at, "letters", voice.say(N_("Addition")), defender)
    for at, letter in enumerate(file.messages):
        who = defender if letter.author == "defender" else letter.name
        href = addresses.case(file.case.number, "words", f"letter-{at}")
        yield _moment(letter.at, "letters", voice.say(N_("Letter")), who, href)
    for answer in file.answers:
        yield _moment(answer.at, "letters", voice.say(N_("Further answers")), defender)
    for note in file.notes:
        yield _moment(note.at, "notes", voice.say(N_("Note for the team")), note.author)
    for note in file.own_notes:
        yield _moment(note.at, "notes", voice.say(N_("Note for you alone")), note.author)
    for sent in file.files:
        when, href = sent.document.received_at, addresses.case(file.case.number) + "#files"
        yield _moment(when, "evidence", voice.say(N_("File received")), defender, href)


def _agreed(file: CaseFile, reference: Reference, voice: Voice) -> Iterable[Event]:
    purposes = {one.id: one.label for one in reference.consent_purposes}
    for one in file.consents:
        if one.document is None:
            continue
        name = voice.say(purposes.get(one.document.purpose, one.document.purpose))
        state = voice.say(labels.CONSENT[one.row.state])
        text = voice.say(N_("%(purpose)s: %(state)s"), purpose=name, state=state)
        who = one.document.recorded_by or voice.say(N_("The defender"))
        yield _moment(one.document.at, "consents", text, who)
    for entry in file.escalations:
        name = columns.platform_of(entry, reference, voice)
        state = voice.say(labels.ESCALATION[entry.row.state])
        text = voice.say(N_("%(name)s: %(what)s"), name=name, what=state)
        href = addresses.escalation(entry.row.id) if entry.is_open else ""
        yield Event(entry.row.day, "escalations", text, "", None, href)


def _planned(file: CaseFile, voice: Voice) -> Iterable[Event]:
    href = addresses.case(file.case.number, "plan")
    for one in file.measures:
        state = _state(one, voice)
        text = voice.say(N_("%(name)s: %(what)s"), name=one.title.reveal(), what=state)
        yield _moment(one.at, "safety", text, one.by or voice.say(N_("The defender")), href)


def _done(acts: Iterable[AuditRow], names: Mapping[bytes, str], voice: Voice) -> Iterable[Event]:
    for row in acts:
        if row.act in _TOLD_OTHERWISE:
            continue
        kind, label = _ACTS.get(row.act, _OTHER)
        who = names.get(row.actor or b"", voice.say(N_("somebody else"))) if row.actor else ""
        yield Event(row.day, kind, voice.say(label), who)


def _moment(when: dt.datetime, kind: str, text: str, who: str, href: str = "") -> Event:
    return Event(when.astimezone(dt.UTC).date(), kind, text, who, when, href)


def _state(one: MeasureDocument, voice: Voice) -> str:
    try:
        return voice.say(MEASURE_LABELS[safety.state_of(one)])
    except IllegalTransition:
        return labels.NOTHING
