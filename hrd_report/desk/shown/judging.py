"""The ten steps as a form: the finding that holds, or the suggestion and why. Decides nothing."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hrd_report.desk import addresses
from hrd_report.desk.actions import suggesting
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown.evidence import proofs
from hrd_report.desk.shown.summary import platform_name
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.casework import FindingDocument
from hrd_report.i18n.marks import N_
from hrd_report.reference import rolling_up
from hrd_report.reference.reference import Reference
from hrd_report.reference.steps import Step
from hrd_report.reference.suggestions import Suggestion
from hrd_report.sealed import Plain

Row = dict[str, Any]

BASIS: Final = {"guidance": N_("guidance"), "checklist": N_("our checklist")}
COUNTED: Final = (
    ("not_met", N_("%(num)s not met")),
    ("partly", N_("%(num)s partly")),
    ("met", N_("%(num)s met")),
    ("unknown", N_("%(num)s unknown")),
    ("not_applicable", N_("%(num)s not applicable")),
)


@dataclass(frozen=True, slots=True, repr=False)
class At:
    """A case at one platform, and who reads of it when."""

    file: CaseFile
    platform: str
    reference: Reference
    voice: Voice
    now: dt.datetime
    exhibits: tuple[Exhibit, ...] = ()

    @property
    def held(self) -> dict[str, FindingDocument]:
        """The findings on this platform by step."""
        found = self.file.findings.items()
        return {step: one for (name, step), one in found if name == self.platform}

    @property
    def name(self) -> str:
        """What the platform is called."""
        return self.voice.say(platform_name(self.platform, self.reference))

    def suggested(self) -> dict[str, Suggestion]:
        """Return what the table of rules suggests, by step."""
        return suggesting.suggest(self.file, self.platform, self.reference, now=self.now)


def context(at: At, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page is made from. `typed` is a form that comes back, or empty."""
    suggested, held = at.suggested(), at.held
    rows = [
        {
            **official(step, at.voice),
            **_judged(step, held.get(step.id), typed, at),
            **suggestion(suggested.get(step.id), held.get(step.id), at, typed),
        }
        for step in at.reference.steps
    ]
    number = at.file.case.number
    return {
        "number": number,
        "version": at.file.case.version,
        "platform": at.name,
        "rows": rows,
        "action": addresses.steps(number, at.platform),
        "everywhere": addresses.platform(at.platform),
        "counts_rows": counts(Counter(one.finding for one in held.values()), at.voice),
        "tabs": _tabs(at),
        "side": _side(rows, at.voice),
        "aside_rows": _aside(at),
    }


def official(step: Step, voice: Voice) -> Row:
    """Return what the guidance says of a step, apart from what our checklist adds."""
    return {
        "step": step.id,
        "title": voice.say(step.short),
        "basis": voice.say(BASIS[step.basis]),
        "official": voice.say(step.title),
        "summary": voice.say(step.summary),
        "parts": [
            {
                "basis": basis,
                "actions": [
                    {"id": one.id, "text": voice.say(one.statement)}
                    for one in step.actions
                    if one.basis == basis
                ],
            }
            for basis in BASIS
            if any(one.basis == basis for one in step.actions)
        ],
    }


def suggestion(
    one: Suggestion | None, held: FindingDocument | None, at: At, typed: Mapping[str, str]
) -> Row:
    """Return a suggestion that is open: nobody judged, or knew, what it says by now."""
    if one is None or not _is_open(one, held) or typed.get(f"finding-{one.step}"):
        return {"suggested": ""}
    accepted = suggesting.accepted(one, held, at.reference, at.voice.say)
    return {
        "suggested": one.finding,
        "rule": one.reason_id,
        "suggested_why": accepted.reason,
        "suggested_ask": accepted.ask,
        "source": source(one.source, at),
    }


def source(code: str | None, at: At) -> str:
    """Return on what a finding rests, in words; empty where nobody said."""
    return next((at.voice.say(one.label) for one in at.reference.sources if one.id == code), "")


def roll_up(step: Step, held: FindingDocument | None) -> str:
    """Return the finding to which the actions judged add up, unless it is what holds."""
    if held is None:
        return ""
    found = rolling_up.proposed(
        (one.id for one in step.actions), ((one.action, one.finding) for one in held.checks)
    )
    return found if found and found != held.finding else ""


def counts(values: Counter[str], voice: Voice) -> list[Row]:
    """Return how many findings of each kind there are, as marks with words."""
    return [
        {"kind": kind, "text": voice.say(text, num=values[kind])}
        for kind, text in COUNTED
        if values[kind]
    ]


def words(form: Mapping[str, str], name: str, held: Plain | None) -> Plain:
    """Return what was typed into a field, or what is held where the form has none."""
    if name in form:
        return Plain(form[name].replace("\r\n", "\n").strip())
    return held or Plain("")


def _is_open(one: Suggestion, held: FindingDocument | None) -> bool:
    if held is None:
        return True
    return held.finding == "unknown" and one.finding != "unknown"


def _judged(step: Step, held: FindingDocument | None, typed: Mapping[str, str], at: At) -> Row:
    asked = words(typed, f"ask-{step.id}", held.ask if held else None)
    judged = len(held.checks) if held else 0
    text = N_("%(num)s of %(all)s actions judged")
    return {
        "finding": typed.get(f"finding-{step.id}", held.finding if held else ""),
        "why": words(typed, f"why-{step.id}", held.reason if held else None),
        "ask": asked,
        "ask_typed": asked if held or asked else Plain(at.voice.say(step.request)),
        "where": held.where if held else Plain(""),
        "source": source(held.source, at) if held else "",
        "proofs": proofs.named(
            at.file, at.platform, at.exhibits, held.evidence if held else (), at.voice
        ),
        "href": addresses.steps(at.file.case.number, at.platform, step.id),
        "checked": at.voice.say(text, num=judged, all=len(step.actions)) if judged else "",
        "adds_up": roll_up(step, held),
    }


def _tabs(at: At) -> list[Row]:
    return [
        {
            "href": addresses.steps(at.file.case.number, one),
            "label": at.voice.say(platform_name(one, at.reference)),
            "current": one == at.platform,
        }
        for one in dict.fromkeys((*at.file.platforms, at.platform))
    ]


def _side(rows: list[Row], voice: Voice) -> str:
    return voice.ngettext(
        "%(num)s finding is suggested. The program says why; you decide.",
        "%(num)s findings are suggested. The program says why; you decide.",
        sum(1 for one in rows if one["suggested"]),
    )


def _aside(at: At) -> list[Row]:
    """Return the suggestions put aside that would stand here, and who put them there when."""
    found = []
    for name, note in suggesting.put_aside(at.file, at.platform).items():
        rule = next((one for one in at.reference.rules if one.id == name), None)
        if rule is not None:
            who = at.voice.say(
                N_("put aside by %(name)s, %(day)s"), name=note.by, day=at.voice.short_day(note.at)
            )
            found.append(
                {
                    "rule": rule.id,
                    "step": rule.step,
                    "finding": rule.finding,
                    "why": at.voice.say(rule.reason),
                    "who": who,
                }
            )
    return sorted(found, key=lambda one: int(str(one["step"])))
