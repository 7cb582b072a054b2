"""Which part of the queue is asked for, as an address and as a form. Reads no case."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args
from urllib.parse import urlencode

from hrd_report.casefile import lifecycles
from hrd_report.desk import addresses, queue
from hrd_report.desk.queue import Place, View, With
from hrd_report.desk.shown import labels
from hrd_report.desk.shown.voice import Voice
from hrd_report.desk.worker import Worker
from hrd_report.desk.workload import Counts, told
from hrd_report.documents.saved_views import SavedView
from hrd_report.i18n import languages
from hrd_report.i18n.marks import N_
from hrd_report.records.cases import CaseState, Urgency
from hrd_report.sealed import Plain

WAITING: Final = "waiting"
_PERSON: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices in an address; what we do not know counts as not chosen.

    `held` is one of the words of `With`, or a colleague's hex id; `state` may be `waiting`.
    """

    urgency: str
    state: str
    held: str
    over: bool
    after: str
    before: str = ""
    asleep: bool = False
    language: str = ""


def asked(args: Mapping[str, str], held: str) -> Asked:
    """Read the choices."""
    urgency, state = args.get("urgency", ""), args.get("state", "")
    language = args.get("language", "")
    return Asked(
        urgency=urgency if urgency in {one.value for one in Urgency} else "",
        state=state if state in {WAITING, *(one.value for one in CaseState)} else "",
        held=held if held in get_args(With) or _PERSON.fullmatch(held) else "anybody",
        over=args.get("over") == "yes",
        after=args.get("after", ""),
        before=args.get("before", ""),
        asleep=args.get("asleep") == "yes",
        language=language if language in languages.codes() else "",
    )


def view(chosen: Asked, who: Worker, now: dt.datetime) -> View:
    """Return the part of the queue that was chosen."""
    held: dict[str, With] = {"me": "me", "nobody": "nobody"}
    return View(
        team_id=who.team_id,
        me=who.id,
        kid=who.key.kid,
        urgencies=(Urgency(chosen.urgency),) if chosen.urgency else tuple(Urgency),
        states=_states(chosen.state),
        held=held.get(chosen.held, "anybody"),
        over_at=now if chosen.over else None,
        awake_at=None if chosen.asleep or chosen.held == "me" else now,
        asleep_at=now if chosen.asleep else None,
        language=chosen.language,
        holder=bytes.fromhex(chosen.held) if _PERSON.fullmatch(chosen.held) else None,
    )


def _states(chosen: str) -> tuple[CaseState, ...]:
    if chosen == WAITING:
        return (CaseState.WAITING_DEFENDER, CaseState.WAITING_PLATFORM)
    return (CaseState(chosen),) if chosen else queue.OPEN_STATES


def tabs(chosen: Asked, counts: Counts, voice: Voice, at: str) -> list[dict[str, Any]]:
    """Return the ready-made views with their counts."""
    plain = chosen.held == "anybody" and not chosen.over and not chosen.asleep
    rows: list[tuple[str, str, int, bool]] = [
        (addresses.QUEUE, N_("All open"), counts.open, plain),
        (_query(held="nobody"), N_("With nobody"), counts.nobody, chosen.held == "nobody"),
        (addresses.MINE, N_("Mine"), counts.mine, at == addresses.MINE),
        (_query(over="yes"), N_("Over time"), counts.over, chosen.over),
        (_query(asleep="yes"), N_("Put off"), counts.asleep, chosen.asleep),
    ]
    return [
        {"href": href, "label": voice.say(label), "count": told(count), "current": current}
        for href, label, count, current in rows
    ]


def fields(chosen: Asked, names: Mapping[bytes, str], voice: Voice) -> list[dict[str, Any]]:
    """Return the selects above the list. `names` are the colleagues."""
    urgencies = [(one.value, labels.URGENCY[one]) for one in Urgency]
    states = [(one.value, lifecycles.CASE_LABELS[one]) for one in CaseState]
    holders = [("anybody", N_("Anybody")), ("nobody", N_("Nobody")), ("me", N_("Me"))]
    times = [("", N_("Any time")), ("yes", N_("Over time"))]
    made = (
        ("urgency", N_("Urgency"), [("", N_("Any")), *urgencies], chosen.urgency),
        (
            "state",
            N_("State"),
            [("", N_("Any open state")), (WAITING, N_("Waiting for an answer")), *states],
            chosen.state,
        ),
        ("held", N_("With"), holders, chosen.held),
        ("over", N_("Due"), times, "yes" * chosen.over),
        ("language", N_("Language"), [("", N_("Any"))], chosen.language),
    )
    more = {
        "held": [{"id": one.hex(), "text": name} for one, name in names.items()],
        "language": [{"id": code, "text": voice.language(code)} for code in languages.codes()],
    }
    return [
        {
            "name": name,
            "text": voice.say(text),
            "options": [
                *({"id": one, "text": voice.say(label)} for one, label in options),
                *more.get(name, ()),
            ],
            "chosen": held,
        }
        for name, text, options, held in made
    ]


def saved_query(view: SavedView) -> str:
    """Return the address of a saved view: codes alone, never its name."""
    chosen = {"urgency": view.urgency, "state": view.state, "language": view.language}
    chosen["held"] = "" if view.held == "anybody" else view.held
    chosen["over"], chosen["asleep"] = "yes" * view.over, "yes" * view.asleep
    return _query(**{name: value for name, value in chosen.items() if value})


def hidden_fields(view: SavedView) -> dict[str, str]:
    """Return the choices of a view as fields of a form."""
    return {
        "urgency": view.urgency,
        "state": view.state,
        "held": view.held,
        "over": "yes" * view.over,
        "asleep": "yes" * view.asleep,
        "language": view.language,
    }


def as_view(chosen: Asked, name: Plain) -> SavedView:
    """Return the choices of an address as a view with a name."""
    return SavedView(
        name=name,
        urgency=chosen.urgency,
        state=chosen.state,
        held=chosen.held,
        over=chosen.over,
        asleep=chosen.asleep,
        language=chosen.language,
    )


def page_at(chosen: Asked, place: Place | None, at: str, way: str) -> str:
    """Return the address of the page behind a place, or (`way`) before it; nothing without one."""
    if place is None:
        return ""
    kept = {
        "urgency": chosen.urgency,
        "state": chosen.state,
        "language": chosen.language,
        way: str(place),
    }
    if chosen.asleep:
        kept["asleep"] = "yes"
    if at == addresses.QUEUE and chosen.held != "anybody":
        kept["held"] = chosen.held
    if chosen.over:
        kept["over"] = "yes"
    return f"{at}?{urlencode({name: value for name, value in kept.items() if value})}"


def _query(**chosen: str) -> str:
    return f"{addresses.QUEUE}?{urlencode(chosen)}"
