"""A custodian's own page: which sheet lies with them, and that they still have it. Shows no word.

Whoever keeps a sheet says so once a year, so that a lost one is noticed while others are there.
"""

from typing import Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import custody
from hrd_report.accounts.views import frame
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.records.custody import Custody
from hrd_report.records.people import Person
from hrd_report.rights import Right
from hrd_report.web import guard, pages, visitors
from hrd_report.web.services import services

_SAID: Final = N_("Thank you. The day is written down.")


@blueprint.get("/account/sheets")
@guard.staff(Right.HOLD_SHARE)
def sheets_page() -> AnyResponse:
    """Show which sheets lie with whoever asks, and when they last said so."""
    with services().database.reading() as session:
        rows = custody.shares_with(session, visitors.this_staff().id)
    return frame.render(
        "accounts/sheets.html",
        messages=[pages.say(_SAID)] if request.args.get("said") else [],
        rows=[_shown(one) for one in rows],
    )


@blueprint.post("/account/sheets/<int:number>/seen")
@guard.staff(Right.HOLD_SHARE)
def see_sheet(number: int) -> AnyResponse:
    """Write down that a custodian still has the sheet."""
    parts = services()
    with parts.database.writing() as session:
        person = session.get_one(Person, visitors.this_staff().id)
        custody.see(session, person, number, day=parts.clock().date())
    return redirect(url_for("accounts.sheets_page", said="seen"), code=303)


def _shown(one: Custody) -> dict[str, object]:
    language = pages.language()
    never = pages.say(N_("not yet"))
    return {
        "number": one.share,
        "day": formats.day(one.day, language),
        "seen": formats.day(one.seen_day, language) if one.seen_day else never,
    }
