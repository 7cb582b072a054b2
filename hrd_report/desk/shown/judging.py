"""The ten steps as a form: the finding that holds, or the suggestion and why. Decides nothing."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, cast

from hrd_report.desk import addresses
from hrd_report.desk.actions import findings
from hrd_report.desk.actions.findings import Judgement
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown.summary import platform_name
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.casework import FindingDocument, FindingValue
from hrd_report.i18n.marks import N_
from hrd_report.reference.reference import Reference
from hrd_report.reference.steps import Step
from hrd_report.reference.suggestions import Suggestion
from hrd_report.sealed import Plain

Row = dict[str, Any]

BASIS: Final = {"guidance": N_("guidance"), "checklist": N_("our checklist")}
_COUNTED: Final = (
    ("not_met", N_("%(num)s not met")),
    ("partly", N_("%(num)s partly")),
    ("met", N_("%(num)s met")),
    ("unknown", N_("%(num)s unknown")),
    ("not_applicable", N_("%(num)s not applicable")),
)


def judged(form: Mapping[str, str], file: CaseFile, platform: str) -> list[Judgement]:
    """Read the form: one judgement for each step that has a finding."""
    found = []
    for name, value in form.items():
        step = name.removeprefix("finding-")
        if step == name or not value:
            continue
        held = file.findings.get((platform, step))
        found.append(
            Judgement(
                step=step,
                finding=cast("FindingValue", value),
                reason=_words(form, f"why-{step}", held.reason if held else None),
                ask=_words(form, f"ask-{step}", held.ask if held else None),
                suggested_by=held.suggested_by if held and held.finding == value else None,
            )
        )
    return found


def context(
    file: CaseFile,
    platform: str,
    typed: Mapping[str, str],
    reference: Reference,
    voice: Voice,
    *,
    now: dt.datetime,
) -> dict[str, Any]:
    """Return what the page is made from. `typed` is a form that comes back, or empty."""
    suggested = findings.suggest(file, platform, reference, now=now)
    held = {step: one for (name, step), one in file.findings.items() if name == platform}
    rows = [
        {
            **_official(step, voice),
            **_judged(step, held.get(step.id), typed),
            "suggested": suggested[step.id].finding if step.id in suggested else "",
        }
        for step in reference.steps
    ]
    for row in rows:
        if row["suggested"] and not row["finding"]:
            row.update(_suggested(suggested[row["step"]], reference, voice))
    return {
        "number": file.case.number,
        "version": file.case.version,
        "platform": voice.say(platform_name(platform, reference)),
        "rows": rows,
        "action": addresses.steps(file.case.number, platform),
        "counts_rows": _counts(held, voice),
        "tabs": _tabs(file, platform, reference, voice),
        "side": _side(rows, voice),
    }


def _official(step: Step, voice: Voice) -> Row:
    return {
        "step": step.id,
        "title": voice.say(step.short),
        "basis": voice.say(BASIS[step.basis]),
        "official": voice.say(step.title),
        "actions": [
            f"{voice.say(one.statement)} ({voice.say(BASIS[one.basis])})" for one in step.actions
        ],
    }


def _judged(step: Step, held: FindingDocument | None, typed: Mapping[str, str]) -> Row:
    return {
        "finding": typed.get(f"finding-{step.id}", held.finding if held else ""),
        "why": _words(typed, f"why-{step.id}", held.reason if held else None),
        "ask": _words(typed, f"ask-{step.id}", held.ask if held else None),
        "source": "",
    }


def _suggested(one: Suggestion, reference: Reference, voice: Voice) -> Row:
    accepted = findings.accepted(one, reference, voice.say)
    source = next(source.label for source in reference.sources if source.id == one.source)
    return {"why": accepted.reason, "ask": accepted.ask, "source": voice.say(source)}


def _counts(held: Mapping[str, FindingDocument], voice: Voice) -> list[Row]:
    values: Counter[str] = Counter(one.finding for one in held.values())
    return [
        {"kind": kind, "text": voice.say(text, num=values[kind])}
        for kind, text in _COUNTED
        if values[kind]
    ]


def _tabs(file: CaseFile, platform: str, reference: Reference, voice: Voice) -> list[Row]:
    return [
        {
            "href": addresses.steps(file.case.number, one),
            "label": voice.say(platform_name(one, reference)),
            "current": one == platform,
        }
        for one in dict.fromkeys((*file.platforms, platform))
    ]


def _side(rows: list[Row], voice: Voice) -> str:
    return voice.ngettext(
        "%(num)s finding is suggested. The program says why; you decide.",
        "%(num)s findings are suggested. The program says why; you decide.",
        sum(1 for one in rows if one["suggested"] and not one["finding"]),
    )


def _words(form: Mapping[str, str], name: str, held: Plain | None) -> Plain:
    if name in form:
        return Plain(form[name].replace("\r\n", "\n").strip())
    return held or Plain("")
