"""Puts consents into plain words: what was asked, given, refused, taken back. Changes none."""

from collections.abc import Iterable
from typing import Any, Final

from hrd_report.errors import NotFound
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.intake.actions import consenting
from hrd_report.intake.reading import Agreement
from hrd_report.intake.views import requests_showing
from hrd_report.records.cases import ConsentState
from hrd_report.reference.consents import ConsentPurpose
from hrd_report.web import pages
from hrd_report.web.services import services

_SPANS: Final = {
    90: N_("For three months"),
    30: N_("For one month"),
    365: N_("For one year"),
    None: N_("Until I take it back"),
}
_WHAT_HAPPENS: Final = {
    consenting.STATISTICS: N_(
        "After a yes, your case is counted when the team next works on it. After a no, the line "
        "that stands for it is deleted at once, as long as the figures of its year are not drawn. "
        "Drawn figures stay as they are; nobody can find you in them."
    ),
    "partner": N_("What a partner has received cannot be called back."),
    "publication": N_("What was published cannot be called back."),
    "lumen": N_("What was published cannot be called back."),
}


def row(one: Agreement) -> dict[str, object]:
    """Return one consent with what can be done about it."""
    return {
        "id": one.row.id.hex(),
        "label": _name(one),
        "detail": " ".join(filter(None, _details(one))),
        "given": consenting.holds(one.row, services().clock()),
        "asked": one.row.state is ConsentState.ASKED,
    }


def by_purpose(consents: Iterable[Agreement]) -> list[dict[str, Any]]:
    """Return the purposes with their meaning and what stands under each, newest answers."""
    known = list(consents)
    return [_purpose(one, known) for one in services().reference.consent_purposes]


def spans() -> list[dict[str, str]]:
    """Return for how long a consent may be given."""
    return [{"id": str(days or ""), "text": pages.say(label)} for days, label in _SPANS.items()]


def about(purpose: ConsentPurpose) -> dict[str, str]:
    """Return a purpose in words, with what else there is to know."""
    return {
        "id": purpose.id,
        "label": pages.say(purpose.label),
        "meaning": pages.say(purpose.meaning),
        "more": pages.say(_WHAT_HAPPENS.get(purpose.id, "")),
    }


def _purpose(purpose: ConsentPurpose, known: list[Agreement]) -> dict[str, Any]:
    newest: dict[str | None, Agreement] = {}
    for one in known:
        if one.document is not None and one.document.purpose == purpose.id:
            newest[one.document.platform] = one
    rows = [row(one) for one in newest.values()]
    settled = any(one["given"] or one["asked"] for one in rows)
    return {
        **about(purpose),
        "rows": rows,
        "addressed": purpose.needs_addressee,
        "open": purpose.needs_addressee or not settled,
    }


def _name(one: Agreement) -> str:
    if one.document is None:
        return pages.say(N_("A consent"))
    label = pages.say(_known_label(one.document.purpose))
    if one.document.platform is None:
        return label
    return pages.say(
        N_("%(purpose)s: %(platform)s"),
        purpose=label,
        platform=requests_showing.platform_name(one.document.platform),
    )


def _known_label(purpose: str) -> str:
    try:
        return services().reference.consent_purpose(purpose).label
    except NotFound:
        return N_("A consent")


def _details(one: Agreement) -> list[str]:
    day = formats.day(one.row.day, pages.language())
    states = {
        ConsentState.ASKED: N_("We asked on %(day)s."),
        ConsentState.GIVEN: N_("Since %(day)s."),
        ConsentState.REFUSED: N_("You said no."),
        ConsentState.WITHDRAWN: N_("Withdrawn. Nothing more leaves."),
    }
    said = [pages.say(states[one.row.state], day=day)]
    if one.row.state is ConsentState.GIVEN and one.row.until is not None:
        until = formats.day(one.row.until, pages.language())
        said.append(pages.say(N_("Until %(day)s."), day=until))
    if one.row.state is ConsentState.WITHDRAWN and one.sent:
        left = pages.catalogue().ngettext(
            "%(num)s request had left before and cannot be called back.",
            "%(num)s requests had left before and cannot be called back.",
            one.sent,
        )
        said.append(left % {"num": one.sent})
    return said
