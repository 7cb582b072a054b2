"""Lays the directory out for its pages: how sure we are, and since when. Opens nothing."""

import datetime as dt
from typing import Any, Final

from hrd_report.documents.organisation import OrganisationDocument
from hrd_report.escalation import offices, wording
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.reference import own_directory
from hrd_report.reference.directory_file import Refused
from hrd_report.reference.platforms import Platform, Route
from hrd_report.reference.reference import Reference
from hrd_report.web import pages

_KINDS: Final = {
    "platform": N_("Platforms"),
    "infrastructure": N_("Hosts, registrars, lines"),
    "regulator": N_("Coordinators and regulators"),
    "settlement": N_("Out-of-court bodies"),
    "un": N_("United Nations"),
    "partner": N_("Partners"),
}
_PROBLEMS: Final = {
    "top": N_("The file begins with “addressees:” and nothing else."),
    "not_a_list": N_("A list is due here."),
    "not_a_mapping": N_("An entry with fields is due here."),
    "too_long": N_("The file is too long."),
    "alias": N_("Marks that stand for other places (& and *) are not taken."),
    "no_yaml": N_("This is no YAML."),
    "unknown_field": N_("There is no field “%(what)s”."),
    "twice": N_("“%(what)s” stands there twice."),
    "bad_value": N_("“%(what)s” has a value that does not fit."),
    "missing": N_("“%(what)s” is missing."),
}
_OLD: Final = 180
"""Days after which a way should be looked at again."""


def groups(known: Reference, shipped: Reference) -> list[dict[str, Any]]:
    """Return all addressees by kind, as rows of tables."""
    own = own_directory.own_ids(shipped, known)
    found = []
    for kind, title in _KINDS.items():
        rows = [_row(one, own=one.id in own) for one in known.addressees if one.kind == kind]
        if rows:
            found.append({"title": pages.say(title), "rows": rows})
    return found


def helpers(known: Reference) -> list[list[Any]]:
    """Return the helplines of partners, from the directory for defenders."""
    return [
        [
            {"text": one.organisation, "note": pages.say(one.about)},
            {"text": ", ".join(one.languages) or "\N{EN DASH}"},
            _sure(verified=one.verified_on is not None),
        ]
        for one in known.helpers
    ]


def problems(problem: Refused | None) -> list[dict[str, str]]:
    """Return what does not fit in a file, line by line."""
    found = problem.problems if problem else ()
    return [
        {
            "field": "text",
            "message": pages.say(
                N_("Line %(line)s: %(why)s"),
                line=str(one.line),
                why=pages.say(_PROBLEMS[one.code], what=one.what),
            ),
        }
        for one in found
    ]


def one(
    known: Reference, platform: Platform, ours: OrganisationDocument, today: dt.date
) -> dict[str, Any]:
    """Return everything a page says of one addressee."""
    policies = {choice.id: choice.label for choice in known.policies}
    return {
        "platform": platform,
        "routes": routes(known, platform, today),
        "clauses": [
            {"label": pages.say(policies[name]), "text": text}
            for name, text in platform.clauses.items()
        ],
        "about": _about(platform, ours),
        "clocks": _clocks(platform, known),
        "warnings": [pages.say(text) for text in (platform.risk, platform.note) if text],
    }


def routes(known: Reference, platform: Platform, today: dt.date) -> list[dict[str, Any]]:
    """Return an addressee's ways, each with its number."""
    purposes = {choice.id: choice.label for choice in known.route_purposes}
    return [
        {**_route(route, purposes, today), "number": number, "fixed": route.address is None}
        for number, route in enumerate(platform.routes)
    ]


def _row(one: Platform, *, own: bool) -> list[Any]:
    language = pages.language()
    return [
        {
            "text": pages.say(one.name),
            "href": f"/desk/directory/{one.id}",
            "note": pages.say(N_("ours")) if own else "",
        },
        pages.say(one.owner),
        {"text": ", ".join(one.languages) or "\N{EN DASH}"},
        formats.short_day(one.checked, language),
        _sure(verified=one.is_verified),
    ]


def _sure(*, verified: bool) -> dict[str, str]:
    word = N_("read at the source") if verified else N_("not verified")
    return {"text": pages.say(word), "mark": "met" if verified else "unknown"}


def _route(route: Route, purposes: dict[str, str], today: dt.date) -> dict[str, Any]:
    old = (today - route.checked).days > _OLD
    day = formats.day(route.checked, pages.language())
    return {
        "purpose": pages.say(purposes[route.purpose]),
        "where": wording.defanged(route.address) if route.address else pages.say(route.how or ""),
        "sure": _sure(verified=route.verified),
        "checked": pages.say(N_("%(day)s, look again"), day=day) if old else day,
    }


def _about(platform: Platform, ours: OrganisationDocument) -> list[dict[str, str]]:
    member = offices.is_member(ours, platform.id)
    programme = platform.partner.name or pages.say(N_("none known"))
    rows = [
        (N_("Run by"), pages.say(platform.owner)),
        (N_("Languages"), ", ".join(platform.languages) or pages.say(N_("it does not say"))),
        (N_("Under the DSA"), platform.dsa.status.replace("_", " ")),
        (N_("Partner programme"), programme),
        *([(N_("Its address"), platform.partner.address)] if platform.partner.address else []),
        (N_("We are in it"), pages.say(N_("yes") if member else N_("no"))),
        (N_("Encrypted mail"), pages.say(N_("key known") if platform.key else N_("no key known"))),
    ]
    return [{"label": pages.say(label), "text": text} for label, text in rows]


def _clocks(platform: Platform, known: Reference) -> list[dict[str, str]]:
    language, answers = pages.language(), platform.answers
    acknowledge = answers.acknowledge if answers else known.clocks.acknowledge
    decide = answers.decide if answers else known.clocks.decide
    rows = [
        (N_("Acknowledged within"), formats.span(acknowledge, language)),
        (N_("Decided within"), formats.span(decide, language)),
    ]
    if answers and answers.extend:
        rows.append((N_("Longer where complex"), formats.span(answers.extend, language)))
    if platform.appeal_days:
        window = formats.span(dt.timedelta(days=platform.appeal_days), language)
        rows.append((N_("Appeal within"), window))
    ground = answers.ground if answers and answers.ground else pages.say(N_("our own clocks"))
    rows.append((N_("By"), ground))
    return [{"label": pages.say(label), "text": text} for label, text in rows]
