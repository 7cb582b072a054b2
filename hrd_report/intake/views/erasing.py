"""The defender erases everything, for good. Says what is gone, and what nobody can call back."""

import datetime as dt

from flask import Response, request

from hrd_report.casefile import erasing, uncounting
from hrd_report.casefile.erasing import Erased
from hrd_report.errors import NotFound
from hrd_report.i18n import formats
from hrd_report.intake import reading
from hrd_report.intake.views import case, case_showing, start
from hrd_report.records.erasure import Cause
from hrd_report.records.people import SessionKind
from hrd_report.web import guard, pages, visitors
from hrd_report.web import session as sessions
from hrd_report.web.services import services


@guard.defender
def erase(lang: str) -> Response:
    """Erase the case, if the box is ticked. A hold of the team's does not stand in the way."""
    del lang
    if request.form.get("understood") != "yes":
        return case.show(status=422, wrong=case_showing.NOT_TICKED)
    parts, someone = services(), visitors.this_defender()
    erasing.mark(parts.store, erasing.tombstone_of(someone.case_id), Cause.DEFENDER)
    try:
        with parts.database.writing() as session:
            # Also the nameless line of statistics, which only the receipt still leads to.
            counted = reading.counted(session, someone.case_id, someone.key)
            uncounting.take_out(session, someone.case_id, counted)
            done = erasing.erase(session, someone.case_id, Cause.DEFENDER, now=parts.clock())
    except NotFound:
        # It was sent twice, or the jobs process was faster.
        done = Erased(0, 0, ())
    erasing.forget_files(parts.store, done)
    answer = _tell(done)
    sessions.clear(answer, SessionKind.DEFENDER, parts.settings)
    return answer


def _tell(done: Erased) -> Response:
    parts = services()
    blank = parts.clock().date() + dt.timedelta(days=parts.settings.backup_days)
    return pages.render_for_defender(
        "intake/erased.html",
        "defender-more.css",
        left=done.left,
        stopped=done.stopped,
        blank=formats.day(blank, pages.language()),
        languages=start.offered(),
    )
