"""Answers whatever was sent from an old page of a case and has no form of its own to show again."""

from itertools import chain

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Stale
from hrd_report.records.cases import Case
from hrd_report.web import csrf, revisions

_SHORT = 60


@blueprint.errorhandler(Stale)
def conflict(problem: Stale) -> AnyResponse:
    """Show what was typed, what changed meanwhile, and the way to send it again."""
    number = str((request.view_args or {})["number"])
    case = frame.find(number)
    of: CaseFile | Case = case if case.assignee is None else _opened(number, case)
    typed = [
        (name, value)
        for name, value in chain(request.args.items(multi=True), request.form.items(multi=True))
        if name not in (csrf.FIELD, revisions.FIELD)
    ]
    return frame.show(
        "conflict.html",
        status=409,
        number=number,
        version=case.version,
        stale=frame.stale(problem, of),
        untaken=case.assignee is None,
        action=request.path,
        words=[one for one in typed if _is_words(one[1])],
        choices=[one for one in typed if not _is_words(one[1])],
    )


def _opened(number: str, case: Case) -> CaseFile | Case:
    try:
        return frame.opened(number)
    except Stale:  # released in this very second
        return case


def _is_words(value: str) -> bool:
    return " " in value or "\n" in value or len(value) > _SHORT
