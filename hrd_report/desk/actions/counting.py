"""Writes the one nameless fact a case may add to statistics, and keeps it up to date. Counts none.

One defender weighs at most one fact: a case has one receipt, and its sealed assessment remembers
the one fact that was ever written for it. A frozen bucket's fact stays as it is.
"""

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import bucket_years, fact_rows, keeping, uncounting
from hrd_report.desk.actions.reading import Reader
from hrd_report.documents import facts as shape
from hrd_report.documents.casework import AssessmentDocument, FindingDocument
from hrd_report.documents.reports import ConsentDocument, CountedDocument
from hrd_report.records import cases, facts
from hrd_report.records.acts import Act
from hrd_report.records.cases import OVER, Case, ConsentState
from hrd_report.records.facts import Bucket, BucketState
from hrd_report.records.keys import ItemKind
from hrd_report.reference.codes import duration_code
from hrd_report.reference.reference import Reference
from hrd_report.vault.keyring import Keyring

STATISTICS: Final = "statistics"
COUNTED_AT_LATEST: Final = dt.timedelta(days=90)
"""After so many days a case is counted as it stands, whether it has ended or not."""


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
    findings = Reader(session, case, ring).all(ItemKind.FINDING, FindingDocument)
    newest = _newest([one.document for one in findings])
    codes = codes_of(held, newest, (now.date() - case.received_day).days, reference)
    body = shape.encode(codes, case.received_day.month, reference.codes)
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


def codes_of(
    held: AssessmentDocument,
    findings: dict[tuple[str, str], FindingDocument],
    days: int,
    reference: Reference,
) -> dict[str, str]:
    """Return a case as codes: the first threat and platform stand for all of them."""
    lists = reference.codes
    country = held.country or "unknown"
    levels = {one.level: one.id for one in reference.severity_levels}
    threat = held.threats[0] if held.threats else "other"
    return {
        "threat": threat if threat in lists["threat"].codes else "other",
        "platform": held.platforms[0] if held.platforms else "other",
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


def _newest(found: list[FindingDocument]) -> dict[tuple[str, str], FindingDocument]:
    ordered = sorted(found, key=lambda one: one.at)
    return {(one.platform, one.step): one for one in ordered}


def _agreed(session: Session, case: Case, ring: Keyring) -> bool:
    """Tell whether the newest answer about being counted is a yes: silence is none."""
    read = Reader(session, case, ring)
    answers = [
        (document.at, row.state)
        for row in session.scalars(cases.consents_of(case.id))
        if (document := read.named(row.item_id, ConsentDocument)) is not None
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
