"""Nine consents, one by one: given, refused, taken back by the defender. All are off at first."""

from typing import Any, Final

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import Invalid, NotFound
from hrd_report.i18n.marks import N_
from hrd_report.intake import arriving, reading
from hrd_report.intake.actions import consenting
from hrd_report.intake.actions.consenting import Answer, Standing
from hrd_report.intake.views import consents_showing, start
from hrd_report.records.cases import Consent
from hrd_report.sealed import Plain
from hrd_report.web import guard, pages, visitors
from hrd_report.web.services import services

_SHEETS: Final = ("defender-more.css",)
_OTHER: Final = ""
_YES: Final = "yes"
_WRONG: Final = {
    "addressee": N_("Say to whom: this consent holds for one at a time."),
    "identity": N_("Choose whose name is shown."),
    "days": N_("Choose for how long."),
}


@guard.defender
def consents_page(lang: str) -> Response:
    """Show all purposes, and what was answered."""
    del lang
    given = _standing().consents  # which may name somebody in the defender's own words
    return pages.render_for_defender(
        "intake/consents.html",
        *_SHEETS,
        ours=not given,
        csrf_token=visitors.this_defender().form_token,
        purposes=consents_showing.by_purpose(given),
        spans=consents_showing.spans(),
        languages=start.offered(),
    )


@guard.defender
def consent_page(lang: str, purpose: str) -> Response:
    """Ask for one consent that needs an addressee."""
    del lang
    return _ask(purpose)


@guard.defender
def answer_consent(lang: str, purpose: str) -> AnyResponse:
    """Keep the answer to one purpose."""
    parts, answer = services(), _answered(purpose)
    try:
        consenting.check(answer, parts.reference)
    except Invalid as problem:
        return _ask(purpose, problem=problem)
    standing, within = _standing(), arriving.promise()
    with parts.database.writing() as session:
        consenting.give(session, answer, standing, now=parts.clock(), promise=within)
    return redirect(f"/{lang}/case/consents#{purpose}", code=303)


@guard.defender
def reply(lang: str, hexadecimal: str) -> AnyResponse:
    """Say yes or no to what the team asked."""
    consent, _ = _mine(hexadecimal)
    parts, within = services(), arriving.promise()
    given = request.form.get("answer") == _YES
    with parts.database.writing() as session:
        consenting.reply(session, consent, given=given, now=parts.clock(), promise=within)
    return redirect(f"/{lang}/case#consents", code=303)


@guard.defender
def withdraw(lang: str, hexadecimal: str) -> AnyResponse:
    """Take a consent back. What it stopped, and what had left before, the case page says."""
    consent, standing = _mine(hexadecimal)
    parts = services()
    with parts.database.writing() as session:
        consenting.withdraw(session, consent, standing, now=parts.clock())
    return redirect(f"/{lang}/case#consents", code=303)


def _mine(hexadecimal: str) -> tuple[Consent, Standing]:
    """Return a consent of this very case, with the others. Raises `NotFound`."""
    standing, wanted = _standing(), start.identifier(hexadecimal)
    for one in standing.consents:
        if one.row.id == wanted:
            return one.row, standing
    raise NotFound


def _standing() -> Standing:
    someone = visitors.this_defender()
    with services().database.reading() as session:
        consents, counted = reading.agreed(session, someone.case_id, someone.key)
    return Standing(case_id=someone.case_id, consents=consents, counted=counted)


def _answered(purpose: str) -> Answer:
    """Return what the form says. Raises `NotFound` for a purpose that is none."""
    about = services().reference.consent_purpose(purpose)
    given, days = request.form.get("answer") == _YES, request.form.get("days", "")
    addressee = None
    if about.needs_addressee:
        addressee = request.form.get("addressee", _OTHER) or request.form.get("other", "")
    return Answer(
        purpose=purpose,
        given=given,
        addressee=(addressee or "").strip() or None,
        identity=request.form.get("identity", consenting.ALONE)
        if about.discloses_identity
        else consenting.ALONE,
        days=int(days) if days.isascii() and days.isdecimal() and len(days) < 5 else None,  # noqa: PLR2004
    )


def _ask(name: str, *, problem: Invalid | None = None) -> Response:
    reference = services().reference
    purpose = reference.consent_purpose(name)
    if not purpose.needs_addressee:
        raise NotFound
    typed: dict[str, Any] = dict(request.form) if problem is not None else {}
    wrong = [] if problem is None else list(problem.fields)
    return pages.render_for_defender(
        "intake/consent.html",
        *_SHEETS,
        *(["defender-error.css"] if wrong else []),
        status=422 if wrong else 200,
        ours=not wrong,
        csrf_token=visitors.this_defender().form_token,
        purpose=consents_showing.about(purpose),
        platforms=_platforms() if purpose.id.startswith("notice") else [],
        identities=_identities() if purpose.discloses_identity else [],
        spans=consents_showing.spans(),
        typed=typed,
        other=Plain(str(typed.get("other", ""))),
        errors=[{"field": one, "message": pages.say(_WRONG[one])} for one in wrong],
        languages=start.offered(),
    )


def _platforms() -> list[dict[str, str]]:
    other = {"id": _OTHER, "text": pages.say(N_("Another one, named below"))}
    known = services().reference.platforms
    return [other, *({"id": one.id, "text": pages.say(one.name)} for one in known)]


def _identities() -> list[dict[str, str]]:
    reference = services().reference
    found = [reference.identity_level(one) for one in consenting.SHOWN]
    return [
        {"id": one.id, "text": pages.say(one.label), "note": pages.say(one.meaning)}
        for one in found
    ]
