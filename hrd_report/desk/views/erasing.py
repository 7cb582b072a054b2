"""Holding a case back from erasure, erasing it by hand, and the list of what will be erased."""

from typing import Any, Final

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.casefile import erasing, lifecycles
from hrd_report.desk import addresses
from hrd_report.desk.actions import ending
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid, NotReady
from hrd_report.i18n.marks import N_
from hrd_report.records.cases import Case
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services

_WRONG: Final = {
    "reason": N_("Write a line: whoever opens the case later must understand it."),
    "number": N_("This is not the number of this case."),
}
_HELD: Final = N_("The case is held back from erasure. Lift the hold first.")


@blueprint.get(addresses.ENDING)
@guard.staff(Right.WORK_CASES)
def ending_page() -> AnyResponse:
    """List the cases that will be erased soon, and those held back."""
    parts, voice = services(), frame.voice()
    with parts.database.reading() as session:
        found = ending.soon(session, frame.worker())
        rows = [_row(one, ending.end_of(session, one, parts.settings.kept_days)) for one in found]
    return frame.show(
        "ending.html",
        at=addresses.ENDING,
        rows=[row for row in rows if not row["held"]],
        held=[row for row in rows if row["held"]],
        title=voice.say(N_("Will be erased soon")),
    )


@blueprint.get("/desk/cases/<number>/ending")
@guard.staff(Right.ERASE)
def case_ending_page(number: str) -> AnyResponse:
    """Show when a case ends, and the ways to hold it back or to erase it now."""
    return _show(number, None)


@blueprint.post("/desk/cases/<number>/hold")
@guard.staff(Right.ERASE, fresh=True)
def hold(number: str) -> AnyResponse:
    """Hold a case back from erasure, or lift the hold."""
    parts, held = services(), request.form.get("held") == "yes"
    try:
        with parts.database.writing() as session:
            reason, seen = frame.typed("reason"), frame.seen(number)
            ending.hold(session, frame.worker(), seen, reason, held=held, now=parts.clock())
    except (Invalid, Conflict) as problem:
        return _show(number, problem)
    return frame.to_case(number, "ending")


@blueprint.post("/desk/cases/<number>/erase")
@guard.staff(Right.ERASE, fresh=True)
def erase(number: str) -> AnyResponse:
    """Erase a case for good. The reason that was typed is read by nobody and kept nowhere."""
    parts, seen, said = services(), frame.seen(number), request.form.get("number", "")
    try:
        ending.check_reason("why", frame.typed("why"))
        with parts.database.writing() as session:
            done = ending.erase(session, frame.worker(), seen, said, parts.store, now=parts.clock())
    except (Invalid, Conflict, NotReady) as problem:
        return _show(number, problem)
    erasing.forget_files(parts.store, done)
    return frame.show("erased.html", number=number, left=done.left, stopped=done.stopped)


def _show(number: str, problem: HrdError | None) -> AnyResponse:
    parts, voice = services(), frame.voice()
    found = frame.find(number)
    with parts.database.reading() as session:
        end = ending.end_of(session, found, parts.settings.kept_days)
    errors = [
        {"field": name, "message": voice.say(_WRONG.get(name, _WRONG["reason"]))}
        for name in frame.codes_of(problem)
    ]
    if isinstance(problem, NotReady):
        errors = [{"field": "number", "message": voice.say(_HELD)}]
    return frame.show(
        "case_ending.html",
        status=frame.status_of(problem),
        errors=errors,
        reason=frame.typed("reason"),
        why=frame.typed("why"),
        version=found.version,
        backup_days=parts.settings.backup_days,
        stale=frame.stale(problem, found),
        **_row(found, end),
    )


def _row(case: Case, end: Any) -> dict[str, Any]:  # noqa: ANN401 - a day, or nothing
    voice = frame.voice()
    return {
        "number": case.number,
        "href": addresses.case(case.number),
        "state": voice.say(lifecycles.CASE_LABELS[case.state]),
        "held": case.held,
        "end": voice.day(end) if end is not None else "",
    }
