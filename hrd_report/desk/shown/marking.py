"""TLP and PAP in plain words: what each level means, and what it lets leave. Marks nothing."""

from typing import Any, Final

from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown.voice import Voice
from hrd_report.i18n.marks import N_
from hrd_report.reference import handling
from hrd_report.reference.reference import Reference

_RULES: Final = {
    "free": (N_("with a consent that holds"), "empty"),
    "second_person": (N_("only with a second person"), "half"),
    "no": (N_("no"), "full"),
}
_ACTS: Final = frozenset({"look_up", "fetch", "own_file"})
_FREE: Final = N_("yes")


def of(file: CaseFile) -> tuple[str, str]:
    """Return the TLP and the PAP of a case, as they are unless somebody marked it otherwise."""
    held = file.assessment
    return (held.tlp, held.pap) if held is not None else (handling.TLP, handling.PAP)


def label(file: CaseFile, reference: Reference) -> str:
    """Return a case's marking in the protocols' own words."""
    tlp, pap = of(file)
    found = [
        next((one.label for one in levels if one.id == name), levels[0].label)
        for levels, name in ((reference.handling.tlp, tlp), (reference.handling.pap, pap))
    ]
    return " · ".join(found)


def options(reference: Reference, voice: Voice) -> dict[str, Any]:
    """Return the levels to choose from."""
    return {
        f"{name}_options": [
            {"id": one.id, "text": one.label, "note": voice.say(one.meaning)} for one in levels
        ]
        for name, levels in (("tlp", reference.handling.tlp), ("pap", reference.handling.pap))
    }


def effects(tlp: str, pap: str, reference: Reference, voice: Voice) -> list[list[Any]]:
    """Return what may be done with a case of this marking, row by row, and which level says so."""
    rows = []
    for one in reference.handling.doings:
        found = handling.verdict(reference.handling, tlp=tlp, pap=pap, doing=one.id)
        said, mark = _RULES[found.rule]
        if found.rule == "free" and one.id in _ACTS:
            said = _FREE
        rows.append(
            [
                voice.say(one.label),
                {"mark": mark, "text": voice.say(said)},
                " · ".join(found.because),
            ]
        )
    return rows
