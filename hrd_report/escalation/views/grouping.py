"""A case is taken out of a draft that speaks for several."""

from typing import Final

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import Conflict
from hrd_report.escalation import following_schemas
from hrd_report.escalation.actions import grouping
from hrd_report.escalation.views import entrance, showing
from hrd_report.escalation.views.blueprint import blueprint
from hrd_report.i18n.marks import N_
from hrd_report.rights import Right
from hrd_report.web import forms, guard

_MEANWHILE: Final = N_("Somebody changed this meanwhile. Look at it again.")


@blueprint.post("/desk/escalations/<key>/take-out")
@guard.staff(Right.ESCALATE)
def take_out(key: str) -> AnyResponse:
    """Take a case out, and what only it named."""
    wanted = forms.load(following_schemas.TakeOutSchema(), request.form)
    try:
        with entrance.writing_at(key) as (session, desk, escalation):
            grouping.take_out(session, desk, escalation, wanted["case"], wanted["version"])
    except Conflict:
        return showing.sheet_page(key, status=409, message=_MEANWHILE)
    return redirect(entrance.address(escalation), code=303)
