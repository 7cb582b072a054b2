"""Builds the further pages from their data files, and refuses what does not fit. Asks nothing."""

import dataclasses
from collections.abc import Mapping
from typing import Final

from hrd_report.reference.codes import CodeList
from hrd_report.reference.questions import CODED, Option, Question, Subject
from hrd_report.reference.reading import BrokenReference, Raw, known, only, several, unique
from hrd_report.reference.stop import StopField

QUESTION_FILES: Final = ("questions/for_everybody", "questions/by_threat")
NEUTRAL: Final = frozenset({"unsaid", "receipt"})
"""First choices that say nothing: lynx shows the first one as chosen."""

_OURS: Final = frozenset({"form_token", "also", "once", "go"})
"""Names of fields that the form of every page has itself."""

_FIRST: Final = "what"


def subjects_from(
    documents: Mapping[str, Raw], codes: Mapping[str, CodeList], stop: tuple[StopField, ...]
) -> tuple[Subject, ...]:
    """Return all subjects, everybody's first. Raises BrokenReference."""
    found: list[Subject] = []
    for name in QUESTION_FILES:
        only(documents[name], ("subjects",), name)
        found += several(Subject, documents[name]["subjects"], name)
    unique((one.id for one in found), "subjects")
    unique((one.page for one in found), "pages")
    made = tuple(
        dataclasses.replace(one, fields=tuple(_with_options(each, codes) for each in one.fields))
        for one in found
    )
    threats = [option.id for option in made[0].fields[0].options]
    for subject in made:
        known(subject.threats, threats, subject.id)
        _check(subject, {one.name: one for one in stop})
    if made[0].id != _FIRST:
        raise BrokenReference("the first page asks what is happening")
    return made


def _with_options(question: Question, codes: Mapping[str, CodeList]) -> Question:
    if question.codes is None:
        return question
    known([question.codes], codes, question.id)
    found = codes[question.codes]
    known(question.without, found.codes, question.id)
    options = tuple(
        Option(id=code, label=found.labels.get(code), name=found.names.get(code))
        for code in found.codes
        if code not in question.without
    )
    return dataclasses.replace(question, options=options)


def _check(subject: Subject, columns: Mapping[str, StopField]) -> None:
    unique((one.id for one in subject.fields), subject.id)
    for question in subject.fields:
        where = f"{subject.id}.{question.id}"
        unique((one.id for one in question.options), where)
        if question.id in _OURS:
            raise BrokenReference(f"{where}: the form has a field of this name")
        if (question.kind in CODED) != bool(question.options):
            raise BrokenReference(f"{where}: choices stand where one chooses, and only there")
        if question.kind == "one" and question.neutral not in NEUTRAL:
            raise BrokenReference(f"{where}: the first choice is not neutral")
        _check_stop(question, columns, where)


def _check_stop(question: Question, columns: Mapping[str, StopField], where: str) -> None:
    known(filter(None, [question.stop]), columns, where)
    words = columns[question.stop].seen if question.stop else tuple(columns)
    known((one.stop for one in question.options if one.stop), words, where)
