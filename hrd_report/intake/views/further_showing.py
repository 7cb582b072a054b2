"""Puts the further pages into the reader's words, with what was typed. Keeps nothing."""

import functools
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from flask import Response, request

from hrd_report.i18n import formats, past_days
from hrd_report.i18n.marks import N_
from hrd_report.intake import reading
from hrd_report.intake.further_order import Way
from hrd_report.intake.views import start
from hrd_report.reference.questions import Question, Subject
from hrd_report.sealed import Plain
from hrd_report.vault import digests
from hrd_report.web import pages, visitors
from hrd_report.web.services import services

_SHEET: Final = "defender-further.css"
_WRONG: Final = {
    "no_such_day": N_("This month has no such day. Check the day and the calendar."),
    "no_such_month": N_("Write the month by its name or its number, or leave it empty."),
    "no_month": N_("Write the month as well, or leave the day empty."),
    "no_year": N_("Write the year as well. About is enough."),
    "not_number": N_("Write day and year in digits only."),
    "not_of_calendar": N_("This year does not fit the calendar. Check both, in four digits."),
    "future": N_("This day is still to come. Write when it happened."),
    "unknown_calendar": N_("Choose among these calendars."),
}
_OTHER: Final = N_("Choose among these answers.")
_BEFORE_CONSENTS: Final = "wishes"
"""Consents are asked one by one, on pages of their own: they follow what somebody wishes."""

_NOT_SAID: Final = {"id": "", "text": N_("I do not know, or would rather not say")}


def address(subject: Subject | None, way: Way) -> str:
    """Return the address of a page, or of the list of them."""
    at = f"/{subject.page}" if subject is not None else ""
    also = f"?also={way.said()}" if way.said() else ""
    return f"/{pages.language()}/case/more{at}{also}"


def following(subject: Subject, way: Way) -> str:
    """Return where a page leads: to the next one, and the last one to the consents."""
    then = way.after(subject)
    return address(then, way) if then is not None else f"/{pages.language()}/case/consents"


def listed(way: Way) -> Response:
    """Answer with the list of pages."""
    done = _answered()
    first = next((one for one in way.pages if one.id not in done), None)
    return pages.render_for_defender(
        "intake/further_list.html",
        _SHEET,
        ours=True,
        first=address(first, way) if first else "",
        begun=bool(done),
        groups=[
            {"title": title, "rows": [row for one in found for row in _rows(one, way, done)]}
            for title, found in (("", way.pages), (pages.say(N_("If it fits")), way.others))
        ],
        languages=start.offered(),
    )


def asked(
    subject: Subject,
    way: Way,
    *,
    status: int = 200,
    wrong: Mapping[str, Sequence[str]] | None = None,
    full: bool = False,
) -> Response:
    """Answer with the questions of a page, with what was typed on it."""
    number, count = way.place(subject)
    errors = _errors(subject, wrong or {})
    return pages.render_for_defender(
        "intake/further.html",
        _SHEET,
        *(["defender-error.css"] if errors or full else []),
        status=status,
        ours=status == HTTPStatus.OK,
        csrf_token=visitors.this_defender().form_token,
        once=request.form.get("once") or digests.random_bytes(16).hex(),
        also=way.said(),
        title=pages.say(subject.title),
        why=pages.say(subject.why),
        number=number,
        count=count,
        answered=subject.id in _answered(),
        here=f"/{pages.language()}/case/more/{subject.page}",
        following=following(subject, way),
        all_pages=address(None, way),
        questions=[_question(one, errors) for one in subject.fields],
        errors=[{"field": _first(at, subject), "message": text} for at, text in errors.items()],
        full=full,
        languages=start.offered(),
    )


def _answered() -> frozenset[str]:
    someone = visitors.this_defender()
    with services().database.reading() as session:
        return reading.answered(session, someone.case_id, someone.key)


def _rows(subject: Subject, way: Way, done: frozenset[str]) -> list[dict[str, str]]:
    side = pages.say(N_("answered")) if subject.id in done else ""
    row = {"href": address(subject, way), "label": pages.say(subject.title), "side": side}
    if subject.id != _BEFORE_CONSENTS:
        return [row]
    consents = f"/{pages.language()}/case/consents"
    return [row, {"href": consents, "label": pages.say(N_("Your consents"))}]


def _errors(subject: Subject, wrong: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return one sentence for each question that cannot be taken, by the question's name."""
    found: dict[str, str] = {}
    for path, codes in wrong.items():
        name = path.split("/")[0]
        if subject.question(name) is not None:
            found.setdefault(name, pages.say(_WRONG.get(codes[0], _OTHER)))
    return found


def _first(name: str, subject: Subject) -> str:
    question = subject.question(name)
    return f"{name}.day" if question is not None and question.kind == "date" else name


def _question(one: Question, errors: Mapping[str, str]) -> dict[str, Any]:
    typed = request.form.getlist(one.id)
    return {
        "id": one.id,
        "kind": one.kind,
        "label": pages.say(one.label),
        "note": pages.say(one.note),
        "error": errors.get(one.id, ""),
        "options": _options(one),
        "chosen": typed or [one.neutral or ""],
        "value": Plain("\n".join(typed)),
        **(_day(one) if one.kind == "date" else {}),
    }


def _options(one: Question) -> list[dict[str, str]]:
    if one.kind == "country":
        return [
            {**_NOT_SAID, "text": pages.say(_NOT_SAID["text"])},
            *_countries(pages.language(), services().reference.countries),
        ]
    return [{"id": each.id, "text": pages.say(each.text)} for each in one.options]


@functools.cache
def _countries(code: str, countries: tuple[str, ...]) -> list[dict[str, str]]:
    named = [(formats.country(one, code), one) for one in countries]
    return [{"id": one, "text": name} for name, one in sorted(named, key=_sorting)]


def _sorting(named: tuple[str, str]) -> str:
    return formats.sorting(named[0])


def _day(one: Question) -> dict[str, Any]:
    own = past_days.OWN.get(pages.language(), "gregorian")
    chosen = request.form.get(f"{one.id}.calendar") or own
    return {
        "parts": {
            part: Plain(request.form.get(f"{one.id}.{part}", ""))
            for part in ("day", "month", "year")
        },
        "about": bool(request.form.get(f"{one.id}.about")),
        "calendar": chosen,
        "calendars": [
            {"id": name, "text": pages.say(text)} for name, text in past_days.NAMES.items()
        ],
    }
