"""Describes the further pages for programs, page by page, and reads what they answer."""

from collections.abc import Mapping
from typing import Any, Final

from hrd_report.casefile import asking
from hrd_report.documents import answers
from hrd_report.documents.answers import AnswerDocument
from hrd_report.reference.load import load
from hrd_report.reference.questions import Subject
from hrd_report.web.services import services

_COMPONENT: Final = "Further"
_REPORT: Final = "Report"
_AT: Final = "#/components/schemas/"


def describe(spec: Any) -> None:  # noqa: ANN401 - apispec is untyped
    """Add every page and every question to the description of the interface."""
    reference = load()
    pages = {}
    for subject in reference.subjects:
        schema = answers.schema_of(subject, reference.countries)(lambda _: None)
        name = f"Further{subject.id.title().replace('_', '')}"
        spec.components.schema(name, schema=schema)
        pages[subject.id] = {"$ref": _AT + name, "description": _about(subject)}
    whole = {"type": "object", "properties": pages, "additionalProperties": False}
    spec.components.schema(_COMPONENT, component=whole)
    report = spec.components.schemas[_REPORT]["properties"]
    report[asking.FIELD] = {"$ref": _AT + _COMPONENT}


def read(further: Mapping[str, object] | None, language: str) -> tuple[AnswerDocument, ...]:
    """Return what a program answered on the further pages. Raises `Invalid`."""
    if further is None:
        return ()
    parts = services()
    return asking.read_all(further, parts.reference, language=language, now=parts.clock())


def _about(subject: Subject) -> str:
    asked = "; ".join(f"{one.id}: {one.label}" for one in subject.fields)
    return f"{subject.title}. {asked}"
