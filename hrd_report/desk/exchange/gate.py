"""Says whether a case may leave in a format: a consent that holds now, and TLP and PAP. Pure.

Whoever makes a file asks here, on a page, by program and by command alike.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hrd_report.desk.exchange.formats import Format
from hrd_report.errors import HrdError
from hrd_report.records.cases import ConsentState
from hrd_report.reference import handling
from hrd_report.reference.handling import Handling

MISSING: Final = "missing"
EXPIRED: Final = "expired"
FORBIDDEN: Final = "forbidden"
SECOND_PERSON: Final = "second_person"
NO_SUMMARY: Final = "no_summary"
NO_ADDRESSEE: Final = "no_addressee"


@dataclass(frozen=True, slots=True)
class Given:
    """One purpose a defender was asked about; `addressee` is whom the consent names."""

    id: str
    purpose: str
    addressee: str
    state: ConsentState
    until: dt.datetime | None
    identity: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why nothing leaves; `because` are the labels of the markings that say so."""

    code: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The consent that the file stands on, or every reason why there is none."""

    consent: Given | None
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which format is asked for, for whom (an id, or nothing), under which marking of the case.

    `second`: a second person agreed to this very thing. `summary`: the desk wrote one.
    """

    format: Format
    addressee: str
    tlp: str
    pap: str
    second: bool
    summary: bool


class NotExported(HrdError):
    """A case may not leave like this. `refusals` say why; nothing was made."""

    code = "not_exported"

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(", ".join(one.code for one in refusals))
        self.refusals = refusals


def judge(asked: Asked, given: Iterable[Given], rules: Handling, *, now: dt.datetime) -> Verdict:
    """Return what a file would stand on, or why it may not be made: all reasons at once."""
    consent, consent_refusal = _consent(asked, given, now)
    found = [*consent_refusal, *_marked(asked, rules)]
    if asked.format.summarised and not asked.summary:
        found.append(Refusal(NO_SUMMARY))
    return Verdict(None if found else consent, tuple(found))


def _marked(asked: Asked, rules: Handling) -> list[Refusal]:
    said = handling.verdict(rules, tlp=asked.tlp, pap=asked.pap, doing=asked.format.doing)
    if said.rule == "no":
        return [Refusal(FORBIDDEN, said.because)]
    if said.rule == "second_person" and not asked.second:
        return [Refusal(SECOND_PERSON, said.because)]
    return []


def _consent(
    asked: Asked, given: Iterable[Given], now: dt.datetime
) -> tuple[Given | None, list[Refusal]]:
    """Return a consent that holds, or why none does: what came nearest tells most."""
    chosen = asked.format
    if chosen.addressed and not (asked.addressee and asked.addressee.startswith(chosen.to)):
        return None, [Refusal(NO_ADDRESSEE)]
    fitting = [
        one
        for one in given
        if one.purpose in chosen.purposes
        and (not chosen.addressed or one.addressee == asked.addressee)
    ]
    for one in fitting:
        if one.state is ConsentState.GIVEN and (one.until is None or now < one.until):
            return one, []
    return None, [Refusal(_nearest(fitting))]


_NEAREST: Final = (
    (ConsentState.GIVEN, EXPIRED),
    (ConsentState.WITHDRAWN, "withdrawn"),
    (ConsentState.REFUSED, "refused"),
    (ConsentState.ASKED, "asked"),
)


def _nearest(fitting: list[Given]) -> str:
    states = {one.state for one in fitting}
    return next((code for state, code in _NEAREST if state in states), MISSING)
