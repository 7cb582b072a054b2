"""A case's own page. Opening it is written down before anything is shown."""

from typing import Any

from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses, helpline
from hrd_report.desk.actions import hours, linking, matching, recounting, sharing, tracing
from hrd_report.desk.actions.evidence import exhibits
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import case_page, further, queue_rows, related
from hrd_report.desk.shown.evidence import rows
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.records import people
from hrd_report.records.cases import Case
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.get("/desk/cases/<number>")
@guard.staff(Right.WORK_CASES)
def case(number: str) -> AnyResponse:
    """Show a case, or the way to take it where nobody has it."""
    found = frame.find(number)
    if found.assignee is None:
        return _untaken(found)
    return show(frame.opened(number))


def show(file: CaseFile, *, status: int = 200, **more: Any) -> AnyResponse:  # noqa: ANN401
    """Show an opened case."""
    parts = services()
    who = frame.worker()
    with parts.database.reading() as session:
        names = {one.id: one.name for one in session.scalars(people.colleagues(who.team_id))}
        matches = matching.find(session, who, file)
        evidence = exhibits.gather(session, file)
        behind = tracing.is_behind(session, who, file)
        uncounted = recounting.is_behind(session, file, parts.reference)
        said = linking.said_of(session, file)
    if behind or matches.gone:
        with parts.database.writing() as session:
            matching.make_void(session, who, matches)
            tracing.bring_up_to_date(session, who, file, day=parts.clock().date())
    if uncounted:
        with parts.database.writing() as session:
            recounting.catch_up(session, who, file.case.number, parts.reference, now=parts.clock())
    context = case_page.context(file, names, parts.reference, frame.voice(), parts.clock())
    context["clock_rows"] = _helpline(file.case) + context["clock_rows"]
    context["access_url"] = (
        addresses.access(file.case.number) if sharing.may_share(who, file.case) else ""
    )
    context["matches"] = further.matches(matches)
    context["evidence_rows"] = rows.rows(file.case.number, evidence, frame.voice())
    context["evidence_note"] = rows.summary(evidence, frame.voice())
    context["related"] = related.summary(file, said, frame.voice())
    context["may_erase"] = parts.may(who.role, Right.ERASE)
    return frame.show("case.html", status=status, **context, **more)


def _helpline(case: Case) -> list[dict[str, Any]]:
    if not helpline.applies(case):
        return []
    now = services().clock()
    with services().database.reading() as session:
        rules = hours.rules(session, case.team_id, now)
    return queue_rows.clock_rows(case, rules, frame.voice(), now)


def _untaken(found: Case) -> AnyResponse:
    row = queue_rows.row(found, {}, frame.voice(), services().clock())
    may = sharing.may_share(frame.worker(), found)
    where = addresses.access(found.number) if may else ""
    return frame.show(
        "untaken.html", clock_rows=_helpline(found), at=addresses.QUEUE, row=row, access_url=where
    )
