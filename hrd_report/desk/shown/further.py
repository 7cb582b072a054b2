"""Says what the defender answered on the further pages: labels, never codes, the newest first."""

from typing import Any, Final

from hrd_report.casefile import asking
from hrd_report.desk import addresses
from hrd_report.desk.actions.matching import Matches
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown.defanging import defanged
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.answers import AnswerDocument, DayDocument
from hrd_report.i18n import past_days
from hrd_report.i18n.calendars import NoSuchDay
from hrd_report.i18n.marks import N_
from hrd_report.reference.questions import Question, Subject
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

Row = dict[str, Any]
_ADDRESSES: Final = frozenset({"link", "accounts"})
_MOST: Final = 20
_LATER: Final = N_("An answer that this version does not know")


def sections(file: CaseFile, reference: Reference, voice: Voice) -> list[Row]:
    """Return what was answered, page by page: each answer with its day, the newest first."""
    found = []
    for subject in reference.subjects:
        given = [one for one in file.answers if one.subject == subject.id]
        if given:
            newest, *older = [_given(one, subject, voice) for one in reversed(given)]
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


def _given(answer: AnswerDocument, subject: Subject, voice: Voice) -> Row:
    return {
        "day": voice.short_day(answer.at),
        "rows": [row for one in subject.fields if (row := _row(answer, one, voice))],
    }


def _row(answer: AnswerDocument, question: Question, voice: Voice) -> Row | None:
    label = {"label": voice.say(question.label)}
    if question.id in answer.chosen:
        named = [_choice(code, question, voice) for code in answer.chosen[question.id]]
        return {**label, "text": " · ".join(named)}
    if question.id in answer.days:
        return {**label, "text": _day(answer.days[question.id], voice)}
    if question.id in answer.words:
        texts = (one.reveal() for one in answer.words[question.id])
        if question.kind in _ADDRESSES:
            texts = (defanged(one) for one in texts)
        return {**label, "words": Plain("\n".join(texts))}
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
