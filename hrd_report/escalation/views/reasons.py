"""The page on which a platform's reasons are recorded, item by item, in codes of the DSA."""

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any, Final

from flask import Response, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.documents.escalations import StatementDocument
from hrd_report.errors import Conflict, HrdError, Invalid, NotFound
from hrd_report.escalation import schemas, shapes, wording
from hrd_report.escalation.actions import statements
from hrd_report.escalation.views import entrance, form, showing
from hrd_report.escalation.views.blueprint import blueprint
from hrd_report.escalation.views.sheet import Sheet
from hrd_report.i18n.marks import N_
from hrd_report.reference.notices import DsaCodes
from hrd_report.rights import Right
from hrd_report.web import forms, guard, pages
from hrd_report.web.services import services

_FIELDS: Final = (
    "restriction",
    "ground",
    "clause",
    "explanation",
    "category",
    "keyword",
    "detection",
    "automated",
    "scope",
    "until",
    "puid",
)
_PREFIXES: Final = (
    "DECISION_GROUND_",
    "DECISION_",
    "STATEMENT_CATEGORY_",
    "KEYWORD_",
    "AUTOMATED_DECISION_",
)
_STALE: Final = N_("Somebody changed this meanwhile. Yours stands below: record it again.")
_LOST: Final = N_("Nothing was recorded yet. Complete what is marked below.")


@blueprint.get("/desk/escalations/<key>/reasons")
@guard.staff(Right.ESCALATE)
def reasons(key: str) -> Response:
    """Show the form, filled with what was recorded."""
    return _page(showing.gathered(key))


@blueprint.post("/desk/escalations/<key>/reasons")
@guard.staff(Right.ESCALATE)
def record_reasons(key: str) -> AnyResponse:
    """Record the reasons."""
    try:
        seen: shapes.Reasons = forms.load_json(shapes.ReasonsSchema(), _typed(request.form))
        with entrance.writing_at(key) as (session, desk, escalation):
            statements.record(session, desk, escalation, seen.version, seen.statements)
    except (Invalid, Conflict) as problem:
        return _page(showing.gathered(key), problem)
    return redirect(entrance.address(escalation), code=303)


@blueprint.post("/desk/escalations/<key>/decided-again")
@guard.staff(Right.ESCALATE)
def decided_again(key: str) -> AnyResponse:
    """Record another decision beside the first."""
    try:
        seen: schemas.Decided = forms.load(schemas.DecidedSchema(), request.form)
        form.check_decisions(seen.answer, services().reference)
        with entrance.writing_at(key) as (session, desk, escalation):
            statements.decide_again(session, desk, escalation, seen.version, seen.answer)
    except (Invalid, Conflict) as problem:
        return showing.sheet_page(key, status=form.status(problem), message=_LOST, problem=problem)
    return redirect(entrance.address(escalation), code=303)


def _typed(given: MultiDict[str, str]) -> dict[str, Any]:
    columns = (given.getlist(name) for name in _FIELDS)
    rows = zip_longest(*columns, fillvalue="")
    return {
        "version": given.get("version", ""),
        "statements": [dict(zip(_FIELDS, one, strict=True)) for one in rows],
    }


def _page(found: Sheet, problem: HrdError | None = None) -> Response:
    if found.decision is None or found.escalation.state not in statements.SPEAKS:
        raise NotFound
    kept = {one.item: one for one in found.decision.statements}
    typed = _typed(request.form)["statements"] if problem else []
    dsa = found.desk.reference.dsa
    return entrance.show(
        "reasons.html",
        status=form.status(problem),
        base=entrance.address(found.escalation),
        number=found.desk.file.case.number,
        platform=found.desk.reference.platform(found.notice.platform),
        version=found.escalation.version,
        items=[
            {
                "number": number,
                "address": wording.defanged(one.url.reveal()),
                "values": typed[number - 1] if number <= len(typed) else _values(kept.get(number)),
            }
            for number, one in enumerate(found.notice.items, 1)
        ],
        heading=pages.say(_STALE if isinstance(problem, Conflict) else _LOST),
        errors=form.errors_of(problem),
        **_codes(dsa),
    )


def _values(one: StatementDocument | None) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _FIELDS} if one else {}


def _codes(dsa: DsaCodes) -> dict[str, Any]:
    keywords = sorted({one for names in dsa.categories.values() for one in names})
    return {
        "restrictions": _options((*dsa.visibility, *dsa.account, *dsa.provision, *dsa.monetary)),
        "grounds": _options(dsa.ground),
        "categories": _options(dsa.categories),
        "keywords": _options(keywords),
        "automations": _options(dsa.automated),
        "detections": [
            {"id": "", "text": pages.say(N_("They do not say"))},
            {"id": "yes", "text": pages.say(N_("yes"))},
            {"id": "no", "text": pages.say(N_("no"))},
        ],
    }


def _options(codes: Iterable[str]) -> list[dict[str, str]]:
    """Return codes as the database itself words them: it has English names alone."""
    none = {"id": "", "text": pages.say(N_("They do not say"))}
    return [none, *({"id": one, "text": _words(one)} for one in codes)]


def _words(code: str) -> str:
    bare = next((code.removeprefix(one) for one in _PREFIXES if code.startswith(one)), code)
    return bare.replace("_", " ").lower().capitalize()
