"""One of the ten steps at one platform: its actions one by one, and what they rest on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from hrd_report.desk import addresses
from hrd_report.desk.shown import judging
from hrd_report.desk.shown.evidence import proofs
from hrd_report.desk.shown.judging import At
from hrd_report.documents.casework import FindingDocument
from hrd_report.i18n.marks import N_
from hrd_report.reference.steps import Step
from hrd_report.sealed import Plain


def context(at: At, step: Step, typed: Mapping[str, str], marked: Sequence[str]) -> dict[str, Any]:
    """Return what the page is made from. `typed` is a form that comes back, `marked` its proofs."""
    number, held = at.file.case.number, at.held.get(step.id)
    suggested = at.suggested().get(step.id)
    checks = {one.action: one for one in held.checks} if held else {}
    return {
        **judging.official(step, at.voice),
        **judging.suggestion(suggested, held, at, typed),
        "number": number,
        "version": at.file.case.version,
        "platform": at.name,
        "all_steps": addresses.steps(number, at.platform),
        "action": addresses.steps(number, at.platform, step.id),
        "others": _others(at, step),
        "counts_rows": judging.counts(Counter(one.finding for one in checks.values()), at.voice),
        "adds_up": judging.roll_up(step, held),
        "chosen": {
            one.id: typed.get(f"check-{one.id}", checks[one.id].finding if one.id in checks else "")
            for one in step.actions
        },
        "notes": {
            one.id: judging.words(
                typed, f"note-{one.id}", checks[one.id].reason if one.id in checks else None
            )
            for one in step.actions
        },
        **_whole(at, step, held, typed),
        **_proofs(at, list(marked if typed else held.evidence if held else ())),
    }


def _whole(
    at: At, step: Step, held: FindingDocument | None, typed: Mapping[str, str]
) -> dict[str, Any]:
    """Return the fields that are about the step as a whole."""
    source = typed.get("source", held.source if held else None) or ""
    asked = judging.words(typed, f"ask-{step.id}", held.ask if held else None)
    nothing = {"id": "", "text": at.voice.say(N_("Not said"))}
    return {
        "finding": typed.get(f"finding-{step.id}", held.finding if held else ""),
        "why": judging.words(typed, f"why-{step.id}", held.reason if held else None),
        "ask": asked if held or typed else Plain(at.voice.say(step.request)),
        "where": judging.words(typed, "where", held.where if held else None),
        "from": source,
        "sources": [
            nothing,
            *({"id": one.id, "text": at.voice.say(one.label)} for one in at.reference.sources),
        ],
    }


def _proofs(at: At, marked: list[str]) -> dict[str, Any]:
    offered = proofs.options(at.file, at.platform, at.exhibits, at.voice, marked)
    return {"proofs": offered, "marked": marked}


def _others(at: At, step: Step) -> list[dict[str, Any]]:
    """Return the ten steps as places to go to; each says whether it was judged."""
    held = at.held
    return [
        {
            "href": addresses.steps(at.file.case.number, at.platform, one.id),
            "label": one.id,
            "name": at.voice.say(one.short),
            "current": one.id == step.id,
            "finding": held[one.id].finding if one.id in held else "",
        }
        for one in at.reference.steps
    ]
