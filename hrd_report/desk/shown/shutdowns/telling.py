"""What a case lets expect of a shutdown, from what the defender answered. Decides nothing."""

from typing import Final

from hrd_report.desk.actions.shutdowns import countries
from hrd_report.desk.casefile import CaseFile
from hrd_report.documents.answers import AnswerDocument, DayDocument
from hrd_report.reference.questions import Question
from hrd_report.reference.reference import Reference

_SUBJECT: Final = "shutdown"
_OURS: Final = "gregorian"
_YES: Final = "Yes"


def proposed(file: CaseFile, reference: Reference) -> dict[str, str]:
    """Return columns that a case can fill before anybody wrote one: a person looks them through."""
    row: dict[str, str] = {}
    for subtype in file.assessment.subtypes if file.assessment is not None else ():
        kind = reference.subtype(subtype).crosswalk.stop
        for one in reference.stop_kinds:
            row |= dict(one.values) if one.id == kind else {}
    for question in reference.subject(_SUBJECT).fields:
        row |= _answered(file, question)
    code = _country(file)
    return {"country": countries.name_of(code, reference), **row} if code else row


def _country(file: CaseFile) -> str | None:
    if file.assessment is not None and file.assessment.country not in (None, "unknown"):
        return file.assessment.country
    return file.report.country if file.report is not None else None


def _answered(file: CaseFile, question: Question) -> dict[str, str]:
    """Return the columns that one answer fills."""
    chosen = file.chosen(_SUBJECT, question.id)
    stops = [one.stop for one in question.options if one.id in chosen and one.stop]
    if stops:
        column = question.stop
        return {column: ", ".join(stops)} if column else dict.fromkeys(stops, _YES)
    if question.stop is None:
        return {}
    day = next((one.days.get(question.id) for one in _newest(file)), None)
    if day is not None:
        return {question.stop: written} if (written := _day(day)) else {}
    words = file.written(_SUBJECT, question.id)
    return {question.stop: ", ".join(one.reveal() for one in words)} if words else {}


def _newest(file: CaseFile) -> list[AnswerDocument]:
    return [one for one in file.answers[::-1] if one.subject == _SUBJECT]


def _day(day: DayDocument) -> str:
    if day.calendar != _OURS or day.month is None or day.day is None:
        return ""
    return f"{day.year:04}-{day.month:02}-{day.day:02}"
