"""Reads what is changed about one addressee from a form, and shows it there again.

What a field says is what a file would say (`reference.own_directory`); nothing is kept here.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from hrd_report.errors import Damaged, Invalid
from hrd_report.escalation import wording
from hrd_report.i18n.marks import N_
from hrd_report.reference.platforms import Answering, Partner, Platform, Route, RouteKind
from hrd_report.reference.reference import Reference
from hrd_report.vault import openpgp, recipients
from hrd_report.web import forms, pages

SENTENCES: Final = {
    "bad_mail": N_("This is no e-mail address."),
    "bad_web": N_("This is not an exact address. It begins with https:// or http://."),
    "bad_day": N_("A day is written as 2026-12-25, and is not to come."),
    "no_way": N_("One way must stay."),
    "bad_language": N_("A language has two or three letters, as fr. Put commas between them."),
    "bad_key": N_("This is no public key: neither an OpenPGP block nor age1pq1…"),
    "bad_days": N_("Days are a number above nought, as 14 or 0.5."),
    "both_days": N_(
        "Say both: within how many days they confirm, and within how many they decide."
    ),
}
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DAY: Final = 24
_MOST_DAYS: Final = 3660
NEW: Final = "new"
KINDS: Final[tuple[RouteKind, ...]] = ("email", "form")
"""Ways that can be added here."""

Wrong = dict[str, list[str]]


def read(
    form: Mapping[str, str], known: Platform, reference: Reference, today: dt.date
) -> Platform:
    """Return an addressee with what a form says of it. Raises `Invalid` for each bad field."""
    wrong: Wrong = {}
    made = replace(
        known,
        routes=tuple(_routes(form, known, reference, today, wrong)),
        languages=tuple(_languages(form, wrong)),
        partner=_partner(form, known),
        key=_key(form, wrong),
        answers=_answers(form, known, wrong),
        appeal_days=_appeal(form, wrong),
        clauses=_clauses(form, reference),
    )
    if wrong:
        raise Invalid(wrong)
    return made


def shown(one: Platform, reference: Reference) -> dict[str, str]:
    """Return an addressee as the fields of the form."""
    answers = one.answers
    fields = {
        "languages": ", ".join(one.languages),
        "partner": one.partner.name or "",
        "partner_address": one.partner.address or "",
        "key": one.key or "",
        "acknowledge": _in_days(answers.acknowledge) if answers else "",
        "decide": _in_days(answers.decide) if answers else "",
        "working": "yes" if answers and answers.working else "",
        "appeal_days": str(one.appeal_days) if one.appeal_days else "",
    }
    for number, route in enumerate(one.routes):
        fields[f"route-{number}"] = route.address or ""
        fields[f"checked-{number}"] = route.checked.isoformat()
        fields[f"verified-{number}"] = "yes" if route.verified else ""
    fields |= {f"clause-{p.id}": one.clauses.get(p.id, "") for p in reference.policies}
    return fields


def errors(problem: Invalid | None) -> dict[str, str]:
    """Return what is wrong with which field, as sentences."""
    names = problem.fields if problem else {}
    return {name: pages.say(SENTENCES[codes[0]]) for name, codes in names.items()}


def _routes(
    form: Mapping[str, str], known: Platform, reference: Reference, today: dt.date, wrong: Wrong
) -> Iterator[Route]:
    left = 0
    for number, route in enumerate(known.routes):
        address = wording.line(form.get(f"route-{number}", ""))
        if route.address is not None and not address:
            continue
        left += 1
        yield replace(
            route,
            address=_address(address, route.kind, f"route-{number}", wrong)
            if route.address is not None
            else None,
            checked=_checked(form, number, route, today, wrong),
            verified=form.get(f"verified-{number}") == "yes",
        )
    fresh = _fresh(form, reference, today, wrong)
    if fresh is None and not left:
        wrong["route-0"] = ["no_way"]
    if fresh is not None:
        yield fresh


def _fresh(
    form: Mapping[str, str], reference: Reference, today: dt.date, wrong: Wrong
) -> Route | None:
    address, name = wording.line(form.get(f"route-{NEW}", "")), f"route-{NEW}"
    if not address:
        return None
    purposes = {one.id for one in reference.route_purposes}
    purpose = form.get("purpose", "")
    kind: RouteKind = "email" if "@" in address and "://" not in address else "form"
    return Route(
        kind=kind,
        purpose=purpose if purpose in purposes else "contact",
        verified=form.get(f"verified-{NEW}") == "yes",
        checked=today,
        address=_address(address, kind, name, wrong),
    )


def _address(text: str, kind: RouteKind, name: str, wrong: Wrong) -> str:
    if kind == "email" and not wording.is_mail_address(text):
        wrong[name] = ["bad_mail"]
    elif kind in {"form", "help", "lookup"} and not wording.is_web_address(text):
        wrong[name] = ["bad_web"]
    return text


def _checked(
    form: Mapping[str, str], number: int, route: Route, today: dt.date, wrong: Wrong
) -> dt.date:
    try:
        day = dt.date.fromisoformat(wording.line(form.get(f"checked-{number}", "")))
    except ValueError:
        day = dt.date.max
    if day > today:
        # What a colleague or a newer program dated may lie after a clock that is slow.
        if day == route.checked:
            return day
        wrong[f"checked-{number}"] = ["bad_day"]
    return day


def _languages(form: Mapping[str, str], wrong: Wrong) -> list[str]:
    found = [one for one in re.split(r"[,;\s]+", form.get("languages", "").strip()) if one]
    if not all(map(_LANGUAGE.fullmatch, found)):
        wrong["languages"] = ["bad_language"]
    return list(dict.fromkeys(found))


def _partner(form: Mapping[str, str], known: Platform) -> Partner:
    name = wording.line(form.get("partner", "")) or None
    address = wording.line(form.get("partner_address", "")) or None
    same = name == known.partner.name
    return Partner(name=name, verified=known.partner.verified if same else False, address=address)


def _key(form: Mapping[str, str], wrong: Wrong) -> str | None:
    text = form.get("key", "").replace("\r\n", "\n").strip()
    if not text:
        return None
    try:
        if recipients.is_one(text):
            recipients.decode(text)
            return text
        return openpgp.read(text).text
    except Damaged:
        wrong["key"] = ["bad_key"]
        return None


def _answers(form: Mapping[str, str], known: Platform, wrong: Wrong) -> Answering | None:
    names = ("acknowledge", "decide")
    spans = [_span(form, name, wrong) for name in names]
    if spans == [None, None]:
        return None
    first, last = spans
    if first is None or last is None:
        empty = names[spans.index(None)]
        wrong.setdefault(empty, ["both_days"])
        return None
    working = form.get("working") == "yes"
    before = known.answers
    if before is None:
        return Answering(first, last, working=working)
    same = (before.acknowledge, before.decide, before.working) == (first, last, working)
    # A rule is named for the span that stands in it, and for no other one.
    ground = before.ground if same else None
    return replace(before, acknowledge=first, decide=last, working=working, ground=ground)


def _span(form: Mapping[str, str], name: str, wrong: Wrong) -> dt.timedelta | None:
    text = wording.line(form.get(name, "")).replace(",", ".")
    if not text:
        return None
    try:
        days = Decimal(text)
        # Compared first: a number of millions of digits is never written out.
        hours = round(days * _DAY) if 0 < days <= _MOST_DAYS else 0
    except ArithmeticError:
        hours = 0
    if not hours:
        wrong[name] = ["bad_days"]
        return None
    return dt.timedelta(hours=hours)


def _appeal(form: Mapping[str, str], wrong: Wrong) -> int | None:
    text = wording.line(form.get("appeal_days", ""))
    if not text:
        return None
    days = forms.whole(text)
    if not 0 < days <= _MOST_DAYS:
        wrong["appeal_days"] = ["bad_days"]
        return None
    return days


def _clauses(form: Mapping[str, str], reference: Reference) -> dict[str, str]:
    said = {one.id: wording.line(form.get(f"clause-{one.id}", "")) for one in reference.policies}
    return {name: text for name, text in said.items() if text}


def _in_days(span: dt.timedelta) -> str:
    hours = Decimal(span // dt.timedelta(hours=1))
    return format((hours / _DAY).quantize(Decimal("0.001")).normalize(), "f")
