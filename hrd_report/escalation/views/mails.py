"""Pages for mails that belong to no case for sure: listed, read, put into a case, deleted."""

from typing import Any, Final

from flask import Response, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import NotFound
from hrd_report.escalation import casefile, lifecycle, shapes, wording
from hrd_report.escalation.actions import unmatched
from hrd_report.escalation.actions.unmatched import Unmatched
from hrd_report.escalation.sentences import MAILS
from hrd_report.escalation.views import entrance
from hrd_report.escalation.views.blueprint import blueprint
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.records import correspondence
from hrd_report.records.correspondence import IncomingMail
from hrd_report.rights import Right
from hrd_report.web import forms, guard, pages, visitors
from hrd_report.web.services import services

ADDRESS: Final = "/desk/mail/"
_MOST: Final = 100


@blueprint.get("/desk/mail/")
@guard.staff(Right.ESCALATE)
def mails() -> Response:
    """List what waits, from clear columns alone."""
    team = visitors.this_staff().team_id
    with services().database.reading() as session:
        found = correspondence.unmatched_of(team, limit=_MOST) if team is not None else None
        rows = [_row(one) for one in session.scalars(found)] if found is not None else []
    return entrance.show("mails.html", rows=rows, full=len(rows) == _MOST)


@blueprint.get("/desk/mail/<mail>")
@guard.staff(Right.ESCALATE)
def mail_page(mail: str) -> Response:
    """Show a mail; `?case=` offers that case's notices to put it to."""
    parts, person = services(), visitors.this_staff()
    with parts.database.reading() as session:
        found = unmatched.read(session, parts.store, mail, person.key)
        number = request.args.get("case", "").strip().upper()
        offered, unknown = _offered(session, number)
    with parts.database.writing() as session:
        unmatched.note_opened(session, found.row, person.id, parts.clock().date())
    return entrance.show(
        "mail.html",
        base=ADDRESS + mail,
        number=number,
        offered=offered,
        unknown=unknown,
        **_shown(found),
    )


@blueprint.post("/desk/mail/<mail>/place")
@guard.staff(Right.ESCALATE)
def place_mail(mail: str) -> AnyResponse:
    """Put a mail into a case."""
    wanted = forms.load(shapes.PlaceSchema(), request.form)
    store = services().store
    with entrance.writing_at(wanted["escalation"]) as (session, desk, escalation):
        unmatched.place(session, desk, escalation, mail, store)
    return redirect(entrance.address(escalation), code=303)


@blueprint.post("/desk/mail/<mail>/discard")
@guard.staff(Right.ESCALATE)
def discard_mail(mail: str) -> AnyResponse:
    """Delete a mail."""
    parts, person = services(), visitors.this_staff()
    with parts.database.writing() as session:
        day = parts.clock().date()
        unmatched.discard(session, parts.store, mail, person.key, person.id, day)
    return redirect(ADDRESS, code=303)


def _offered(session: Session, number: str) -> tuple[list[dict[str, str]], bool]:
    """Return a case's notices as options, and whether there is no such case to open."""
    if not number:
        return [], False
    try:
        file = casefile.numbered(session, number, visitors.this_staff().key)
    except NotFound:
        return [], True
    reference, language = services().reference, pages.language()
    found = []
    for one in unmatched.candidates(session, file):
        notice = casefile.notice(session, file, one)
        name = pages.say(reference.platform(notice.platform).name)
        state = pages.say(lifecycle.LABELS[one.state])
        note = f"{notice.reference} · {state} · {formats.short_day(one.day, language)}"
        found.append({"id": one.id.hex(), "text": name, "note": note})
    return found, False


def _shown(found: Unmatched) -> dict[str, Any]:
    mail = found.mail
    return {
        "subject": mail.subject,
        "why": pages.say(MAILS[found.row.problem or "no_token"]),
        "rows": [
            {"label": pages.say(N_("From")), "text": wording.line(mail.sender)},
            {"label": pages.say(N_("Came on")), "text": _day(found.row)},
        ],
        "body": wording.defanged(mail.body),
        "whole": found.whole,
        "files": [one.name for one in mail.parts],
    }


def _row(one: IncomingMail) -> list[Any]:
    return [
        {"text": _day(one), "href": ADDRESS + one.id.hex(), "kind": "mono"},
        pages.say(MAILS[one.problem or "no_token"]),
        formats.size(one.size, pages.language()),
    ]


def _day(one: IncomingMail) -> str:
    return formats.short_day(one.day, pages.language())
