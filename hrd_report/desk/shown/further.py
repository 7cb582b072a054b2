"""Says what the defender answered on the further pages: labels, never codes, the newest first."""

from typing import Any, Final

from hrd_report.casefile import asking
from hrd_report.desk import addresses
from hrd_report.desk.actions.matching import Matches
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import words
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.answers import DayDocument
from hrd_report.i18n import past_days
from hrd_report.i18n.calendars import NoSuchDay
from hrd_report.i18n.marks import N_
from hrd_report.reference.questions import Question, Subject
from hrd_report.reference.reference import Reference

Row = dict[str, Any]
_MOST: Final = 20
_LATER: Final = N_("An answer that this version does not know")


def sections(file: CaseFile, reference: Reference, voice: Voice) -> list[Row]:
    """Return what was answered, page by page: each answer with its day, the newest first."""
    found = []
    for subject in reference.subjects:
        given = [at for at, one in enumerate(file.answers) if one.subject == subject.id]
        if given:
            newest, *older = [_given(file, at, subject, voice) for at in reversed(given)]
            found.append({"title": voice.say(subject.title), **newest, "older": older})
    return found


def matches(found: Matches) -> list[Row]:
    """Return the hashtags of a case that other cases name too, with the ways there."""
    return [
        {
            "tag": f"#{one.term.value}",
            "count": len(one.numbers),
            "cases": [(number, addresses.case(number)) for number in one.numbers[:_MOST]],
        }
        for one in found.found
    ]


def _given(file: CaseFile, at: int, subject: Subject, voice: Voice) -> Row:
    return {
        "day": voice.short_day(file.answers[at].at),
        "rows": [row for one in subject.fields if (row := _row(file, at, one, voice))],
    }


def _row(file: CaseFile, at: int, question: Question, voice: Voice) -> Row | None:
    answer = file.answers[at]
    label = {"label": voice.say(question.label)}
    if question.id in answer.chosen:
        named = [_choice(code, question, voice) for code in answer.chosen[question.id]]
        return {**label, "text": " · ".join(named)}
    if question.id in answer.days:
        return {**label, "text": _day(answer.days[question.id], voice)}
    if question.id in answer.words:
        text = words.answered(answer, question)
        more = words.more(file, f"{words.ANSWER}-{at}-{question.id}", text, voice)
        return {**label, "words": words.beginning(text), "more": more}
    return None


def _choice(code: str, question: Question, voice: Voice) -> str:
    if question.kind == "country":
        return voice.country(code)
    found = next((one for one in question.options if one.id == code), None)
    return voice.say(found.text if found is not None else _LATER)


def _day(kept: DayDocument, voice: Voice) -> str:
    day = asking.past_day(kept)
    try:
        return past_days.said(day, voice.code) if day is not None else voice.say(_LATER)
    except NoSuchDay:
        return voice.say(_LATER)
