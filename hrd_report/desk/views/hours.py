"""Opening hours and the clocks of first answers: shown to the team, changed by a lead."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import hours
from hrd_report.desk.helpline import Rules, Times
from hrd_report.desk.opening_hours import DAY
from hrd_report.desk.shown import labels
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import HrdError, Invalid, NotAllowed
from hrd_report.i18n.marks import N_
from hrd_report.records.cases import Urgency
from hrd_report.records.people import Role
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services

DAYS: Final = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_CLOCKS: Final = (
    ("first", N_("First alert")),
    ("second", N_("Second alert")),
    ("promise", N_("Promise")),
)
_BROKEN: Final = -1
"""A text that is no number or time: refused where it is checked."""


@blueprint.get(addresses.HOURS)
@guard.staff(Right.WORK_CASES)
def hours_page() -> AnyResponse:
    """Show when the helpline is there and how soon it answers."""
    return _show(None)


@blueprint.post(addresses.HOURS)
@guard.staff(Right.WORK_CASES)
def keep_hours() -> AnyResponse:
    """Keep what a lead chose, or ask again with what is wrong."""
    parts = services()
    try:
        with parts.database.writing() as session:
            hours.keep(session, frame.worker(), _wanted(request.form), now=parts.clock())
    except Invalid as problem:
        return _show(problem)
    return redirect(addresses.HOURS, code=303)


def _wanted(form: Mapping[str, str]) -> hours.Wanted:
    spans = {at: (_minute(form, "opens", at), _minute(form, "closes", at)) for at in range(7)}
    lines = form.get("closed", "").split()
    return hours.Wanted(
        zone=form.get("zone", "").strip(),
        staffed=form.get("staffed") == "yes",
        hours={at: (a or 0, b or 0) for at, (a, b) in spans.items() if (a, b) != (None, None)},
        closed=tuple(_day(one) for one in lines),
        times={
            one: Times(*(_number(form.get(f"{name}-{one.value}", "")) for name, _ in _CLOCKS))
            for one in Urgency
        },
    )


def _show(problem: HrdError | None) -> AnyResponse:
    parts, who, voice = services(), frame.worker(), frame.voice()
    if problem is None and who.role is not Role.LEAD:
        raise NotAllowed
    with parts.database.reading() as session:
        held = hours.rules(session, who.team_id, parts.clock())
    form = request.form if problem is not None else _as_form(held)
    return frame.show(
        "hours.html",
        at=addresses.HOURS,
        status=frame.status_of(problem),
        form={name: form.get(name, "") for name in ("zone", "staffed", "closed")},
        days=[
            {"text": voice.say(text), **{n: form.get(f"{n}-{at}", "") for n in ("opens", "closes")}}
            for at, text in enumerate(DAYS)
        ],
        urgencies=[
            {
                "id": one.value,
                "text": voice.say(labels.URGENCY[one]),
                "times": [
                    (f"{name}-{one.value}", voice.say(text), form.get(f"{name}-{one.value}", ""))
                    for name, text in _CLOCKS
                ],
            }
            for one in Urgency
        ],
        errors=[{"field": n, "message": _said(n, voice.say)} for n in frame.codes_of(problem)],
    )


def _said(name: str, say: Any) -> str:  # noqa: ANN401 - a voice's own method
    if name == "zone":
        return str(say(N_("This time zone is not known.")))
    if name == "closed":
        return str(say(N_("A closed day is not written as 2026-12-25, or long over.")))
    if name.startswith("day-"):
        day = say(DAYS[int(name.removeprefix("day-"))])
        return str(
            say(N_("%(day)s: the helpline opens before it closes, as 09:00 and 17:30."), day=day)
        )
    return str(say(N_("Clocks: whole minutes, the first alert first, the promise last.")))


def _as_form(held: Rules) -> dict[str, str]:
    schedule = held.schedule
    found = {
        "zone": schedule.zone.key,
        "staffed": "yes" * schedule.staffed,
        "closed": "\n".join(one.isoformat() for one in sorted(schedule.closed)),
    }
    for at, (opens, closes) in schedule.hours.items():
        found[f"opens-{at}"], found[f"closes-{at}"] = _clock(opens), _clock(closes)
    for one in Urgency:
        for (name, _), value in zip(_CLOCKS, held.of(one), strict=True):
            found[f"{name}-{one.value}"] = str(value)
    return found


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _minute(form: Mapping[str, str], name: str, at: int) -> int | None:
    text = form.get(f"{name}-{at}", "").strip()
    if not text:
        return None
    hour, _, minute = text.partition(":")
    found = _number(hour) * 60 + _number(minute)
    return found if 0 <= found <= DAY and _number(minute) in range(60) else _BROKEN


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else _BROKEN  # noqa: PLR2004


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return dt.date.min
