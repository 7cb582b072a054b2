"""Writes the one nameless fact a case may add to statistics, and keeps it up to date. Counts none.

Desk and escalation call it whenever something changes that a fact says; what changed while nobody
held the case's key, as a silence does, is brought in when the case is next opened.

One defender weighs at most one fact: a case has one receipt, and its sealed assessment remembers
the one fact that was ever written for it. A frozen bucket's fact stays as it is.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, TypeVar

from sqlalchemy.orm import Session

from hrd_report.casefile import answered, bucket_years, fact_rows, keeping, opening, uncounting
from hrd_report.casefile.answered import Asked
from hrd_report.documents import facts as shape
from hrd_report.documents.casework import AssessmentDocument, FindingDocument
from hrd_report.documents.escalations import DecisionDocument, NoticeDocument
from hrd_report.documents.reports import ConsentDocument, CountedDocument
from hrd_report.records import cases, escalations, facts, keys
from hrd_report.records.acts import Act
from hrd_report.records.cases import OVER, Case, ConsentState
from hrd_report.records.facts import Bucket, BucketState
from hrd_report.records.keys import Item, ItemKind
from hrd_report.reference.codes import duration_code
from hrd_report.reference.reference import Reference
from hrd_report.vault.keyring import Keyring

Document = TypeVar("Document")

STATISTICS: Final = "statistics"
COUNTED_AT_LATEST: Final = dt.timedelta(days=90)
"""After so many days a case is counted as it stands, whether it has ended or not."""

_TICK: Final = dt.timedelta(microseconds=1)


def count(
    session: Session,
    case: Case,
    ring: Keyring,
    held: AssessmentDocument,
    reference: Reference,
    *,
    now: dt.datetime,
) -> AssessmentDocument:
    """Write or update the case's fact; return the assessment that remembers it.

    Nothing is counted unless the defender agreed to be counted, nor before there is an analysts'
    key; a fact that is there is removed when the agreement is, while its bucket is open.
    """
    bucket = _bucket_of(session, case, held, now.date())
    if bucket is None or bucket.state is not BucketState.OPEN:
        return held
    if held.counted_elsewhere or not _agreed(session, case, ring):
        return _remove(session, case, held)
    newest = _newest(_all(session, case, ring, ItemKind.FINDING, FindingDocument))
    told = told_of(case, held, _asked(session, case, ring, reference), reference)
    codes = codes_of(held, newest, told, (now.date() - case.received_day).days, reference)
    body = shape.encode(codes, case.received_day.month, reference.codes)
    held = replace(held, counted=_line(told))
    if held.fact is not None and held.bucket == bucket.name:
        fact_rows.put(session, bytes.fromhex(held.fact), bucket, body)
        if not uncounting.is_linked(session, case.id):
            _link(session, case, held.fact, bucket.name, now.date())
        return held
    if held.fact is not None and held.bucket is not None:
        fact_rows.drop(session, bytes.fromhex(held.fact), held.bucket)
    fact = keeping.new_id()
    fact_rows.put(session, fact, bucket, body)
    _link(session, case, fact.hex(), bucket.name, now.date())
    # The audit names no case here: case and fact must not meet outside the sealed record.
    keeping.record(session, Act.FACT_WRITTEN, actor=None, thing=None, day=now.date())
    return replace(held, fact=fact.hex(), bucket=bucket.name)


def recount(
    session: Session,
    case: Case,
    ring: Keyring,
    held: AssessmentDocument,
    reference: Reference,
    *,
    now: dt.datetime,
) -> AssessmentDocument:
    """Bring the fact of a triaged case in line with what the defender wishes."""
    if held.severity is None:
        return held
    return count(session, case, ring, held, reference, now=now)


def follow(
    session: Session, case: Case, ring: Keyring, reference: Reference, *, now: dt.datetime
) -> None:
    """Bring a fact that is there in line with what was answered, if it says something else.

    No more often: whoever keeps copies of the database sees which rows differ from day to day.
    """
    read = _all(session, case, ring, ItemKind.ASSESSMENT, AssessmentDocument)
    held = max(read, key=lambda one: one.at, default=None)
    if held is None or held.fact is None:
        return
    told = told_of(case, held, _asked(session, case, ring, reference), reference)
    if not is_behind(session, held, told):
        return
    counted = recount(session, case, ring, held, reference, now=now)
    if counted != held:
        # Its author stays: what is new in it the program wrote, and nobody else.
        counted = replace(counted, at=max(now, held.at + _TICK))
        recipient = ring.key(case.kid).public
        keeping.keep(session, case.id, ItemKind.ASSESSMENT, counted, recipient, day=now.date())


def is_behind(session: Session, held: AssessmentDocument, told: dict[str, str]) -> bool:
    """Whether a case's fact says something else of the answers, and may still be changed."""
    if held.fact is None or held.bucket is None or held.counted == _line(told):
        return False
    bucket = session.scalars(facts.bucket(held.bucket)).first()
    return bucket is not None and bucket.state is BucketState.OPEN


