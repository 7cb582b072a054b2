"""Classifying a case and the immediate-risk questions. The caseworker decides."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.actions import classify, risk
from hrd_report.desk.schemas import ClassifySchema
from hrd_report.desk.shown import classifying
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid
from hrd_report.rights import Right
from hrd_report.web import forms, guard
from hrd_report.web.services import services


@blueprint.get("/desk/cases/<number>/classify")
@guard.staff(Right.WORK_CASES)
def classify_page(number: str) -> AnyResponse:
    """Ask how the case is to be classified."""
    return _classifying(number, None)


@blueprint.post("/desk/cases/<number>/classify")
@guard.staff(Right.WORK_CASES)
def keep_classification(number: str) -> AnyResponse:
    """Keep the classification, or show it again with what is wrong."""
    parts, seen = services(), frame.seen(number)
    try:
        found: classify.Classification = forms.load(ClassifySchema(), request.form)
        with parts.database.writing() as session:
            classify.classify(
                session, frame.worker(), seen, found, parts.reference, now=parts.clock()
            )
    except (Invalid, Conflict) as problem:
        return _classifying(number, problem)
    return frame.to_case(number)


@blueprint.get("/desk/cases/<number>/risk")
@guard.staff(Right.WORK_CASES)
def risk_page(number: str) -> AnyResponse:
    """Ask the five questions."""
    return _asking(number, None)


@blueprint.post("/desk/cases/<number>/risk")
@guard.staff(Right.WORK_CASES)
def keep_risk(number: str) -> AnyResponse:
    """Keep the answers, or show them again."""
    parts, seen = services(), frame.seen(number)
    asked = [one.id for one in parts.reference.risk_questions]
    answers = {name: request.form.get(name, "unknown") for name in asked}
    try:
        with parts.database.writing() as session:
            risk.assess(session, frame.worker(), seen, answers, parts.reference, now=parts.clock())
    except (Invalid, Conflict) as problem:
        return _asking(number, problem)
    return frame.to_case(number)


def _classifying(number: str, problem: HrdError | None) -> AnyResponse:
    file, voice = frame.opened(number), frame.voice()
    form = request.form.to_dict(flat=False) if request.method == "POST" else None
    wrong = frame.codes_of(problem)
    return frame.show(
        "classify.html",
        status=frame.status_of(problem),
        stale=frame.stale(problem, file),
        **classifying.context(file, form, wrong, services().reference, voice),
    )


def _asking(number: str, problem: HrdError | None) -> AnyResponse:
    file, voice = frame.opened(number), frame.voice()
    held = file.assessment.risk if file.assessment is not None else {}
    chosen = dict(request.form) if request.method == "POST" else held
    return frame.show(
        "risk.html",
        status=frame.status_of(problem),
        number=number,
        version=file.case.version,
        rows=[
            {"id": one.id, "question": voice.say(one.question)}
            for one in services().reference.risk_questions
        ],
        chosen=chosen,
        stale=frame.stale(problem, file),
    )
