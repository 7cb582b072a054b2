"""Changing a case's state: going on, resolving, closing, reopening."""

from collections.abc import Callable
from typing import Final

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.casefile import lifecycles
from hrd_report.desk.actions import closing
from hrd_report.desk.schemas import EndingSchema
from hrd_report.desk.shown import letters
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid, NotFound, NotReady
from hrd_report.i18n.marks import N_
from hrd_report.records.cases import OVER, CaseState
from hrd_report.rights import Right
from hrd_report.web import forms, guard
from hrd_report.web.services import services

_MISSING: Final = {
    lifecycles.OUTCOME: N_("Choose an outcome."),
    lifecycles.LAST_WORD: N_("Write a last word: the defender must hear how it ended."),
    lifecycles.CONSENTS_REVIEWED: N_("Look at the consents, then tick the box."),
}
_UNKNOWN: Final = N_("Choose from the list.")


@blueprint.get("/desk/cases/<number>/state")
@guard.staff(Right.WORK_CASES)
def state_page(number: str) -> AnyResponse:
    """Show which steps are possible from here."""
    return _show(number, None)


@blueprint.post("/desk/cases/<number>/state")
@guard.staff(Right.WORK_CASES)
def change_state(number: str) -> AnyResponse:
    """Take a step that ends nothing, or reopen."""
    parts, seen, to = services(), frame.seen(number), request.form.get("to", "")
    if to not in {one.value for one in CaseState}:
        raise NotFound
    try:
        with parts.database.writing() as session:
            closing.go_on(session, frame.worker(), seen, CaseState(to), now=parts.clock())
    except (Conflict, NotReady) as problem:
        return _show(number, problem)
    return frame.to_case(number)


@blueprint.post("/desk/cases/<number>/end")
@guard.staff(Right.WORK_CASES)
def end_case(number: str) -> AnyResponse:
    """Resolve or close, or show the form again with what is missing."""
    parts, seen = services(), frame.seen(number)
    try:
        ending: closing.Ending = forms.load(EndingSchema(), request.form)
        with parts.database.writing() as session:
            closing.end(
                session,
                frame.worker(),
                seen,
                ending,
                parts.reference,
                parts.store,
                now=parts.clock(),
            )
    except (Invalid, Conflict, NotReady) as problem:
        return _show(number, problem)
    return frame.to_case(number)


def _show(number: str, problem: HrdError | None) -> AnyResponse:
    file, voice, parts = frame.opened(number), frame.voice(), services()
    role = frame.worker().role.value
    after = lifecycles.CASE.following(file.case.state, role)
    held = file.assessment.outcome if file.assessment is not None else None
    outcomes = parts.reference.codes["outcome"]
    return frame.show(
        "state.html",
        status=frame.status_of(problem),
        number=number,
        version=file.case.version,
        state=voice.say(lifecycles.CASE_LABELS[file.case.state]),
        steps=[_option(one, frame.voice().say) for one in after if one not in OVER],
        ends=[_option(one, frame.voice().say) for one in after if one in OVER],
        outcomes=[{"id": "", "text": voice.say(N_("Choose"))}]
        + [{"id": c, "text": voice.say(outcomes.label(c))} for c in outcomes.codes if c != "open"],
        outcome=request.form.get("outcome", held or ""),
        last_word=frame.typed("last_word"),
        reviewed=request.form.get("consents_reviewed") == "yes",
        to=request.form.get("to", ""),
        avoided=frame.codes_of(problem).get("letter") == "avoided",
        errors=_errors(problem, voice.say),
        stale=frame.stale(problem, file),
    )


def _option(state: CaseState, say: Callable[[str], str]) -> dict[str, str]:
    return {"id": state.value, "text": say(lifecycles.CASE_LABELS[state])}


def _errors(problem: HrdError | None, say: Callable[[str], str]) -> list[dict[str, str]]:
    missing = problem.reasons if isinstance(problem, NotReady) else []
    wrong = frame.codes_of(problem)
    return [
        *({"field": name, "message": say(_MISSING[name])} for name in missing),
        *(
            {"field": "last_word", "message": say(letters.WRONG[code])}
            if name == "letter"
            else {"field": name, "message": say(_UNKNOWN)}
            for name, code in wrong.items()
        ),
    ]
