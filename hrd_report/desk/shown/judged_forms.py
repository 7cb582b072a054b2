"""Reads what a caseworker judged from the forms of the ten steps. Keeps and shows nothing."""

from collections.abc import Mapping, Sequence
from typing import cast

from hrd_report.desk.actions.findings import Judgement
from hrd_report.desk.shown.judging import At, words
from hrd_report.documents.casework import FAILED, CheckDocument, FindingDocument, FindingValue
from hrd_report.reference import rolling_up
from hrd_report.sealed import Plain

_NOBODY_KNOWS: FindingValue = "unknown"


def all_steps(form: Mapping[str, str], at: At) -> list[Judgement]:
    """Return one judgement for each step of the table that has a finding."""
    found = []
    for name, value in form.items():
        step = name.removeprefix("finding-")
        if step != name and value:
            found.append(_judgement(form, step, cast("FindingValue", value), at))
    return found


def one_step(
    form: Mapping[str, str], evidence: Sequence[str], step: str, at: At
) -> list[Judgement]:
    """Return what the page of one step says, with its actions, source and proofs; or nothing.

    Where actions were judged and the step itself was not, nobody knows yet.
    """
    checks = _checks(form, step, at)
    given = form.get(f"finding-{step}")
    if not given and not checks:
        return []
    chosen = cast("FindingValue", given or _NOBODY_KNOWS)
    basic = _judgement(form, step, chosen, at)
    judged = Judgement(
        step=step,
        finding=chosen,
        reason=basic.reason,
        ask=basic.ask,
        suggested_by=basic.suggested_by,
        source=form.get("source", ""),
        where=words(form, "where", None),
        evidence=tuple(evidence),
        checks=checks,
    )
    return [judged]


def as_they_add_up(judged: Judgement, at: At) -> FindingValue:
    """Return the finding that the actions of a judgement propose, or the one it has."""
    held = at.held.get(judged.step)
    checks = judged.checks if judged.checks is not None else held.checks if held else ()
    actions = [one.id for one in at.reference.step(judged.step).actions]
    found = rolling_up.proposed(actions, ((one.action, one.finding) for one in checks))
    return cast("FindingValue", found) if found else judged.finding


def _judgement(form: Mapping[str, str], step: str, finding: FindingValue, at: At) -> Judgement:
    held = at.held.get(step)
    return Judgement(
        step=step,
        finding=finding,
        reason=words(form, f"why-{step}", held.reason if held else None),
        ask=_asked(form, step, finding, held, at),
        suggested_by=held.suggested_by if held and held.finding == finding else None,
    )


def _asked(
    form: Mapping[str, str],
    step: str,
    finding: FindingValue,
    held: FindingDocument | None,
    at: At,
) -> Plain:
    """Return what is asked for; the form's own proposal stands for nothing where nothing failed."""
    asked = words(form, f"ask-{step}", held.ask if held else None)
    proposed = next((one.request for one in at.reference.steps if one.id == step), "")
    untouched = asked.reveal() == at.voice.say(proposed)
    return Plain("") if held is None and untouched and finding not in FAILED else asked


def _checks(form: Mapping[str, str], step: str, at: At) -> tuple[CheckDocument, ...]:
    """Return the actions judged, in their order; a form cannot judge those of another step."""
    return tuple(
        CheckDocument(
            action=one.id,
            finding=cast("FindingValue", form[f"check-{one.id}"]),
            reason=words(form, f"note-{one.id}", None),
        )
        for one in at.reference.step(step).actions
        if form.get(f"check-{one.id}")
    )