def told_of(
    case: Case, held: AssessmentDocument, found: Iterable[Asked | None], reference: Reference
) -> dict[str, str]:
    """Return what a fact says of answers: those of the platform that it names, and the language."""
    languages = reference.codes["language"]
    return answered.codes(found, _platform(held), case.language, languages)


def codes_of(
    held: AssessmentDocument,
    findings: dict[tuple[str, str], FindingDocument],
    told: dict[str, str],
    days: int,
    reference: Reference,
) -> dict[str, str]:
    """Return a case as codes: the first threat and platform stand for all of them."""
    lists = reference.codes
    country = held.country or "unknown"
    levels = {one.level: one.id for one in reference.severity_levels}
    threat = held.threats[0] if held.threats else "other"
    return told | {
        "threat": threat if threat in lists["threat"].codes else "other",
        "platform": _platform(held),
        "region": lists["country"].fold(country),
        "country": country,
        "group": held.group or "not_said",
        "identity": held.identity or "not_said",
        "severity": levels[held.severity or 3],
        "finding": failed_most(findings),
        "outcome": held.outcome or "open",
        "duration": duration_code(max(0, days)),
    }


def failed_most(findings: dict[tuple[str, str], FindingDocument]) -> str:
    """Return the step not met at most platforms, the lower number first; `none` if all are met."""
    failed = Counter(step for (_, step), one in findings.items() if one.finding == "not_met")
    return min(failed, key=lambda step: (-failed[step], int(step)), default="none")


def _platform(held: AssessmentDocument) -> str:
    return held.platforms[0] if held.platforms else "other"


def _line(told: dict[str, str]) -> str:
    return " ".join(told[name] for name in sorted(told))


def _asked(session: Session, case: Case, ring: Keyring, reference: Reference) -> list[Asked | None]:
    """Return what left for this case, also with another one's."""
    rows = escalations.escalations_about(session, case.id)
    agreed: dict[bytes, str] = {}
    if any(one.case_id != case.id for one in rows):
        items = {row.id: row.item_id for row in session.scalars(cases.consents_of(case.id))}
        for consent, one in session.execute(escalations.consents_in_use(case.id)):
            said = _named(session, items.get(consent), ring, ConsentDocument)
            if said is not None and said.platform:
                agreed.setdefault(one.id, said.platform)
    return [
        answered.asked(
            row,
            _named(session, row.notice_item, ring, NoticeDocument),
            _named(session, row.decision_item, ring, DecisionDocument),
            reference,
            agreed.get(row.id, ""),
        )
        for row in rows
    ]


def _all(
    session: Session, case: Case, ring: Keyring, kind: ItemKind, shape: type[Document]
) -> list[Document]:
    """Open a case's items of one kind; what cannot be read says nothing."""
    items = session.scalars(keys.items_of(case.id, kind))
    read = (opening.readable(item, ring, shape) for item in items)
    return [one for one in read if one is not None]


def _named(
    session: Session, item_id: bytes | None, ring: Keyring, shape: type[Document]
) -> Document | None:
    item = session.get(Item, item_id) if item_id is not None else None
    return opening.readable(item, ring, shape) if item is not None else None


def _newest(found: list[FindingDocument]) -> dict[tuple[str, str], FindingDocument]:
    ordered = sorted(found, key=lambda one: one.at)
    return {(one.platform, one.step): one for one in ordered}


def _agreed(session: Session, case: Case, ring: Keyring) -> bool:
    """Tell whether the newest answer about being counted is a yes: silence is none."""
    answers = [
        (document.at, row.state)
        for row in session.scalars(cases.consents_of(case.id))
        if (document := _named(session, row.item_id, ring, ConsentDocument)) is not None
        and document.purpose == STATISTICS
        and row.state is not ConsentState.ASKED
    ]
    return bool(answers) and max(answers, key=lambda one: one[0])[1] is ConsentState.GIVEN


def _link(session: Session, case: Case, fact: str, bucket: str, day: dt.date) -> None:
    """Tell the receipt, so that the defender can take the case out without us."""
    uncounting.unlink(session, case.id)
    counted = CountedDocument(fact=fact, bucket=bucket)
    receipt = keeping.receipt_key(session, case.id)
    keeping.keep(session, case.id, ItemKind.FACT, counted, receipt, day=day)


def _remove(session: Session, case: Case, held: AssessmentDocument) -> AssessmentDocument:
    if held.fact is not None and held.bucket is not None:
        fact_rows.drop(session, bytes.fromhex(held.fact), held.bucket)
    uncounting.unlink(session, case.id)
    return replace(held, fact=None, bucket=None)


def _bucket_of(
    session: Session, case: Case, held: AssessmentDocument, today: dt.date
) -> Bucket | None:
    """Return the bucket of the case's end, or of its ninetieth day: whichever comes first.

    Until it ends it stands with its ninetieth day. What lies in a frozen bucket stays there.
    """
    there = session.scalars(facts.bucket(held.bucket)).first() if held.bucket else None
    if there is not None and (there.first <= today or case.state not in OVER):
        return there
    ninetieth = case.received_day + COUNTED_AT_LATEST
    return bucket_years.bucket_for(session, today if case.state in OVER else max(today, ninetieth))
