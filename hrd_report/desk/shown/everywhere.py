"""What all cases together say of platforms, as tables of numbers and marks. Opens nothing."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from hrd_report.desk import addresses
from hrd_report.desk.actions.everywhere import Heard, Standing
from hrd_report.desk.actions.tallying import Counted
from hrd_report.desk.shown import labels
from hrd_report.desk.shown.judging import COUNTED
from hrd_report.desk.shown.summary import platform_name
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.casework import FAILED, FindingDocument
from hrd_report.i18n.marks import N_
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

Row = dict[str, Any]
JUDGED: Final = ("not_met", "partly", "met")
_LEVELS: Final = (1 / 3, 0.6, 0.8)
KEY: Final = (
    (0, "met", N_("never")),
    (1, "partly", N_("up to a third")),
    (2, "partly", N_("up to 60 %%")),
    (3, "partly", N_("up to 80 %%")),
    (4, "not_met", N_("more")),
    (None, "unknown", N_("nobody knows yet")),
)


def table(found: Mapping[str, Standing], reference: Reference, voice: Voice) -> dict[str, Any]:
    """Return how often each step failed at each platform, of how many times it was judged."""
    return {
        "columns": [
            {"number": one.id, "label": voice.say(one.head), "title": voice.say(one.short)}
            for one in reference.steps
        ],
        "rows": [
            {
                "name": voice.say(platform_name(name, reference)),
                "href": addresses.platform(name),
                "cases": one.cases,
                "cells": [_cell(name, step.id, one.of(step.id)) for step in reference.steps],
            }
            for name, one in found.items()
        ],
        "key": [
            {"level": level, "mark": mark, "text": voice.say(text) % ()}
            for level, mark, text in KEY
        ],
    }


def one_platform(
    name: str, found: Standing | None, reference: Reference, voice: Voice
) -> dict[str, Any]:
    """Return, for each step, how often each finding stands at a platform."""
    held = found or Standing(0, {})
    return {
        "platform": voice.say(platform_name(name, reference)),
        "all_platforms": addresses.PLATFORMS,
        "cases": held.cases,
        "rows": [
            {
                "step": one.id,
                "title": voice.say(one.short),
                "href": addresses.platform(name, one.id),
                "counts": [held.of(one.id)[kind] for kind, _ in COUNTED],
            }
            for one in reference.steps
        ],
        "kinds": [kind for kind, _ in COUNTED],
    }


def one_step(
    heard: list[Heard], at: tuple[str, str], reference: Reference, voice: Voice
) -> dict[str, Any]:
    """Return what each case says of a step at a platform, why, and what proves it."""
    platform, step = at
    return {
        "platform": voice.say(platform_name(platform, reference)),
        "platform_url": addresses.platform(platform),
        "all_platforms": addresses.PLATFORMS,
        "step": step,
        "title": voice.say(reference.step(step).short),
        "rows": [_heard(one, platform, step, reference, voice) for one in heard],
    }


def standing_still(counted: Counted, voice: Voice) -> dict[str, Any]:
    """Say how many cases are in a count, and how many are not told yet."""
    return {
        "told": voice.ngettext(
            "From %(num)s case that you may open.",
            "From %(num)s cases that you may open.",
            len(counted.tallies),
        ),
        "done": len(counted.tallies),
        "untold": counted.untold,
        "untold_text": voice.ngettext(
            "%(num)s case is not counted yet.",
            "%(num)s cases are not counted yet.",
            counted.untold,
        ),
    }


def _cell(platform: str, step: str, found: Counter[str]) -> Row:
    judged = sum(found[one] for one in JUDGED)
    failed = sum(found[one] for one in FAILED)
    if not judged:
        known = found.total() > 0
        href = addresses.platform(platform, step) if known else ""
        return {"text": "?", "mark": "unknown", "level": None, "of": "", "href": href}
    level = 0 if not failed else 1 + sum(failed / judged > one for one in _LEVELS)
    mark = next(mark for known, mark, _ in KEY if known == level)
    href = addresses.platform(platform, step)
    return {"text": failed, "of": judged, "level": level, "mark": mark, "href": href}


def _heard(one: Heard, platform: str, step: str, reference: Reference, voice: Voice) -> Row:
    said = one.finding
    return {
        "number": one.case.number,
        "href": addresses.steps(one.case.number, platform, step),
        "finding": said.finding if said else "",
        "why": said.reason if said else Plain(""),
        "source": _source(said, reference, voice),
        "where": said.where if said else Plain(""),
        "proofs": len(said.evidence) if said else 0,
        "ask": said.ask if said else Plain(""),
        "day": voice.day(said.at) if said else labels.NOTHING,
    }


def _source(said: FindingDocument | None, reference: Reference, voice: Voice) -> str:
    code = said.source if said else None
    return next((voice.say(one.label) for one in reference.sources if one.id == code), "")
