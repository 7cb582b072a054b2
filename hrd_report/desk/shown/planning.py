"""The safety plan and the people of a case as rows and forms. Moves nothing."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from hrd_report.casefile import safety
from hrd_report.casefile.lifecycles import MEASURE, MEASURE_LABELS, MeasureState
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import labels
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.measures import MeasureDocument
from hrd_report.errors import IllegalTransition
from hrd_report.i18n.marks import N_
from hrd_report.reference import measures, spoken
from hrd_report.reference.reference import Reference

_OVER: Final = (MeasureState.DECLINED, MeasureState.ENDED)
_WISHES: Final = (MeasureState.ACCEPTED, MeasureState.DECLINED)
_STEPS: Final = {
    MeasureState.ACCEPTED: N_("The defender takes it"),
    MeasureState.DECLINED: N_("The defender declines it"),
    MeasureState.ACTIVE: N_("Begin it"),
    MeasureState.ENDED: N_("It is done"),
}
WRONG: Final = {
    ("library", "missing"): N_("Choose a measure, or write one of your own."),
    ("library", "unknown"): N_("Choose from the list."),
    ("title", "missing"): N_("Give your own measure a title."),
    ("title", "too_long"): N_("Make it shorter."),
    ("title", "unfilled"): N_("A place is still to be filled: replace what stands in {{ }}."),
    ("days", "out_of_range"): N_("Give a number of days between 1 and 366."),
    ("days", "not_a_number"): N_("Give a number of days between 1 and 366."),
    ("name", "missing"): N_("Give a name, or what you call this person."),
    ("name", "too_long"): N_("Make it shorter."),
    ("reach", "too_long"): N_("Make it shorter."),
    ("note", "too_long"): N_("Make it shorter."),
    ("role", "unknown"): N_("Choose from the list."),
    ("wish", "missing"): N_("Say first that the defender wants it so."),
}


def rows(file: CaseFile, role: str, voice: Voice, now: dt.datetime) -> list[dict[str, Any]]:
    """Return each measure as it stands, with the steps one may take from here."""
    return [_row(one, role, voice, now) for one in safety.newest(file.measures).values()]


def short_rows(file: CaseFile, voice: Voice, now: dt.datetime) -> list[list[Any]]:
    """Return a line for each measure: what, how far, when it is looked at again."""
    found = []
    for one in safety.newest(file.measures).values():
        state = _state(one)
        when = labels.NOTHING if state in _OVER else _review(one, voice)
        found.append(
            [
                one.title,
                voice.say(MEASURE_LABELS[state]) if state else labels.NOTHING,
                {"text": when, "strong": _late(one, now)},
            ]
        )
    return found


def library(
    file: CaseFile, reference: Reference, voice: Voice, today: dt.date
) -> list[dict[str, Any]]:
    """Return the library, those for the threats of the case first, in the defender's language."""
    theirs = spoken.chain(file.case.language, reference.fallbacks)
    mine = spoken.chain(voice.code, reference.fallbacks)
    taken = {one.library for one in file.measures}
    kinds = {one.id: voice.say(one.label) for one in reference.measure_kinds}
    found = []
    for one in measures.fitting(reference.measures, file.threats):
        words, read = (spoken.find(reference.measure_texts, one.id, x) for x in (mine, theirs))
        if words is None or read is None or one.id in taken:
            continue
        found.append(
            {
                "id": one.id,
                "title": words[1].title,
                "text": read[1].text,
                "fits": bool(set(one.threats) & set(file.threats)),
                "kind": kinds[one.kind],
                "source": one.source,
                "reviewed": voice.day(one.reviewed),
                "old": one.due_for_review(today),
            }
        )
    return found


def people(file: CaseFile, reference: Reference, voice: Voice) -> list[dict[str, Any]]:
    """Return those who are part of a case, with their roles."""
    roles = {one.id: one for one in reference.participant_roles}
    return [
        {
            "id": one.participant,
            "role": voice.say(roles[one.role].label) if one.role in roles else labels.NOTHING,
            "meaning": voice.say(roles[one.role].meaning) if one.role in roles else "",
            "code": one.role,
            "name": one.name,
            "reach": one.reach,
            "note": one.note,
            "by": one.by,
            "day": voice.short_day(one.at),
        }
        for one in file.participants
    ]


def roles(reference: Reference, voice: Voice) -> list[dict[str, str]]:
    """Return the roles to choose from."""
    return [
        {"id": one.id, "text": voice.say(one.label), "note": voice.say(one.meaning)}
        for one in reference.participant_roles
    ]


def errors(wrong: Mapping[str, str], voice: Voice) -> list[dict[str, str]]:
    """Say what is wrong with each field."""
    return [
        {"field": name, "message": voice.say(WRONG.get((name, code), N_("Choose from the list.")))}
        for name, code in wrong.items()
    ]


def _row(one: MeasureDocument, role: str, voice: Voice, now: dt.datetime) -> dict[str, Any]:
    state = _state(one)
    steps = MEASURE.following(state, role) if state else ()
    return {
        "id": one.measure,
        "title": one.title,
        "text": one.text,
        "state": voice.say(MEASURE_LABELS[state]) if state else labels.NOTHING,
        "by": one.by or voice.say(N_("The defender")),
        "day": voice.short_day(one.at),
        "note": one.note,
        "review": "" if state in _OVER else _review(one, voice),
        "late": _late(one, now),
        "wishes": [_step(to, voice) for to in steps if to in _WISHES],
        "steps": [_step(to, voice) for to in steps if to not in _WISHES],
        "open": state not in _OVER,
    }


def _step(to: MeasureState, voice: Voice) -> dict[str, str]:
    return {"id": to.value, "text": voice.say(_STEPS[to])}


def _state(one: MeasureDocument) -> MeasureState | None:
    try:
        return safety.state_of(one)
    except IllegalTransition:
        return None


def _review(one: MeasureDocument, voice: Voice) -> str:
    return voice.short_day(dt.date.fromisoformat(one.review_on)) if one.review_on else ""


def _late(one: MeasureDocument, now: dt.datetime) -> bool:
    return (
        _state(one) not in _OVER and bool(one.review_on) and one.review_on < now.date().isoformat()
    )
