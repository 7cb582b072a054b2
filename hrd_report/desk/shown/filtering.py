"""Which part of the queue is asked for, as an address and as a form. Reads no case."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args
from urllib.parse import urlencode

from hrd_report.casefile import lifecycles
from hrd_report.desk import addresses, queue
from hrd_report.desk.queue import Place, View, With
from hrd_report.desk.shown import labels
from hrd_report.desk.shown.voice import Voice
from hrd_report.desk.worker import Worker
from hrd_report.desk.workload import Counts, told
from hrd_report.documents.saved_views import SavedView
from hrd_report.i18n.marks import N_
from hrd_report.records.cases import CaseState, Urgency
from hrd_report.sealed import Plain


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices in an address; what we do not know counts as not chosen."""

    urgency: str
    state: str
    held: str
    over: bool
    after: str
    before: str = ""
    asleep: bool = False


def asked(args: Mapping[str, str], held: str) -> Asked:
    """Read the choices."""
    urgency, state = args.get("urgency", ""), args.get("state", "")
    return Asked(
        urgency=urgency if urgency in {one.value for one in Urgency} else "",
        state=state if state in {one.value for one in CaseState} else "",
        held=held if held in get_args(With) else "anybody",
        over=args.get("over") == "yes",
        after=args.get("after", ""),
        before=args.get("before", ""),
        asleep=args.get("asleep") == "yes",
    )


def view(chosen: Asked, who: Worker, now: dt.datetime) -> View:
    """Return the part of the queue that was chosen."""
    held: dict[str, With] = {"me": "me", "nobody": "nobody"}
    return View(
        team_id=who.team_id,
        me=who.id,
        kid=who.key.kid,
        urgencies=(Urgency(chosen.urgency),) if chosen.urgency else tuple(Urgency),
        states=(CaseState(chosen.state),) if chosen.state else queue.OPEN_STATES,
        held=held.get(chosen.held, "anybody"),
        over_at=now if chosen.over else None,
        awake_at=None if chosen.asleep or chosen.held == "me" else now,
        asleep_at=now if chosen.asleep else None,
    )


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


def fields(chosen: Asked, voice: Voice) -> list[dict[str, Any]]:
    """Return the selects above the list."""
    urgencies = [(one.value, labels.URGENCY[one]) for one in Urgency]
    states = [(one.value, lifecycles.CASE_LABELS[one]) for one in CaseState]
    holders = [("anybody", N_("Anybody")), ("nobody", N_("Nobody")), ("me", N_("Me"))]
    made = (
        ("urgency", N_("Urgency"), [("", N_("Any")), *urgencies], chosen.urgency),
        ("state", N_("State"), [("", N_("Any open state")), *states], chosen.state),
        ("held", N_("With"), holders, chosen.held),
    )
    return [
        {
            "name": name,
            "text": voice.say(text),
            "options": [{"id": one, "text": voice.say(label)} for one, label in options],
            "chosen": held,
        }
        for name, text, options, held in made
    ]


def saved_query(view: SavedView) -> str:
    """Return the address of a saved view: codes alone, never its name."""
    chosen = {"urgency": view.urgency, "state": view.state}
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
    )


def page_at(chosen: Asked, place: Place | None, at: str, way: str) -> str:
    """Return the address of the page behind a place, or (`way`) before it; nothing without one."""
    if place is None:
        return ""
    kept = {"urgency": chosen.urgency, "state": chosen.state, way: str(place)}
    if chosen.asleep:
        kept["asleep"] = "yes"
    if at == addresses.QUEUE and chosen.held != "anybody":
        kept["held"] = chosen.held
    if chosen.over:
        kept["over"] = "yes"
    return f"{at}?{urlencode({name: value for name, value in kept.items() if value})}"


def _query(**chosen: str) -> str:
    return f"{addresses.QUEUE}?{urlencode(chosen)}"
