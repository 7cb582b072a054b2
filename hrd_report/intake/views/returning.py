"""Lets a defender back in with a receipt. Says how a receipt looks wrong, never what is near."""

from typing import Final

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.casefile import keeping
from hrd_report.errors import WrongReceipt
from hrd_report.i18n.marks import N_
from hrd_report.intake.further_order import Way
from hrd_report.intake.views import further_showing, giving_way, start
from hrd_report.records.people import SessionKind
from hrd_report.sealed import Plain
from hrd_report.vault import receipts
from hrd_report.vault.receipts import Receipt, ReceiptProblem
from hrd_report.web import carried, guard, pace, pages
from hrd_report.web import session as sessions
from hrd_report.web.services import services

MORE: Final = "more"
_SHEETS: Final = ("defender-more.css",)
_ERROR_SHEET: Final = "defender-error.css"


@guard.public
def give_receipt_page(lang: str) -> Response:
    """Ask for a receipt."""
    del lang
    return _ask(Plain(""))


@guard.public
@pace.even
def give_receipt(lang: str) -> AnyResponse:
    """Open a session for whoever has a receipt.

    The same work is done for whoever has none: a page is drawn, a session written (decision 7).
    """
    typed = Plain(request.form.get("receipt", ""))
    problem = receipts.problem(typed)
    refusal = _ask(typed, status=422, wrong=_sentence(problem))
    try:
        token = _begin(typed, problem)
    except WrongReceipt:
        return refusal
    interrupted = carried.carried_on()
    if interrupted is not None and _goes_on(interrupted[0], lang):
        answer: AnyResponse = _go_on(*interrupted, sessions.form_token(token))
    else:
        answer = redirect(_leads_to(lang), code=303)
    sessions.give_cookie(answer, SessionKind.DEFENDER, token, services().settings)
    return answer


def _leads_to(lang: str) -> str:
    """Return where somebody goes who was not interrupted: only to pages of this list."""
    if request.form.get("to") != MORE:
        return f"/{lang}/case"
    subjects = services().reference.subjects
    threats = request.form.getlist("threat")
    way = Way(subjects).opened_by(threats) if threats else Way(subjects)
    return further_showing.address(None, way)


def _goes_on(to: str, lang: str) -> bool:
    """Whether an interrupted form is offered once more: not one that erases everything."""
    path = to.partition("?")[0]
    return path.startswith(f"/{lang}/case") and not path.endswith("/erase")


def _begin(typed: Plain, problem: ReceiptProblem | None) -> bytes:
    """Return a session's token. Raises `WrongReceipt`, as late as a receipt would have opened."""
    try:
        return _written(*giving_way.entered(typed))
    except WrongReceipt:
        if problem is None:
            _written(receipts.new(), keeping.new_id(), opens=False)
        raise


def _written(receipt: Receipt, case_id: bytes, *, opens: bool = True) -> bytes:
    parts = services()
    with parts.database.writing() as session:
        token = sessions.begin(
            session,
            SessionKind.DEFENDER,
            case_id,
            receipt.key,
            pepper=parts.pepper,
            now=parts.clock(),
        )
        session.flush()
        if not opens:
            sessions.end(session, token)
    return token


def _ask(typed: Plain, *, status: int = 200, wrong: str = "") -> Response:
    to, fields = carried.still_carried()
    return pages.render_for_defender(
        "intake/return.html",
        *_SHEETS,
        *([_ERROR_SHEET] if wrong else []),
        status=status,
        ours=not (typed or fields),
        typed=typed,
        expired=bool(fields),
        carried=fields,
        carried_to=to,
        errors=[{"field": "receipt", "message": wrong}] if wrong else [],
        languages=start.offered(),
    )


def _go_on(to: str, fields: list[tuple[str, str]], form_token: str) -> Response:
    return pages.render_for_defender(
        "intake/go_on.html",
        *_SHEETS,
        action=f"{to.partition('?')[0]}?form_token={form_token}",
        message=next((Plain(value) for name, value in fields if name == "message"), None),
        fields=[(name, value) for name, value in fields if name != "message"],
        languages=start.offered(),
    )


def _sentence(problem: ReceiptProblem | None) -> str:
    """Say what is wrong: how much was seen, and at which places; no word of it."""
    if problem is None:
        return pages.say(
            N_("No report answers to these words. Check them one by one and try again.")
        )
    if problem.code == "empty":
        return pages.say(N_("Type the twelve words of your receipt, or its digits."))
    if problem.code == "unknown":
        return _unknown(problem.unknown)
    if problem.code == "count":
        return _count(problem.form, problem.seen)
    return pages.say(N_("One part or more is wrong. Check the order, and each of them."))


def _unknown(places: tuple[int, ...]) -> str:
    said = pages.catalogue().ngettext(
        "Word %(places)s is in none of our lists. Check how it is written.",
        "Words %(places)s are in none of our lists. Check how they are written.",
        len(places),
    )
    return said % {"places": ", ".join(map(str, places))}


def _count(form: str, seen: int) -> str:
    if form == "digits":
        said = pages.catalogue().ngettext(
            "We see %(num)s digit. A receipt has 42.",
            "We see %(num)s digits. A receipt has 42.",
            seen,
        )
    else:
        said = pages.catalogue().ngettext(
            "We see %(num)s word. A receipt has twelve.",
            "We see %(num)s words. A receipt has twelve.",
            seen,
        )
    return said % {"num": seen}
