"""What a platform made of a case's notices, as four codes of a nameless fact. Pure: opens nothing.

Counted is what left for the platform that the fact names. A reminder or an appeal is no notice of
its own, but what comes back to it is an answer. Whoever decides has the notice: a decision confirms
receipt too.
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hrd_report.documents.escalations import (
    ASIDE,
    CONTESTING,
    PUBLIC_COPY,
    DecisionDocument,
    NoticeDocument,
)
from hrd_report.documents.scorecards import Contested
from hrd_report.records.escalations import Escalation
from hrd_report.records.escalations import EscalationState as State
from hrd_report.reference.codes import CodeList, duration_code, language_code
from hrd_report.reference.reference import Reference

UNKNOWN: Final = "unknown"

_DAY: Final = dt.timedelta(days=1)
_NOT_LEFT: Final = (State.DRAFT, State.QUEUED, State.STOPPED, State.FAILED)
_NO_DECISION: Final = frozenset({"open", "silence"})
"""Results of items that somebody recorded as a decision, and that are none."""

_ACTED: Final = frozenset({"granted", "partly"})
_UNDECIDED: Final = (State.SENT, State.ACKNOWLEDGED)
_ENDS: Final[dict[State, Contested]] = {State.UPHELD: "upheld", State.OVERTURNED: "overturned"}
_FOREMOST: Final = ("overturned", "running", "upheld", "no_answer")
"""Which of several appeals of a case its fact tells: the first of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One escalation that left, as far as a fact looks at it.

    `to` is the platform concerned, `words` the language of the words complained of. `asks_more`:
    its answer was a question and nothing else. `acted` says for each post that was decided whether
    anything changed. `contested` says what became of an appeal, where somebody recorded it.
    """

    to: str
    rung: str
    state: State
    sent: dt.datetime
    acknowledged: dt.datetime | None = None
    decided: dt.datetime | None = None
    asks_more: bool = False
    acted: tuple[bool, ...] = ()
    contested: Contested = ""
    words: str = ""


def asked(
    row: Escalation,
    notice: NoticeDocument | None,
    said: DecisionDocument | None,
    reference: Reference,
    agreed: str = "",
) -> Asked | None:
    """Return what a fact looks at; nothing of what did not leave, or came back.

    Of another case's escalation only the row is known, and to whom this case `agreed`.
    """
    if row.sent_at is None or row.state in _NOT_LEFT:
        return None
    unread = CONTESTING[0] if row.appeal_of else ""
    known = {one.id: one.result for one in reference.decisions}
    results = [known.get(one.decision, "") for one in said.items] if said else []
    undecided = bool(results) and _NO_DECISION.issuperset(results)
    asks_more = undecided and "open" in results
    return Asked(
        to=(notice.about or notice.platform) if notice else agreed,
        rung=notice.rung if notice else unread,
        state=row.state,
        sent=row.sent_at,
        acknowledged=row.acknowledged_at or (row.decided_at if asks_more else None),
        decided=None if undecided else row.decided_at,
        asks_more=asks_more,
        acted=tuple(one in _ACTED for one in results if one not in _NO_DECISION),
        contested=said.contested if said else "",
        words=notice.words_language if notice else "",
    )


def codes(
    found: Iterable[Asked | None], platform: str, spoken: str, languages: CodeList
) -> dict[str, str]:
    """Return a fact's four codes. `spoken`: the language of the report."""
    mine = [one for one in found if one and one.to == platform and one.rung != PUBLIC_COPY]
    mine.sort(key=lambda one: one.sent)
    notices = [one for one in mine if one.rung not in {*CONTESTING, *ASIDE}]
    words = next((one.words for one in notices if one.words), spoken)
    told = dict.fromkeys(("acknowledged", "decision", "remedy"), UNKNOWN)
    if notices:
        first, back = notices[0].sent, [one for one in mine if one.rung not in CONTESTING]
        decided = [one.decided for one in back if one.decided]
        confirmed = [one.acknowledged for one in back if one.acknowledged] + decided
        unconfirmed = any(one.state is State.SENT for one in notices)
        undecided = any(one.state in _UNDECIDED or one.asks_more for one in notices)
        told = {
            "acknowledged": _within(first, confirmed, "waiting" if unconfirmed else "never"),
            "decision": _within(first, decided, "waiting" if undecided else "no_answer")
            + (_on_posts(back) if decided else ""),
            "remedy": _remedy(mine),
        }
    return told | {"language": language_code(words, languages)}


def _within(first: dt.datetime, answers: list[dt.datetime], otherwise: str) -> str:
    if not answers:
        return otherwise
    return duration_code(max(0, math.ceil((min(answers) - first) / _DAY)))


def _on_posts(back: Iterable[Asked]) -> str:
    """Return what a decision's code says behind its days: on how many posts the platform acted."""
    acted = [one for each in back for one in each.acted]
    if not acted:
        return ""
    return "_all" if all(acted) else "_some" if any(acted) else "_none"


def _remedy(mine: Iterable[Asked]) -> str:
    ends = {end for one in mine for end in (_end(one), _of_appeal(one)) if end}
    return next((one for one in _FOREMOST if one in ends), "none")


def _end(one: Asked) -> str:
    """Return what became of an appeal against this one's answer, or silence; empty for none."""
    recorded = _ENDS.get(one.state) or one.contested
    if recorded in _ENDS.values():
        return recorded
    if one.state is State.APPEALED:
        return "running"
    # Silence after a decision is silence about what contests it.
    silent = one.state is State.NO_RESPONSE and one.decided is not None
    return "no_answer" if silent or recorded == "open" else ""


def _of_appeal(one: Asked) -> str:
    """Return what an appeal that is a notice of its own says by itself: it runs, or met silence."""
    if one.rung not in CONTESTING or one.decided is not None:
        return ""
    return "running" if one.state in _UNDECIDED else "no_answer"
