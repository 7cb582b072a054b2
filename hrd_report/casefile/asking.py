"""Reads what somebody answered on the further pages, by the questions of the reference data.

The same for the form, the JSON of programs and the inside of a sealed report. Keeps nothing.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError

from hrd_report.documents import answers
from hrd_report.documents.answers import AnswerDocument, DayDocument, ReadDay
from hrd_report.errors import Invalid, NotFound
from hrd_report.i18n import past_days
from hrd_report.i18n.past_days import PastDay
from hrd_report.reference.questions import Subject
from hrd_report.reference.reference import Reference

FIELD: Final = "further"


def read(
    subject: Subject, data: object, reference: Reference, *, language: str, now: dt.datetime
) -> AnswerDocument:
    """Return the answers to one page. Raises `Invalid`, the fields by their path in it."""
    try:
        return _load(subject, data, reference, language, now)
    except ValidationError as problem:
        raise Invalid(_paths(problem.messages)) from None


def read_all(
    data: object, reference: Reference, *, language: str, now: dt.datetime
) -> tuple[AnswerDocument, ...]:
    """Return what a program answered, page by page. Raises `Invalid`: the paths begin `further`."""
    if not isinstance(data, Mapping):
        raise Invalid({FIELD: ["not_object"]})
    wrong: dict[str, list[str]] = {}
    found = []
    for name, part in data.items():
        try:
            subject = reference.subject(str(name))
            found.append(read(subject, part, reference, language=language, now=now))
        except NotFound:
            wrong[f"{FIELD}/{name}"] = ["unknown_field"]
        except Invalid as problem:
            wrong |= {_join(f"{FIELD}/{name}", at): codes for at, codes in problem.fields.items()}
    if wrong:
        raise Invalid(wrong)
    return tuple(one for one in found if one)


def read_sealed(
    data: object, reference: Reference, *, language: str, received_at: dt.datetime
) -> tuple[AnswerDocument, ...]:
    """Return what stands in a report that came sealed. What does not fit is passed over."""
    part = data.get(FIELD) if isinstance(data, Mapping) else None
    if not isinstance(part, Mapping):
        return ()
    found = (
        _load(one, part[one.id], reference, language, received_at, lenient=True)
        for one in reference.subjects
        if one.id in part
    )
    return tuple(one for one in found if one)


def past_day(kept: DayDocument) -> PastDay | None:
    """Return a day that was kept, or nothing where this version does not know its calendar."""
    known = next((one for one in past_days.NAMES if one == kept.calendar), None)
    if known is None:
        return None
    return PastDay(known, kept.year, kept.month, kept.day, kept.about)


def _load(
    subject: Subject,
    data: object,
    reference: Reference,
    language: str,
    now: dt.datetime,
    *,
    lenient: bool = False,
) -> AnswerDocument:
    return answers.load(
        subject,
        data,
        countries=reference.countries,
        read_day=_day_reader(language, now.date()),
        at=now,
        lenient=lenient,
    )


def _day_reader(language: str, today: dt.date) -> ReadDay:
    def read_day(fields: Mapping[str, object]) -> DayDocument | None:
        found = past_days.read(fields, code=language, today=today)
        if found is None:
            return None
        return DayDocument(
            calendar=found.calendar,
            year=found.year,
            month=found.month,
            day=found.day,
            about=found.about,
        )

    return read_day


def _paths(messages: Any, before: str = "") -> dict[str, list[str]]:  # noqa: ANN401 - theirs
    if isinstance(messages, list):
        return {before: [str(one) for one in messages]}
    found: dict[str, list[str]] = {}
    for name, inner in messages.items():
        found |= _paths(inner, _join(before, "" if name == "_schema" else str(name)))
    return found


def _join(before: str, name: str) -> str:
    return f"{before}/{name}" if before and name else before or name
