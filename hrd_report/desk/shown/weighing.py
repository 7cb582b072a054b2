"""Says how a severity comes about: the cell of the matrix, and what led there. Weighs nothing."""

from typing import Any, Final

from hrd_report.desk.actions.classify import proposal
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.casework import AssessmentDocument
from hrd_report.errors import NotFound
from hrd_report.i18n.marks import N_
from hrd_report.reference.reference import Reference
from hrd_report.reference.severity import Proposal
from hrd_report.reference.threats import Subtype

MOVES: Final = {
    ("impact", 1): N_("raises the impact"),
    ("likelihood", 1): N_("makes it more likely"),
    ("exposure", 1): N_("widens the exposure"),
    ("exposure", -1): N_("narrows the exposure"),
}
_HEAT: Final = {1: "h4", 2: "h3", 3: "h2", 4: "h1"}


def context(chosen: dict[str, list[str]], reference: Reference, voice: Voice) -> dict[str, Any]:
    """Return the reason of what is proposed for what is ticked, and the matrix around it."""
    known = {one.id for one in reference.subtypes}
    subtypes = [one for one in chosen["subtypes"] if one in known]
    found = proposal(subtypes, chosen["modifiers"], reference)
    return {
        "proposal": reason(found, reference, voice),
        "matrix": matrix(found, reference, voice),
        "impacts": [voice.say(one.label) for one in reference.severity_levels],
    }


def of_case(held: AssessmentDocument, reference: Reference, voice: Voice) -> str:
    """Say why a case has its severity: what the matrix proposes, or the note of whoever chose."""
    if held.severity_note:
        return held.severity_note.reveal()
    try:
        found = proposal(held.subtypes, held.modifiers, reference)
    except NotFound:
        return ""
    return reason(found, reference, voice) if found.level == held.severity else ""


def reason(found: Proposal, reference: Reference, voice: Voice) -> str:
    """Say which level the matrix proposes, and from what."""
    axes = reference.severity_axes
    parts = {
        "level": _level(found.level, reference, voice),
        "impact": _level(found.impact, reference, voice).lower(),
        "likelihood": voice.say(_label(axes.likelihoods, found.likelihood)),
        "exposure": voice.say(_label(axes.exposures, found.exposure)),
        "from": _from(found.gravest, voice),
    }
    text = N_(
        "Proposed: %(level)s. Impact %(impact)s (%(from)s), likelihood %(likelihood)s, "
        "exposure %(exposure)s."
    )
    return voice.say(text, **parts)


def matrix(found: Proposal, reference: Reference, voice: Voice) -> list[dict[str, Any]]:
    """Return the rows of the matrix, the cell that holds marked."""
    axes = reference.severity_axes
    return [
        {
            "likelihood": voice.say(_label(axes.likelihoods, row.likelihood)),
            "exposure": voice.say(_label(axes.exposures, row.exposure)),
            "cells": [
                {
                    "level": level,
                    "text": _level(level, reference, voice),
                    "heat": _HEAT[level],
                    "here": (row.likelihood, row.exposure, at)
                    == (found.likelihood, found.exposure, found.impact),
                }
                for at, level in enumerate(row.levels, start=1)
            ],
        }
        for row in axes.matrix
    ]


def _from(gravest: Subtype | None, voice: Voice) -> str:
    return voice.say(gravest.label if gravest else N_("no subtype named")).lower()


def _label(axis: tuple[Any, ...], name: str) -> str:
    return str(next(one.label for one in axis if one.id == name))


def _level(level: int, reference: Reference, voice: Voice) -> str:
    return voice.say(next(one.label for one in reference.severity_levels if one.level == level))
