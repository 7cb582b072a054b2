"""Puts the requests to platforms into plain words, from the news a receipt opens. Reads no row."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from hrd_report.documents.reports import NewsDocument
from hrd_report.errors import NotFound
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.web import pages
from hrd_report.web.services import services

_EVENTS: Final = {
    "escalation_queued": ("", N_("Ready to leave"), "done"),
    "escalation_sent": ("", N_("Request sent"), "done"),
    "escalation_not_sent": (
        N_("It could not be sent."),
        N_("We look for another way and tell you here."),
        "silent",
    ),
    "escalation_acknowledged": ("", N_("The platform has it"), "done"),
    "escalation_decided": (N_("The platform decided."), "", "done"),
    "escalation_silent": (N_("No answer."), N_("It is noted, and we chase it."), "silent"),
    "escalation_appealed": ("", N_("We contested the decision"), "done"),
    "escalation_reappeared": (
        N_("It is there again."),
        N_("We write to the platform once more."),
        "silent",
    ),
    "escalation_stopped": (N_("Stopped before it left."), "", "done"),
}
_ORDER: Final = tuple(_EVENTS)
_APPEAL_ENDS: Final = {
    "upheld": (N_("The platform keeps its decision."), "", "silent"),
    "overturned": (N_("The platform changed its decision."), "", "done"),
}
_STILL_TO_COME: Final = frozenset(
    {"escalation_sent", "escalation_acknowledged", "escalation_silent", "escalation_appealed"}
)
_THEN: Final = {
    "escalation_queued": N_("It leaves when its channel takes it, and you see that here."),
    "escalation_acknowledged": N_("The platform looks at it. We chase it if nothing comes."),
    "escalation_decided": N_("We look at the decision and tell you here what we do."),
    "escalation_appealed": N_("Somebody else at the platform looks at it again."),
}
"""What comes next after an event that names no day for it."""

_NAMES: Final = {
    "none": N_("without your name"),
    "organisation": N_("without your name"),
    "pseudonym": N_("under your pseudonym"),
    "real": N_("with your name"),
}


def shown(news: Iterable[NewsDocument]) -> list[dict[str, Any]]:
    """Return each request with its events, in order of its first one.

    The program's own jobs do not know which platform a request went to; other news of the same
    request does.
    """
    grouped: dict[str, list[NewsDocument]] = {}
    for one in sorted(news, key=_place):
        if one.event in _EVENTS and one.escalation is not None:
            grouped.setdefault(one.escalation, []).append(one)
    return [_request(events) for events in grouped.values()]


def _place(one: NewsDocument) -> tuple[dt.datetime, int]:
    # Pieces of news of one moment are told in the order in which things happen.
    return one.at, _ORDER.index(one.event) if one.event in _ORDER else 0


def platform_name(platform: str) -> str:
    """Return what people call a platform: the directory's name of an id, or what was written."""
    try:
        return services().reference.platform(platform).name
    except NotFound:
        return platform


def _request(events: list[NewsDocument]) -> dict[str, Any]:
    named = next((one.platform.reveal() for one in events if one.platform), "")
    identity = next((one.identity for one in events if one.identity), None)
    name = platform_name(named) if named else pages.say(N_("A platform"))
    # What has left need not be said to have been ready.
    rows = [_row(one) for one in events if one is events[-1] or one.event != "escalation_queued"]
    last = events[-1]
    if last.next_at is not None and last.event in _STILL_TO_COME:
        rows.append(
            {
                "when": formats.short_day(last.next_at, pages.language()),
                "text": pages.say(N_("%(platform)s should have answered"), platform=name),
                "kind": "next",
            }
        )
    elif last.event in _THEN and last.outcome not in _APPEAL_ENDS:
        then = {"when": pages.say(N_("Next")), "text": pages.say(_THEN[last.event]), "kind": "next"}
        rows.append(then)
    note = pages.say(_NAMES[identity]) if identity in _NAMES else ""
    return {"name": name, "note": note, "events": rows}


def _row(one: NewsDocument) -> dict[str, str]:
    strong, text, kind = _APPEAL_ENDS.get(one.outcome or "", _EVENTS[one.event])
    said = [pages.say(text), _decided(one), one.says.reveal() if one.says else ""]
    return {
        "when": formats.short_day(one.at, pages.language()),
        "strong": pages.say(strong),
        "text": " ".join(filter(None, said)),
        "kind": kind,
    }


def _decided(one: NewsDocument) -> str:
    """Return what was decided, item by item, counted."""
    counted = Counter(_decision(code) for code in one.decisions)
    times = "\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}"
    return ", ".join(f"{count}{times}{label}" for label, count in counted.items())


def _decision(code: str) -> str:
    try:
        return pages.say(services().reference.decision(code).label)
    except NotFound:
        return code
