"""Advice for each threat and who else helps, for anybody. Keeps nothing, and asks nobody."""

from typing import Any, Final

from flask import Response, request
from werkzeug.exceptions import NotFound as NoSuchPage

from hrd_report.errors import NotFound
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.intake.views import start
from hrd_report.reference import advice, directory
from hrd_report.reference.directory import Helper, Wanted
from hrd_report.web import guard, pages
from hrd_report.web.services import services

_SHEET: Final = "defender-more.css"
_UNKNOWN: Final = "unknown"


@guard.public
def advice_index(lang: str) -> Response:
    """List the texts, the one for somebody in danger first."""
    found = [advice.full(one, lang) for one in advice.THREATS]
    return pages.render_for_defender(
        "intake/advice_index.html",
        _SHEET,
        ours=True,
        texts=[{"href": f"/{lang}/advice/{one.threat}", "label": one.title} for one in found],
        languages=start.offered(),
    )


@guard.public
def advice_page(lang: str, threat: str) -> Response:
    """Show the whole text for a threat, with its sources and when somebody last looked at it."""
    try:
        found = advice.full(threat, lang)
    except NotFound:
        raise NoSuchPage from None
    named = [found.threat]
    return pages.render_for_defender(
        "intake/advice.html",
        _SHEET,
        ours=True,
        text=found,
        reviewed=formats.day(found.reviewed, lang),
        old=found.due_for_review(services().clock().date()),
        helpers=fitting(named, in_danger=found.threat == directory.DANGER),
        languages=start.offered(),
    )


@guard.public
def helpers_page(lang: str) -> Response:
    """Show who else helps, narrowed by what was chosen among our codes; others are passed over."""
    reference = services().reference
    asked = {name: request.args.get(name, "") for name in ("service", "region", "language")}
    offered = _offered(lang)
    chosen = {
        name: value if value in {one["id"] for one in offered[name]} else ""
        for name, value in asked.items()
    }
    found = directory.matching(reference.helpers, Wanted(**chosen), reference.codes["region"])
    return pages.render_for_defender(
        "intake/helpers.html",
        _SHEET,
        ours=True,
        helpers=[_shown(one) for one in found],
        chosen=chosen,
        offered=offered,
        languages=start.offered(),
    )


def fitting(threats: list[str], *, in_danger: bool) -> list[dict[str, Any]]:
    """Return at most three who help with what was named, whom one can call first in danger."""
    found = directory.nearest(
        services().reference.helpers, threats, pages.language(), in_danger=in_danger
    )
    return [_shown(one) for one in found]


def _offered(lang: str) -> dict[str, list[dict[str, str]]]:
    reference = services().reference
    any_one = {"id": "", "text": pages.say(N_("No preference"))}
    worlds = reference.codes["world_region"]
    spoken = sorted({code for one in reference.helpers for code in one.languages})
    return {
        "service": [
            any_one,
            *({"id": one.id, "text": pages.say(one.label)} for one in reference.helper_services),
        ],
        "region": [
            any_one,
            *(
                {"id": code, "text": pages.say(worlds.label(code))}
                for code in worlds.codes
                if code != _UNKNOWN
            ),
        ],
        "language": [
            any_one,
            *({"id": code, "text": formats.language_name(code, lang)} for code in spoken),
        ],
    }


def _shown(one: Helper) -> dict[str, Any]:
    reference, code = services().reference, pages.language()
    labels = {service.id: service.label for service in reference.helper_services}
    checked = one.verified_on and formats.day(one.verified_on, code)
    spoken = ", ".join(formats.language_name(each, code) for each in one.languages)
    return {
        "name": one.organisation,
        "about": pages.say(one.about),
        "services": " · ".join(pages.say(labels[each]) for each in one.services),
        "facts": " · ".join(filter(None, [pages.say(one.hours), spoken])),
        "phone": one.phone,
        "channels": [{"kind": each.kind, "address": each.address} for each in one.channels],
        "url": one.url,
        "checked": checked,
        "source": one.source,
    }
