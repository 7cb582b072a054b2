"""Reads what an organisation says of itself from a form, and shows it there again."""

import datetime as dt
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hrd_report.documents.organisation import (
    Membership,
    OrganisationDocument,
    TrustedFlagger,
)
from hrd_report.errors import Invalid
from hrd_report.escalation import wording
from hrd_report.i18n.marks import N_
from hrd_report.reference.reference import Reference
from hrd_report.web import pages

_SENTENCES: Final = {
    "zone": N_("This is no time zone. Write it as Europe/Paris."),
    "closed": N_("A closed day is written as 2026-12-25, one a line."),
    "memberships": N_("One a line: the id of a platform, a comma, the address there."),
    "country": N_("A country has two letters, as FR."),
    "trusted_since": N_("A day is written as 2026-12-25."),
}
_COUNTRY: Final = 2


def read(form: Mapping[str, str], reference: Reference) -> OrganisationDocument:
    """Return what a form says. Raises `Invalid`."""
    wrong: list[str] = []
    country = wording.line(form.get("country", "")).upper()
    if country and (len(country) != _COUNTRY or not country.isalpha()):
        wrong.append("country")
    zone = wording.line(form.get("zone", "")) or "UTC"
    if not _is_zone(zone):
        wrong.append("zone")
    closed = [line for line in map(wording.line, form.get("closed", "").splitlines()) if line]
    if not all(map(_is_day, closed)):
        wrong.append("closed")
    memberships = _memberships(form.get("memberships", ""), reference, wrong)
    trusted = _trusted(form, wrong)
    if wrong:
        raise Invalid({name: ["invalid"] for name in wrong})
    return OrganisationDocument(
        notifier=wording.line(form.get("notifier", "")),
        country=country,
        represents=form.get("represents") == "yes",
        trusted=trusted,
        memberships=memberships,
        zone=zone,
        days_off=tuple(n for n in range(7) if form.get(f"off-{n}") == "yes"),
        closed=tuple(sorted(set(closed))),
    )


def shown(document: OrganisationDocument) -> dict[str, str]:
    """Return a document as the fields of the form."""
    trusted = document.trusted
    return {
        "notifier": document.notifier,
        "country": document.country,
        "represents": "yes" if document.represents else "",
        "trusted_by": trusted.awarded_by if trusted else "",
        "trusted_since": trusted.since if trusted else "",
        "memberships": "\n".join(f"{one.platform}, {one.address}" for one in document.memberships),
        "zone": document.zone,
        "closed": "\n".join(document.closed),
        **{f"off-{n}": "yes" for n in document.days_off},
    }


def problems(problem: Invalid | None) -> list[dict[str, str]]:
    """Return what is wrong with which field, as sentences."""
    names = problem.fields if problem else {}
    return [{"field": name, "message": pages.say(_SENTENCES[name])} for name in names]


def _memberships(text: str, reference: Reference, wrong: list[str]) -> tuple[Membership, ...]:
    known = {one.id for one in reference.platforms}
    pairs = [line.partition(",") for line in map(wording.line, text.splitlines()) if line]
    if not all(name.strip() in known for name, _, _ in pairs):
        wrong.append("memberships")
    return tuple(Membership(platform=name.strip(), address=rest.strip()) for name, _, rest in pairs)


def _trusted(form: Mapping[str, str], wrong: list[str]) -> TrustedFlagger | None:
    by, since = (wording.line(form.get(name, "")) for name in ("trusted_by", "trusted_since"))
    if not by:
        return None
    if not _is_day(since):
        wrong.append("trusted_since")
    return TrustedFlagger(awarded_by=by, since=since)


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_zone(text: str) -> bool:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
