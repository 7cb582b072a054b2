"""What one person did, and what was done with one case: acts and days, never a word of content."""

import datetime as dt
from typing import Any, Final

from flask import redirect, request
from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.acts import ACTS
from hrd_report.accounts.views import office
from hrd_report.accounts.views.blueprint import administration as blueprint
from hrd_report.errors import NotFound
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.records import audit, cases, people
from hrd_report.records.audit import AuditRow
from hrd_report.records.cases import Case
from hrd_report.records.people import Person
from hrd_report.rights import Right
from hrd_report.web import guard, pages
from hrd_report.web.services import services

SHOWN: Final = dt.timedelta(days=90)
MOST: Final = 500


@blueprint.get("/audit/look")
@guard.staff(Right.SEE_AUDIT)
def look_up() -> AnyResponse:
    """Go to the acts of the person or the case that was named."""
    name = request.args.get("name", "").strip().lower()
    number = request.args.get("case", "").strip().upper()
    with services().database.reading() as session:
        person = session.scalars(people.person_named(name)).first()
        case = session.scalars(cases.numbered(number)).first()
    if person is not None:
        return redirect(f"{office.AUDIT}/people/{person.id.hex()}", code=303)
    if case is None:
        raise NotFound
    return redirect(f"{office.AUDIT}/cases/{case.number}", code=303)


@blueprint.get("/audit/people/<person>")
@guard.staff(Right.SEE_AUDIT)
def acts_of_person(person: str) -> AnyResponse:
    """Show what one person did here, and what was done to their account."""
    since = services().clock().date() - SHOWN
    with services().database.reading() as session:
        row = session.get(Person, office.some_id(person))
        if row is None:
            raise NotFound
        return _show(session, row.name, audit.acts_of(row.id, since))


@blueprint.get("/audit/cases/<number>")
@guard.staff(Right.SEE_AUDIT)
def acts_around_case(number: str) -> AnyResponse:
    """Show who did what around one case, known by its number alone."""
    with services().database.reading() as session:
        row = session.scalars(cases.numbered(number)).first()
        if row is None:
            raise NotFound
        return _show(session, row.number, audit.acts_around(row.id))


def _show(session: Session, title: str, wanted: Select[AuditRow]) -> AnyResponse:
    rows = session.scalars(wanted.limit(MOST)).all()
    names = {one.id: one.name for one in session.scalars(people.people())}
    numbers = _numbers(session, {one.object for one in rows if one.object})
    language = pages.language()
    return office.show(
        "acts.html",
        at=office.AUDIT,
        heading=title,
        most=MOST if len(rows) == MOST else 0,
        rows=[
            [
                formats.short_day(one.day, language),
                pages.say(ACTS[one.act]),
                _who(one, names),
                _what(one, names, numbers),
                {"text": "–" if one.position is None else str(one.position), "kind": "number"},
            ]
            for one in rows
        ],
    )


def _numbers(session: Session, things: set[bytes]) -> dict[bytes, str]:
    found = session.execute(select(Case.id, Case.number).where(Case.id.in_(things)))
    return {case_id: number for case_id, number in found}  # noqa: C416 - rows, not pairs


def _who(row: AuditRow, names: dict[bytes, str]) -> Any:  # noqa: ANN401 - a cell
    if row.actor is None:
        return {"text": pages.say(N_("the program")), "quiet": True}
    return names.get(row.actor, "–")


def _what(row: AuditRow, names: dict[bytes, str], numbers: dict[bytes, str]) -> str:
    """Name the case or the person an act was done to; other things have no name here."""
    if row.object is None:
        return "–"
    return numbers.get(row.object) or names.get(row.object, "–")
