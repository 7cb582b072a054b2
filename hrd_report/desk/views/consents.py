"""Recording what a defender agreed to, and withdrawing it. Sends nothing."""

from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.casefile.consents import Withdrawn
from hrd_report.desk import addresses
from hrd_report.desk.actions import consents
from hrd_report.desk.schemas import WishSchema
from hrd_report.desk.shown import agreeing
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid, NotFound
from hrd_report.rights import Right
from hrd_report.web import forms, guard
from hrd_report.web.services import services


@blueprint.get("/desk/cases/<number>/consents")
@guard.staff(Right.WORK_CASES)
def consents_page(number: str) -> AnyResponse:
    """Show what was agreed to, and ask for more."""
    stopped, sent = (request.args.get(name, type=int) for name in ("stopped", "sent"))
    reached = Withdrawn(stopped, sent) if stopped is not None and sent is not None else None
    return _show(number, reached=reached)


@blueprint.post("/desk/cases/<number>/consents")
@guard.staff(Right.WORK_CASES)
def record_consent(number: str) -> AnyResponse:
    """Record a consent, or show the form again with what is wrong."""
    parts, seen = services(), frame.seen(number)
    try:
        wish: consents.Wish = forms.load(WishSchema(), request.form)
        with parts.database.writing() as session:
            consents.record(session, frame.worker(), seen, wish, parts.reference, now=parts.clock())
    except (Invalid, Conflict) as problem:
        return _show(number, problem=problem)
    return frame.to_case(number, "consents")


@blueprint.post("/desk/cases/<number>/consents/<name>/withdraw")
@guard.staff(Right.WORK_CASES)
def withdraw_consent(number: str, name: str) -> AnyResponse:
    """Withdraw a consent and say what that stopped, and what had left already."""
    parts = services()
    with parts.database.writing() as session:
        reached = consents.withdraw(
            session, frame.worker(), number, _id(name), parts.reference, now=parts.clock()
        )
    told = f"stopped={reached.stopped}&sent={reached.already_sent}"
    return redirect(f"{addresses.case(number, 'consents')}?{told}", code=303)


def _show(
    number: str, *, problem: HrdError | None = None, reached: Withdrawn | None = None
) -> AnyResponse:
    file, voice, parts = frame.opened(number), frame.voice(), services()
    typed: dict[str, Any] = dict(request.form) if problem is not None else {}
    return frame.show(
        "consents.html",
        status=frame.status_of(problem),
        number=number,
        version=file.case.version,
        stale=frame.stale(problem, file),
        action=addresses.case(number, "consents"),
        rows=agreeing.rows(file, parts.reference, voice, parts.clock()),
        typed=typed,
        scope=frame.typed("scope"),
        errors=agreeing.errors(frame.codes_of(problem), voice),
        messages=[agreeing.told(reached, voice)] if reached is not None else [],
        **agreeing.options(parts.reference, voice),
    )


def _id(name: str) -> bytes:
    try:
        return bytes.fromhex(name)
    except ValueError:
        raise NotFound from None
