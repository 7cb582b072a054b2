"""All shutdowns that somebody may open: a list, a sheet that comes in, a sheet that leaves."""

from typing import Final

from flask import Response, make_response, request
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import tallying
from hrd_report.desk.actions.shutdowns import bringing_in, leaving
from hrd_report.desk.actions.shutdowns.leaving import Leaving
from hrd_report.desk.shown import everywhere
from hrd_report.desk.shown.shutdowns import listing
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.desk.views.platforms import counting
from hrd_report.desk.worker import Worker
from hrd_report.documents import stop
from hrd_report.records.cases import Case
from hrd_report.rights import Right
from hrd_report.web import forms, guard, limits, uploads
from hrd_report.web.services import services

LARGEST: Final = 8 * 1024 * 1024
_FIELDS: Final = 4096
_NAME: Final = "shutdowns.csv"


@blueprint.get(addresses.SHUTDOWNS)
@guard.staff(Right.WORK_CASES)
def shutdowns_page() -> AnyResponse:
    """List the shutdowns somebody may open, the latest first."""
    counted, voice = counting(frame.worker()), frame.voice()
    told = {one: tally.shutdown for one, tally in counted.tallies.items() if tally.shutdown}
    start = forms.whole(request.args.get("from", ""))
    order = sorted(told, key=lambda one: (told[one][1], one), reverse=True)
    page = order[start : start + listing.LISTED]
    with services().database.reading() as session:
        found = {one.id: one for one in session.scalars(select(Case).where(Case.id.in_(page)))}
    numbered = [(found[one].number, told[one]) for one in page if one in found]
    following = start + listing.LISTED
    return frame.show(
        "shutdowns.html",
        at=addresses.SHUTDOWNS,
        rows=listing.rows(numbered, services().reference, voice),
        total=len(told),
        next=f"?from={following}" if following < len(told) else "",
        **everywhere.standing_still(counted, voice),
    )


@blueprint.get(addresses.SHUTDOWNS + "import")
@guard.staff(Right.WORK_CASES)
def sheet_in_page() -> AnyResponse:
    """Ask for a sheet."""
    return frame.show("shutdowns_import.html", at=addresses.SHUTDOWNS, done=0, came=None)


@blueprint.post(addresses.SHUTDOWNS + "import")
@guard.staff(Right.WORK_CASES)
@limits.streamed
def import_sheet() -> AnyResponse:
    """Say what a sheet would bring, or bring it in: a case for each new row."""
    parts, who, voice = services(), frame.worker(), frame.voice()
    held = uploads.Held(LARGEST)
    fields = uploads.read_form(lambda *_: held, text_limit=_FIELDS)
    sheet = stop.read(bytes(held.content), parts.reference.stop_fields)
    done, counted = 0, counting(who)
    with parts.database.reading() as session:
        rows = bringing_in.sort(session, who, sheet)
    if fields.get("keep") == "yes":
        with parts.database.writing() as session:
            done = bringing_in.bring_in(
                session, who, rows.fresh, parts.reference, parts.trust, now=parts.clock()
            )
    return frame.show(
        "shutdowns_import.html",
        at=addresses.SHUTDOWNS,
        done=done,
        came=listing.brought(sheet, rows, parts.reference, voice),
        untold=counted.untold,
    )


@blueprint.get(addresses.SHUTDOWNS + "export")
@guard.staff(Right.WORK_CASES)
def sheet_out_page() -> AnyResponse:
    """Show which shutdowns would leave, and which stay and why."""
    found = weighed(frame.worker())
    context = listing.leaving(found, frame.voice())
    return frame.show("shutdowns_export.html", at=addresses.SHUTDOWNS, **context)


@blueprint.post(addresses.SHUTDOWNS + "export")
@guard.staff(Right.WORK_CASES)
def export_sheet() -> AnyResponse:
    """Give the sheet of those that may leave; each is written down."""
    parts, who = services(), frame.worker()
    leave = [one for one in weighed(who) if not one.why]
    with parts.database.writing() as session:
        leaving.write_down(session, who, leave, day=parts.clock().date())
    return sheet_of(leave)


def weighed(who: Worker) -> list[Leaving]:
    """Return every shutdown that somebody may open, and why it stays; that is written down."""
    parts, told = services(), counting(who).tallies
    with parts.database.reading() as session:
        found = leaving.weigh(session, who, told, parts.reference, parts.store, now=parts.clock())
    with parts.database.writing() as session:
        things = [one.case.id for one in found]
        for start in range(0, len(things), _TOGETHER):
            some = things[start : start + _TOGETHER]
            tallying.write_down(session, who, some, day=parts.clock().date())
    return found


_TOGETHER: Final = 500


def sheet_of(leave: list[Leaving]) -> Response:
    """Answer with the rows of these shutdowns as a sheet."""
    rows = [one.row for one in leave]
    response = make_response(stop.write(rows, services().reference.stop_fields))
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{_NAME}"'
    return response
