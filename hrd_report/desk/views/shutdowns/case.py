"""A case's shutdown: as a whole, and page by page as a form."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.actions import shutdown_records as records
from hrd_report.desk.actions.shutdowns import writing
from hrd_report.desk.actions.shutdowns.writing import Told
from hrd_report.desk.shown.shutdowns import form
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid, NotFound
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.get("/desk/cases/<number>/shutdown")
@guard.staff(Right.WORK_CASES)
def shutdown_page(number: str) -> AnyResponse:
    """Show everything that is held of a shutdown."""
    context = form.whole(frame.opened(number), services().reference, frame.voice())
    return frame.show("shutdown.html", **context)


@blueprint.get("/desk/cases/<number>/shutdown/<subject>")
@guard.staff(Right.WORK_CASES)
def shutdown_form(number: str, subject: str) -> AnyResponse:
    """Ask for the columns of one subject."""
    return _show(number, subject, None)


@blueprint.post("/desk/cases/<number>/shutdown/<subject>")
@guard.staff(Right.WORK_CASES)
def keep_shutdown(number: str, subject: str) -> AnyResponse:
    """Keep the columns of one subject; then show the next one, or the whole."""
    _following(subject)
    parts, file = services(), frame.opened(number)
    cells = form.read(_typed(), subject, file, parts.reference)
    ours = records.VERIFICATION in request.form
    told = Told(
        cells,
        verification=request.form[records.VERIFICATION] if ours else None,
        asns=frame.typed(records.ASNS) if ours else None,
    )
    try:
        with parts.database.writing() as session:
            writing.keep(
                session,
                frame.worker(),
                frame.seen(number),
                told,
                parts.reference,
                now=parts.clock(),
            )
    except (Invalid, Conflict) as problem:
        return _show(number, subject, problem)
    return frame.to_case(number, "shutdown", *_next(subject))


def _next(subject: str) -> tuple[str, ...]:
    return _following(subject)[:1] if request.form.get("next") else ()


def _following(subject: str) -> tuple[str, ...]:
    """Return the subjects behind one. Raises `NotFound` where it is none."""
    ids = tuple(one.id for one in services().reference.stop_subjects)
    if subject not in ids:
        raise NotFound
    return ids[ids.index(subject) + 1 :]


def _typed() -> dict[str, list[str]]:
    return request.form.to_dict(flat=False)


def _show(number: str, subject: str, problem: HrdError | None) -> AnyResponse:
    parts, voice = services(), frame.voice()
    _following(subject)
    typed = _typed() if problem is not None else None
    wrong = frame.codes_of(problem)
    file = frame.opened(number)
    context = form.page(file, subject, typed, wrong, parts.reference, voice)
    stale = frame.stale(problem, file)
    return frame.show("shutdown_form.html", status=frame.status_of(problem), stale=stale, **context)
