"""Forms by which evidence is preserved and described in words. Shows no file."""

from dataclasses import replace
from typing import Any

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import tracing
from hrd_report.desk.actions.evidence import capturing, checking, describing, exhibits
from hrd_report.desk.actions.evidence.capturing import Capture
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.schemas import CaptureSchema
from hrd_report.desk.shown.evidence import labels, preserved, rows
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.desk.views.evidence import looking
from hrd_report.errors import Conflict, HrdError, Invalid
from hrd_report.rights import Right
from hrd_report.web import forms, guard
from hrd_report.web.services import services

_NEW = "new"


@blueprint.get("/desk/cases/<number>/evidence/capture")
@guard.staff(Right.WORK_CASES)
def new_capture_page(number: str) -> AnyResponse:
    """Ask how an address was preserved that nobody named before."""
    return _ask(frame.opened(number), Exhibit(number="", name=_NEW), None)


@blueprint.get("/desk/cases/<number>/evidence/<name>/capture")
@guard.staff(Right.WORK_CASES)
def capture_page(number: str, name: str) -> AnyResponse:
    """Ask how an exhibit was preserved."""
    file = frame.opened(number)
    return _ask(file, _find(file, name), None)


@blueprint.post("/desk/cases/<number>/evidence/<name>/capture")
@guard.staff(Right.WORK_CASES)
def keep_capture(number: str, name: str) -> AnyResponse:
    """Keep how an exhibit was preserved, or ask again with what is wrong."""
    parts, who, file = services(), frame.worker(), frame.opened(number)
    one = Exhibit(number="", name=_NEW) if name == _NEW else _find(file, name)
    try:
        said = _said(one)
        with parts.database.writing() as session:
            capturing.keep(
                session, who, frame.seen(number), said, file, parts.reference, now=parts.clock()
            )
    except (Invalid, Conflict) as problem:
        return _ask(file, one, problem)
    return frame.to_case(number, "evidence", *([name] if name != _NEW else []))


@blueprint.post("/desk/cases/<number>/evidence/<name>/describe")
@guard.staff(Right.WORK_CASES)
def describe_exhibit(number: str, name: str) -> AnyResponse:
    """Keep what somebody saw, in words."""
    parts, who, file = services(), frame.worker(), frame.opened(number)
    one, words, chosen = _find(file, name), frame.typed("words"), request.form.getlist("labels")
    try:
        with parts.database.writing() as session:
            seen, now = frame.seen(number), parts.clock()
            describing.keep(session, who, seen, one, words, chosen, now=now)
            session.flush()
            tracing.bring_up_to_date(session, who, file, day=now.date())
    except (Invalid, Conflict) as problem:
        errors = _errors(problem)
        return looking.show(file, name, problem=problem, typed=words, errors=errors)
    return frame.to_case(number, "evidence", name)


@blueprint.post("/desk/cases/<number>/evidence/check")
@guard.staff(Right.WORK_CASES)
def check_originals(number: str) -> AnyResponse:
    """Read originals again, compare them with what came, and write down the result."""
    parts, who, file = services(), frame.worker(), frame.opened(number)
    name = request.form.get("item", "")
    with parts.database.reading() as session:
        found = exhibits.gather(session, file)
        former = checking.last(session, [one.item_id for one in found if one.file is not None])
        wanted = checking.due(session, found, former, name=name)
    results = checking.rehash(file, wanted, parts.store)
    with parts.database.writing() as session:
        checking.note(session, who, number, results, now=parts.clock())
    return frame.to_case(number, "evidence", *([name] if wanted and name else []))


def _find(file: CaseFile, name: str) -> Exhibit:
    with services().database.reading() as session:
        return exhibits.find(session, file, name)


def _said(one: Exhibit) -> Capture:
    said: Capture = forms.load(CaptureSchema(), request.form)
    if one.file is not None:
        return replace(said, file=one.file.file, kept_as=None)
    return replace(said, link=one.link or said.url)


def _errors(problem: HrdError | None) -> list[dict[str, str]]:
    voice = frame.voice()
    return [
        {"field": name, "message": voice.say(labels.ERRORS.get(name, labels.ERRORS["tool"]))}
        for name in frame.codes_of(problem)
    ]


def _ask(file: CaseFile, one: Exhibit, problem: HrdError | None) -> AnyResponse:
    parts, voice, number = services(), frame.voice(), file.case.number
    typed: dict[str, Any] = preserved.proposed(one, file, parts.clock())
    if problem is not None:
        typed |= {name: request.form.get(name, "") for name in typed}
    return frame.show(
        "evidence/capture.html",
        status=frame.status_of(problem),
        number=number,
        version=file.case.version,
        action=addresses.case(number, "evidence", one.name, "capture"),
        back=addresses.case(number, "evidence", *([one.name] if one.number else [])),
        label=one.number,
        title=rows.title(one),
        is_file=one.file is not None,
        digest=one.file.sha256 if one.file else "",
        typed=typed,
        errors=_errors(problem),
        stale=frame.stale(problem, file),
        **preserved.options(file, parts.reference, voice),
    )
