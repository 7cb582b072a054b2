"""One's own tokens for programs: made, shown once, listed without the token, ended."""

from typing import Any, Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import tokens
from hrd_report.accounts.actions.tokens import Listed, Wanted
from hrd_report.accounts.views import frame
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.errors import Invalid, NotFound
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.rights import Area, Right, Scope
from hrd_report.sealed import Plain
from hrd_report.web import guard, pages, visitors
from hrd_report.web.services import services

AREAS: Final = {
    Area.QUEUE: N_("Queue: which cases there are, taking and giving back"),
    Area.CASES: N_("Cases: everything said in them"),
    Area.FINDINGS: N_("Findings on the ten steps"),
    Area.EVIDENCE: N_("Evidence"),
    Area.MATCHING: N_("Matches and campaigns"),
    Area.SHUTDOWNS: N_("Shutdowns: networks cut off"),
    Area.SAFETY: N_("Safety: the measures of a plan"),
    Area.SEARCH: N_("Search in cases"),
    Area.ESCALATIONS: N_("Escalations"),
    Area.EXCHANGE: N_("Files for others, and from an older register"),
    Area.ACCESS: N_("Access: who may open a case"),
    Area.ORIGINALS: N_("Original files on their way out"),
    Area.ERASURE: N_("Erasure: holding cases back, and erasing them"),
}
_SENTENCES: Final = {
    "label": {
        "bad_label": N_("Say in at most 80 letters what this token is for."),
        "too_many": N_("You have 20 tokens already. End one first."),
    },
    "scopes": {
        "missing": N_("Choose at least one thing that the program may do."),
        "unknown": N_("Choose from the list what the program may do."),
    },
    "days": {"unknown": N_("Choose from the list for how long.")},
}
_ENDED: Final = N_("That token is over. No program comes in with it any more.")


@blueprint.get("/account/tokens")
@guard.staff(Right.WORK_CASES)
def tokens_page() -> AnyResponse:
    """Show one's tokens, and the form for one more."""
    return _show(messages=[pages.say(_ENDED)] if request.args.get("said") == "ended" else [])


@blueprint.post("/account/tokens")
@guard.staff(Right.WORK_CASES, fresh=True)
def make_token() -> AnyResponse:
    """Make a token, and show it once."""
    parts, person = services(), visitors.this_staff()
    days = request.form.get("days", "")
    wanted = Wanted(
        label=Plain(request.form.get("label", "")),
        scopes=tuple(request.form.getlist("scopes")),
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,  # noqa: PLR2004
    )
    try:
        with parts.database.writing() as session:
            made = tokens.make(
                session,
                person.id,
                person.key,
                wanted,
                pepper=parts.pepper,
                day=parts.clock().date(),
            )
    except Invalid as problem:
        return _show(problem, status=422)
    return frame.render("accounts/token_made.html", token=made, address=_address())


@blueprint.post("/account/tokens/<id>/end")
@guard.staff(Right.WORK_CASES)
def end_token(id: str) -> AnyResponse:  # noqa: A002 - the address's own word
    """End a token at once."""
    parts, person = services(), visitors.this_staff()
    with parts.database.writing() as session:
        tokens.end(session, person.id, _id(id), day=parts.clock().date())
    return redirect(url_for("accounts.tokens_page", said="ended"), code=303)


def _show(problem: Invalid | None = None, *, status: int = 200, **context: Any) -> AnyResponse:  # noqa: ANN401
    parts, person = services(), visitors.this_staff()
    with parts.database.reading() as session:
        rows = [_row(one) for one in tokens.every(session, person.id, person.key)]
    typed = request.form if problem is not None else {}
    return frame.render(
        "accounts/tokens.html",
        status=status,
        rows=rows,
        areas=_areas(request.form.getlist("scopes") if problem is not None else []),
        days=[{"id": str(one), "text": _days(one)} for one in tokens.DAYS],
        typed=typed,
        address=_address(),
        errors=_errors(problem),
        **context,
    )


def _row(one: Listed) -> dict[str, Any]:
    code, row = pages.language(), one.row
    return {
        "id": row.id.hex(),
        "label": one.label,
        "scopes": row.scopes.split(),
        "day": formats.short_day(row.day, code),
        "until": formats.short_day(row.until, code),
        "used": formats.short_day(row.used_day, code) if row.used_day else "",
        "over": row.until < services().clock().date(),
    }


def _areas(chosen: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "text": pages.say(text),
            "read": str(Scope(area)),
            "write": str(Scope(area, writes=True)),
            "chosen": chosen,
        }
        for area, text in AREAS.items()
    ]


def _days(count: int) -> str:
    return pages.catalogue().ngettext("%(num)s day", "%(num)s days", count) % {"num": count}


def _errors(problem: Invalid | None) -> list[dict[str, str]]:
    return [
        {"field": name, "message": pages.say(_SENTENCES[name][codes[0]])}
        for name, codes in (problem.fields if problem else {}).items()
    ]


def _address() -> str:
    return f"{services().settings.public_url}/api/v1/"


def _id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise NotFound from None
