"""What a defender agrees to alone: gives, refuses, answers what was asked. Opens nothing.

What is agreed to is sealed to the case and to the receipt; in clear stands only whether it holds.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import consents as rule
from hrd_report.casefile import keeping, renewing, uncounting
from hrd_report.clock import hour_after
from hrd_report.documents.reports import ConsentDocument, CountedDocument
from hrd_report.errors import Invalid
from hrd_report.intake.actions import opening
from hrd_report.intake.reading import Agreement
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import OVER, Case, Consent, ConsentState
from hrd_report.records.keys import ItemKind
from hrd_report.reference.reference import Reference

STATISTICS: Final = "statistics"
QUIET: Final = frozenset({"advice", "keep", STATISTICS, "contact"})
"""Purposes nobody has to act on soon."""

LONGEST_NAME: Final = 200
SPANS: Final[tuple[int | None, ...]] = (90, 30, 365, None)
"""Days for which a consent may be given, the first one being proposed; None: until taken back."""

ALONE: Final = "organisation"
"""The identity level of a consent under which nobody learns who the defender is."""

SHOWN: Final = ("pseudonym", "real")
"""The identity levels that a defender may choose where an addressee is to learn of her."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Answer:
    """What a defender said to one purpose. `addressee` is an id of the directory, or words."""

    purpose: str
    given: bool
    addressee: str | None = None
    identity: str = ALONE
    days: int | None = SPANS[0]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Standing:
    """What a receipt opens of a case's consents, and of how it was counted."""

    case_id: bytes
    consents: tuple[Agreement, ...]
    counted: tuple[CountedDocument, ...]


def check(answer: Answer, reference: Reference) -> None:
    """Refuse what does not fit the purpose. Raises `Invalid`, and `NotFound` for a purpose."""
    purpose = reference.consent_purpose(answer.purpose)
    wrong = {}
    if purpose.needs_addressee and not answer.addressee:
        wrong["addressee"] = ["missing"]
    elif answer.addressee and len(answer.addressee) > LONGEST_NAME:
        wrong["addressee"] = ["too_long"]
    if answer.identity not in (SHOWN if purpose.discloses_identity else (ALONE,)):
        wrong["identity"] = ["unknown"]
    if answer.days not in SPANS:
        wrong["days"] = ["unknown"]
    if wrong:
        raise Invalid(wrong)


def give(
    session: Session, answer: Answer, standing: Standing, *, now: dt.datetime, promise: dt.timedelta
) -> None:
    """Keep an answer. The same answer given twice is kept once; a no ends a yes."""
    before = [one for one in standing.consents if _same(one, answer)]
    holding = [one for one in before if holds(one.row, now)]
    asked = [one for one in before if one.row.state is ConsentState.ASKED]
    if asked:
        reply(session, asked[-1].row, given=answer.given, now=now, promise=promise)
    elif answer.given and not _covers(holding, answer):
        _keep(session, standing.case_id, answer, now)
        if answer.purpose not in QUIET:
            _tell_team(session, standing.case_id, now, promise)
    if answer.given:
        return
    for one in holding:
        withdraw(session, one.row, standing, now=now)
    if not before:
        _keep(session, standing.case_id, answer, now)


def reply(
    session: Session, consent: Consent, *, given: bool, now: dt.datetime, promise: dt.timedelta
) -> None:
    """Say yes or no to what the team asked; what was answered before stays as it was answered."""
    row = session.get_one(Consent, consent.id, with_for_update=LOCKED)
    if row.state is not ConsentState.ASKED:
        return
    row.state = ConsentState.GIVEN if given else ConsentState.REFUSED
    _tell_team(session, row.case_id, now, promise)


def withdraw(session: Session, consent: Consent, standing: Standing, *, now: dt.datetime) -> None:
    """Take a consent back: what is queued stops, and a case that was counted is counted no more.

    No row in the audit: it would tell the day of a defender's visit.
    """
    row = session.get_one(Consent, consent.id)
    rule.withdraw(session, row, now=now)
    if STATISTICS in purposes(one for one in standing.consents if one.row.id == row.id):
        uncounting.take_out(session, standing.case_id, standing.counted)


def purposes(consents: Iterable[Agreement]) -> set[str]:
    """Return the purposes of consents that can be read."""
    return {one.document.purpose for one in consents if one.document is not None}


def holds(row: Consent, now: dt.datetime) -> bool:
    """Whether a consent covers anything at this moment."""
    return row.state is ConsentState.GIVEN and (row.until is None or now < row.until)


def _same(one: Agreement, answer: Answer) -> bool:
    document = one.document
    return (
        document is not None
        and document.purpose == answer.purpose
        and document.platform == answer.addressee
    )


def _covers(holding: list[Agreement], answer: Answer) -> bool:
    return any(one.document and one.document.identity == answer.identity for one in holding)


def _keep(session: Session, case_id: bytes, answer: Answer, now: dt.datetime) -> None:
    case = session.get_one(Case, case_id, with_for_update=LOCKED)
    chosen, item_id, day = keeping.new_id(), keeping.new_id(), now.date()
    until = None if answer.days is None else hour_after(now + dt.timedelta(days=answer.days))
    document = ConsentDocument(
        consent=chosen.hex(),
        purpose=answer.purpose,
        identity=answer.identity,
        at=now,
        recorded_by="",
        platform=answer.addressee,
        until=until,
    )
    kind, ours = ItemKind.CONSENT, renewing.recipient(session, case, day=day)
    keeping.keep(session, case_id, kind, document, ours, day=day, item_id=item_id)
    keeping.keep(session, case_id, kind, document, keeping.receipt_key(session, case_id), day=day)
    session.flush()  # the row names the item
    state = ConsentState.GIVEN if answer.given else ConsentState.REFUSED
    session.add(
        Consent(id=chosen, case_id=case_id, state=state, item_id=item_id, day=day, until=until)
    )
    keeping.changed(case)


def _tell_team(session: Session, case_id: bytes, now: dt.datetime, promise: dt.timedelta) -> None:
    """Let the team look soon: it may have waited for this. A case that is over stays over."""
    case = session.get_one(Case, case_id, with_for_update=LOCKED)
    if case.state in OVER:
        keeping.changed(case)
    else:
        opening.wake(session, case, now=now, promise=promise)
