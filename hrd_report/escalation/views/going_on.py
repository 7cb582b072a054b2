"""The pages that go on from a notice: questions before sending, the next way, a look after all."""

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import Conflict, IllegalTransition, Invalid
from hrd_report.escalation import following_schemas, schemas
from hrd_report.escalation.actions import answers, drafting, publishing
from hrd_report.escalation.views import entrance, showing
from hrd_report.i18n.marks import N_
from hrd_report.web import forms

_UNANSWERED = N_("Nothing was kept yet. Answer each question.")
_MEANWHILE = N_("Somebody changed this meanwhile. Look at it again.")
_NO_WAY = N_("This way is not open from here.")


def answered(key: str) -> AnyResponse:
    """Keep the answers to what is asked before sending."""
    wanted = forms.load(schemas.ActSchema(), request.form)
    said = {
        name.removeprefix("answer-"): value
        for name, value in request.form.items()
        if name.startswith("answer-")
    }
    try:
        with entrance.writing_at(key) as (session, desk, escalation):
            drafting.answer(session, desk, escalation, said, wanted["version"])
    except Invalid as problem:
        return showing.sheet_page(key, status=422, message=_UNANSWERED, problem=problem)
    except Conflict:
        return showing.sheet_page(key, status=409, message=_MEANWHILE)
    return redirect(entrance.address(escalation), code=303)


def followed(key: str) -> AnyResponse:
    """Begin what goes on from an escalation, as a draft of its own."""
    wanted = forms.load(following_schemas.FollowSchema(), request.form)
    try:
        with entrance.writing_at(key) as (session, desk, escalation):
            drafting.check_version(escalation, wanted["version"])
            rung, addressee = wanted["rung"], wanted["addressee"]
            made = entrance.followed(session, desk, escalation, rung, addressee, wanted["language"])
    except Conflict:
        return showing.sheet_page(key, status=409, message=_MEANWHILE)
    except IllegalTransition:
        return showing.sheet_page(key, status=409, message=_NO_WAY)
    return redirect(entrance.address(made, "edit"), code=303)


def published(key: str) -> AnyResponse:
    """Begin the public copy of a notice that left, as a draft of its own."""
    wanted = forms.load(schemas.ActSchema(), request.form)
    try:
        with entrance.writing_at(key) as (session, desk, escalation):
            drafting.check_version(escalation, wanted["version"])
            made = publishing.begin(session, desk, escalation)
    except Conflict:
        return showing.sheet_page(key, status=409, message=_MEANWHILE)
    except IllegalTransition:
        return showing.sheet_page(key, status=409, message=_NO_WAY)
    return redirect(entrance.address(made, "edit"), code=303)


def looked(key: str) -> AnyResponse:
    """Record whether what was removed came back."""
    typed = {**request.form, "reappeared": request.form.getlist("reappeared")}
    wanted = forms.load_json(following_schemas.LookSchema(), typed)
    try:
        with entrance.writing_at(key) as (session, desk, escalation):
            again = tuple(sorted(set(wanted["reappeared"])))
            answers.look_again(session, desk, escalation, wanted["version"], again)
    except Conflict:
        return showing.sheet_page(key, status=409, message=_MEANWHILE)
    return redirect(entrance.address(escalation), code=303)
