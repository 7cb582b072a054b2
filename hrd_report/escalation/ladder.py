"""Which way comes next when an addressee is silent or refuses. Pure: proposes, and takes none."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from hrd_report.documents import escalations
from hrd_report.documents.escalations import NoticeDocument
from hrd_report.escalation.deadlines import Window
from hrd_report.i18n.marks import N_
from hrd_report.records.escalations import EscalationState as State
from hrd_report.reference.notices import Clocks
from hrd_report.reference.reference import Reference

Rung = Literal["partner", "form", "art16", "complaint", "settlement", "coordinator"]
RUNGS: Final[tuple[Rung, ...]] = (
    "partner",
    "form",
    "art16",
    *escalations.CONTESTING,
)
"""All ways, the nearest first."""

REMEDIES: Final[tuple[Rung, ...]] = escalations.CONTESTING
"""Ways that contest an answer or a silence."""

REMINDER: Final = escalations.REMINDER
"""Not a way of its own: the same one, asked once more."""

PUBLIC_COPY: Final = escalations.PUBLIC_COPY
"""No way to an answer: what left is shown to everybody."""

ASIDE: Final = escalations.ASIDE
"""What is no notice of its own: nothing goes on from it, and no figure counts it."""

LABELS: Final = {
    "partner": N_("Partner channel"),
    "form": N_("Form or e-mail of the platform"),
    "art16": N_("Notice under Art. 16 DSA"),
    "complaint": N_("Internal complaint, Art. 20 DSA"),
    "settlement": N_("Out-of-court body, Art. 21 DSA"),
    "coordinator": N_("Digital Services Coordinator, Art. 53 DSA"),
    REMINDER: N_("Reminder"),
    PUBLIC_COPY: N_("Public copy"),
}
_REFUSED: Final = frozenset({State.DECIDED, State.UPHELD})


@dataclass(frozen=True, slots=True)
class Ground:
    """What decides which ways are open: a membership, the law, and what was complained of."""

    member: bool
    has_form: bool
    under_dsa: bool
    illegal: bool


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where an escalation stands: its way, its state, since when an answer is missing."""

    rung: str
    state: State
    missed_at: dt.datetime | None = None
    refused: bool = False
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do next (a rung or a reminder), from when on, and why, as a stable code."""

    rung: str
    at: dt.datetime | None
    why: Literal["silent", "refused", "regulator"]


def open_rungs(ground: Ground) -> tuple[Rung, ...]:
    """Return the ways that are open at all, the nearest first."""
    applies = {
        "partner": ground.member,
        "form": ground.has_form,
        "art16": ground.under_dsa and ground.illegal,
        "complaint": ground.under_dsa,
        "settlement": ground.under_dsa,
        "coordinator": ground.under_dsa,
    }
    return tuple(rung for rung in RUNGS if applies[rung])


def proposals(
    here: Standpoint, tried: Collection[str], ground: Ground, clocks: Clocks, now: dt.datetime
) -> list[Proposal]:
    """Return what may be done now, the nearest first. `tried`: ways that were begun already."""
    if here.state is State.NO_RESPONSE and here.missed_at is not None:
        return _after_silence(here, here.missed_at, tried, ground, clocks, now)
    if here.state in _REFUSED and here.refused:
        return [Proposal(rung, None, "refused") for rung in _remedies(here, tried, ground)][:2]
    return []


def first(ground: Ground) -> Rung:
    """Return the way that a first notice takes."""
    found = open_rungs(ground)
    return found[0] if found else "form"


def windows(notice: NoticeDocument, reference: Reference) -> tuple[Window, ...]:
    """Return every rule that says until when an answer to this notice can be contested."""
    platform = reference.platform(notice.platform)
    found = [Window("own", days=platform.appeal_days)] if platform.appeal_days else []
    if platform.kind == "platform":
        law = next(one for one in reference.deadlines if one.id == "dsa_complaint")
        found.append(Window(law.id, months=law.months))
    return tuple(found)


def _after_silence(
    here: Standpoint,
    missed: dt.datetime,
    tried: Collection[str],
    ground: Ground,
    clocks: Clocks,
    now: dt.datetime,
) -> list[Proposal]:
    found = []
    if here.reminders < len(clocks.reminders):
        found.append(Proposal(REMINDER, missed + clocks.reminders[here.reminders], "silent"))
    following = _following(here, tried, ground)
    if following:
        found.append(Proposal(following[0], missed + clocks.switch, "silent"))
    if "coordinator" in following[1:]:
        found.append(Proposal("coordinator", missed + clocks.regulator, "regulator"))
    due = [one for one in found if one.at is None or one.at <= now]
    # Before its time only the next one is shown, with the day on which it comes.
    return due or found[:1]


def _following(here: Standpoint, tried: Collection[str], ground: Ground) -> list[Rung]:
    place = RUNGS.index(here.rung) if here.rung in RUNGS else -1
    return [one for one in open_rungs(ground) if RUNGS.index(one) > place and one not in tried]


def _remedies(here: Standpoint, tried: Collection[str], ground: Ground) -> list[Rung]:
    return [one for one in _following(here, tried, ground) if one in REMEDIES]
