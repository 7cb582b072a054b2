"""Writes the one nameless fact a case may add to statistics, and keeps it up to date. Counts none.

One defender weighs at most one fact: a case has one receipt, and its sealed assessment remembers
the one fact that was ever written for it. A frozen bucket's fact stays as it is.
"""

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, uncounting
from hrd_report.desk.actions.reading import Reader
from hrd_report.documents import facts as shape
from hrd_report.documents.casework import AssessmentDocument, FindingDocument
from hrd_report.documents.reports import ConsentDocument, CountedDocument
from hrd_report.records import cases, facts, keys
from hrd_report.records.audit import Act
from hrd_report.records.cases import Case, ConsentState
from hrd_report.records.facts import Bucket, BucketState, Fact
from hrd_report.records.keys import ItemKind, KeyKind
from hrd_report.reference.codes import duration_code
from hrd_report.reference.reference import Reference
from hrd_report.vault import grants
from hrd_report.vault.facts import seal_fact
from hrd_report.vault.keyring import Keyring
from hrd_report.vault.keys import Key, PublicKey

STATISTICS: Final = "statistics"
_DECEMBER: Final = 12


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
    bucket = _bucket_of(session, held, now.date())
    if bucket is None or bucket.state is not BucketState.OPEN:
        return held
    if not _agreed(session, case, ring):
        return _remove(session, case, held)
    findings = Reader(session, case, ring).all(ItemKind.FINDING, FindingDocument)
    newest = _newest([one.document for one in findings])
    codes = codes_of(held, newest, (now.date() - case.received_day).days, reference)
    body = shape.encode(codes, case.received_day.month, reference.codes)
    sealed = seal_fact(body, PublicKey.from_raw(bucket.public), bucket.name)
    fact = session.get(Fact, bytes.fromhex(held.fact)) if held.fact else None
    if fact is not None:
        fact.body = sealed
        if not uncounting.is_linked(session, case.id):
            _link(session, case, fact, now.date())
        return held
    fact = Fact(id=keeping.new_id(), bucket=bucket.name, body=sealed)
    session.add(fact)
    _link(session, case, fact, now.date())
    # The audit names no case here: case and fact must not meet outside the sealed record.
    keeping.record(session, Act.FACT_WRITTEN, actor=None, thing=None, day=now.date())
    return replace(held, fact=fact.id.hex(), bucket=bucket.name)


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


def _link(session: Session, case: Case, fact: Fact, day: dt.date) -> None:
    """Tell the receipt, so that the defender can take the case out without us."""
    uncounting.unlink(session, case.id)
    counted = CountedDocument(fact=fact.id.hex(), bucket=fact.bucket)
    receipt = keeping.receipt_key(session, case.id)
    keeping.keep(session, case.id, ItemKind.FACT, counted, receipt, day=day)


def _remove(session: Session, case: Case, held: AssessmentDocument) -> AssessmentDocument:
    fact = session.get(Fact, bytes.fromhex(held.fact)) if held.fact else None
    if fact is not None:
        session.delete(fact)
    uncounting.unlink(session, case.id)
    return replace(held, fact=None, bucket=None)


def _bucket_of(session: Session, held: AssessmentDocument, day: dt.date) -> Bucket | None:
    if held.bucket is not None:
        return session.scalars(facts.bucket(held.bucket)).first()
    found = session.scalars(facts.bucket_on(day)).first()
    return found or _new_bucket(session, day)


def _new_bucket(session: Session, day: dt.date) -> Bucket | None:
    """Begin the bucket of a year. Its key is granted to the analysts and forgotten here."""
    analysts = session.scalars(keys.active(KeyKind.ANALYST)).first()
    if analysts is None:
        return None
    key = Key.new()
    holder = PublicKey.from_raw(analysts.public)
    made = Bucket(
        name=str(day.year),
        first=dt.date(day.year, 1, 1),
        last=dt.date(day.year, _DECEMBER, 31),
        state=BucketState.OPEN,
        kid=key.kid,
        public=key.public.raw,
        holder=holder.kid,
        grant=grants.grant(key, holder),
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # somebody began it at the same moment
        return session.scalars(select(Bucket).where(Bucket.name == made.name)).one()
    return made
