"""A case's exhibits, and each one's page. A file is seen by a post alone, written down first."""

from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import preferring
from hrd_report.desk.actions.evidence import checking, elsewhere, exhibits, viewing
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.actions.evidence.viewing import SMALL, Exposure
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown.evidence import exhibit as page
from hrd_report.desk.shown.evidence import leaving, rows
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.desk.views.evidence import copying
from hrd_report.documents.preferences import ViewingDocument
from hrd_report.errors import HrdError
from hrd_report.i18n.marks import N_
from hrd_report.records.acts import Act
from hrd_report.rights import Right
from hrd_report.sandbox.jail import NoSandbox
from hrd_report.web import forms, guard
from hrd_report.web.services import services

_NO_WALLS = N_(
    "This machine cannot put walls around a decoder, so nothing is decoded here. Whoever runs it "
    "finds out more with: doctor."
)


@blueprint.get("/desk/cases/<number>/evidence")
@guard.staff(Right.WORK_CASES)
def evidence(number: str) -> AnyResponse:
    """List what of a case may be evidence."""
    file, voice = frame.opened(number), frame.voice()
    with services().database.reading() as session:
        there = exhibits.gather(session, file)
        found = elsewhere.spared(session, frame.worker(), file, there)
        checked = checking.last(session, [one.item_id for one in found if one.file is not None])
    return frame.show(
        "evidence/list.html",
        rehashed=rows.rehashed(found, checked, voice),
        check_url=addresses.case(number, "evidence", "check"),
        number=number,
        version=file.case.version,
        rows=rows.rows(number, found, voice),
        summary=rows.summary(found, voice),
        custody_url=addresses.case(number, "custody"),
        add_url=addresses.case(number, "evidence", "capture"),
        files_url=addresses.case(number, "evidence", "add"),
    )


@blueprint.get("/desk/cases/<number>/evidence/<name>")
@guard.staff(Right.WORK_CASES)
def exhibit(number: str, name: str) -> AnyResponse:
    """Show what is known of an exhibit, and nothing of what it shows."""
    return show(frame.opened(number), name)


@blueprint.post("/desk/cases/<number>/evidence/<name>/preview")
@guard.staff(Right.WORK_CASES)
def preview_exhibit(number: str, name: str) -> AnyResponse:
    """Show a small grey blurred picture of it; make the safe copy first, where there is none."""
    return _look(number, name, Act.PREVIEWED, SMALL)


@blueprint.post("/desk/cases/<number>/evidence/<name>/view")
@guard.staff(Right.WORK_CASES)
def view_exhibit(number: str, name: str) -> AnyResponse:
    """Show one page of the safe copy, or its list."""
    return _look(number, name, Act.VIEWED, forms.whole(request.form.get("page", ""), 1))


@blueprint.get("/desk/cases/<number>/evidence/<name>/picture/<int:place>")
@guard.staff(Right.WORK_CASES)
def exhibit_picture(number: str, name: str, place: int) -> Response:
    """Give one picture of a safe copy to whoever pressed the button for it today."""
    return copying.picture(frame.worker(), frame.opened(number), name, place)


def _look(number: str, name: str, act: Act, place: int) -> AnyResponse:
    parts, file, who = services(), frame.opened(number), frame.worker()
    now = parts.clock()
    with parts.database.reading() as session:
        one = exhibits.find(session, file, name)
        wish = preferring.viewing(session, who)
        exposure = viewing.exposure(session, who, wish.limit, day=now.date())
    if exposure.is_over and act is Act.VIEWED and request.form.get("anyway") != "yes":
        return show(file, name, pause=place)
    try:
        if one.derived is None or request.form.get("again") == "yes":
            copying.derive(who, number, one)
    except NoSandbox:
        return show(file, name, status=503, walls=frame.voice().say(_NO_WALLS))
    with parts.database.writing() as session:
        viewing.note(session, who, number, one, act, now=now)
    return show(file, name, asked=place)


def show(
    file: CaseFile,
    name: str,
    *,
    status: int = 200,
    asked: int | None = None,
    problem: HrdError | None = None,
    **more: Any,  # noqa: ANN401
) -> AnyResponse:
    """Show an exhibit's page; `asked` is the picture that somebody pressed a button for."""
    one, wish, exposure = _read(file, name)
    parts, voice, who = services(), frame.voice(), frame.worker()
    context = page.context(file, one, wish, exposure, parts.reference, voice)
    if one.file is not None:
        with parts.database.reading() as session:
            checked = checking.last(session, [one.item_id])
        context["rehashed"] = rows.rehashed([one], checked, voice)
    context |= leaving.context(file, one, who, parts.reference, voice, parts.clock())
    return frame.show(
        "evidence/exhibit.html",
        status=frame.status_of(problem) if problem else status,
        seen=page.seen(one, asked, context["here"], voice),
        stale=frame.stale(problem, file),
        **context,
        **more,
    )


def _read(file: CaseFile, name: str) -> tuple[Exhibit, ViewingDocument, Exposure]:
    parts, who = services(), frame.worker()
    with parts.database.reading() as session:
        wish = preferring.viewing(session, who)
        exposure = viewing.exposure(session, who, wish.limit, day=parts.clock().date())
        one = exhibits.find(session, file, name)
        return elsewhere.spared(session, who, file, [one])[0], wish, exposure
