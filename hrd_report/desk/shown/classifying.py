"""The classification as a form: what holds, or what was typed, ready to be changed."""

from collections.abc import Iterable
from typing import Any

from hrd_report.casefile import lifecycles
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import weighing
from hrd_report.desk.shown.voice import Voice
from hrd_report.i18n.marks import N_
from hrd_report.records.cases import ReportState
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

Chosen = dict[str, list[str]]
Option = dict[str, str]

_ERRORS = {
    "threats": N_("Name at least one threat."),
    "severity": N_("Choose a severity from the list."),
    "severity_note": N_("Say why the severity is another than proposed."),
    "summary": N_("Make it shorter."),
}
_NOT_SAID, _SEVERAL = "not_said", "several"
_POWERFUL = frozenset({"state", "close_to_state", "armed"})
_OTHER_ERROR = N_("Choose from the list.")


def context(
    file: CaseFile,
    form: Chosen | None,
    wrong: dict[str, str],
    reference: Reference,
    voice: Voice,
) -> dict[str, Any]:
    """Return what the form is made from. `form` is what was typed, if it comes back."""
    held = file.assessment
    told = from_answers(file, reference) if held is None else {}
    chosen = from_form(form) if form is not None else from_case(file, told)
    return {
        "number": file.case.number,
        "version": file.case.version,
        "chosen": chosen,
        "errors": [
            {"field": name, "message": voice.say(_ERRORS.get(name, _OTHER_ERROR))} for name in wrong
        ],
        "summary_words": _typed(form, "summary", held.summary if held else None),
        "told": any(told.values()),
        **weighing.context(chosen, reference, voice),
        "severity_note": _typed(form, "severity_note", held.severity_note if held else None),
        **_options(reference, voice),
    }


def from_case(file: CaseFile, told: Chosen) -> Chosen:
    """Return what holds; before the first assessment, what the defender named and `told`."""
    held = file.assessment
    verdict = file.row.state if file.row.state in lifecycles.VERDICTS else ReportState.ACCEPTED
    named = [one for one in file.threats if one != "unsure"] or list(file.threats)
    said = file.report.country if file.report is not None else None
    return {
        "threats": named,
        "main": named[:1] or [""],
        "subtypes": list(held.subtypes) if held else [],
        "platforms": list(held.platforms) if held else told["platforms"],
        "modifiers": list(held.modifiers) if held else told["modifiers"],
        "severity": [str(held.severity)] if held and held.severity else [""],
        "country": [(held.country if held else said or _first(told["country"])) or "unknown"],
        "group": [(held.group if held else _first(told["group"])) or _NOT_SAID],
        "identity": [(held.identity if held else _first(told["identity"])) or _NOT_SAID],
        "counted_elsewhere": ["yes"] if held and held.counted_elsewhere else [""],
        "verdict": [verdict.value],
    }


def from_answers(file: CaseFile, reference: Reference) -> Chosen:
    """Return what the further pages say in the codes of a classification: a proposal, no more."""
    risk = file.chosen("work", "risk")
    moved_by = {
        "offline": file.chosen("effects", "offline"),
        "powerful_actor": _POWERFUL & {*file.chosen("who", "actors")},
        "minor": "yes" in file.chosen("intimate_images", "minor"),
    }
    known = {one.id for one in reference.platforms}
    return {
        "platforms": [one for one in file.chosen("where", "platforms") if one in known],
        "modifiers": [name for name, said in moved_by.items() if said],
        "country": list(file.chosen("where", "country")),
        "group": list(file.chosen("work", "groups")),
        "identity": [_SEVERAL] if len(risk) > 1 else list(risk),
    }


def _first(codes: list[str]) -> str:
    return codes[0] if codes else ""


def from_form(form: Chosen) -> Chosen:
    """Return what was chosen in a form that comes back."""
    several = ("threats", "subtypes", "platforms", "modifiers")
    single = ("main", "severity", "country", "group", "identity", "counted_elsewhere", "verdict")
    return {
        **{name: form.get(name, []) for name in several},
        **{name: [_one(form, name)] for name in single},
    }


def _options(reference: Reference, voice: Voice) -> dict[str, Any]:
    return {
        "threat_options": _labelled(reference.threats, voice),
        "main_options": [
            {"id": "", "text": voice.say(N_("The first one"))},
            *_labelled(reference.threats, voice),
        ],
        "subtype_groups": _subtype_groups(reference, voice),
        "platform_options": [
            {"id": one.id, "text": voice.say(one.name)} for one in reference.platforms
        ],
        "modifier_options": [
            {
                "id": one.id,
                "text": voice.say(one.label),
                "note": voice.say(weighing.MOVES[one.axis, one.step]),
            }
            for one in reference.severity_modifiers
        ],
        "severity_options": _severities(reference, voice),
        "country_options": _countries(reference, voice),
        "group_options": _coded("group", reference, voice),
        "identity_options": _coded("identity", reference, voice),
        "verdict_options": [
            {"id": one.value, "text": voice.say(lifecycles.REPORT_LABELS[one])}
            for one in lifecycles.VERDICTS
        ],
    }


def _subtype_groups(reference: Reference, voice: Voice) -> list[dict[str, Any]]:
    return [
        {
            "id": threat.id,
            "label": voice.say(threat.label),
            "options": [
                {"id": one.id, "text": voice.say(one.label), "note": voice.say(one.definition)}
                for one in reference.subtypes_of(threat.id)
            ],
        }
        for threat in reference.threats
        if reference.subtypes_of(threat.id)
    ]


def _severities(reference: Reference, voice: Voice) -> list[Option]:
    levels = [
        {
            "id": str(one.level),
            "text": f"{one.level} · {voice.say(one.label)}",
            "note": voice.say(one.meaning),
        }
        for one in reference.severity_levels
    ]
    return [{"id": "", "text": voice.say(N_("As proposed")), "note": ""}, *levels]


def _countries(reference: Reference, voice: Voice) -> list[Option]:
    named = ((code, voice.country(code)) for code in reference.codes["country"].codes)
    ordered = sorted(named, key=lambda one: (one[0] != "unknown", one[1]))
    return [{"id": code, "text": name} for code, name in ordered]


def _typed(form: Chosen | None, name: str, held: Plain | None) -> Plain:
    return (held or Plain("")) if form is None else Plain(_one(form, name))


def _one(form: Chosen, name: str) -> str:
    return next(iter(form.get(name, [])), "")


def _labelled(things: Iterable[Any], voice: Voice) -> list[Option]:
    return [{"id": one.id, "text": voice.say(one.label)} for one in things]


def _coded(name: str, reference: Reference, voice: Voice) -> list[Option]:
    codes = reference.codes[name]
    return [{"id": one, "text": voice.say(codes.label(one))} for one in codes.codes]
