"""Keeps findings on the ten steps, and suggestions put aside. Decides nothing."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions import access, assessing, tallying
from hrd_report.desk.actions.reading import Reader
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents.casework import CheckDocument, DeskRecord, FindingDocument, FindingValue
from hrd_report.errors import Invalid
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.keys import ItemKind
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

ASIDE = "dismissed"
BACK = "brought_back"
_MAY_STAY = ("source", "where", "evidence", "checks")


@dataclass(frozen=True, slots=True, repr=False)
class Judgement:
    """What a caseworker says about one step, in the fields of `FindingDocument`.

    `suggested_by` names the rule that was accepted. What is None stays as it was.
    """

    step: str
    finding: FindingValue
    reason: Plain
    ask: Plain
    suggested_by: str | None = None
    source: str | None = None
    where: Plain | None = None
    evidence: tuple[str, ...] | None = None
    checks: tuple[CheckDocument, ...] | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Judged:
    """What a caseworker says about one platform: steps judged, suggestions put aside or back.

    `aside` and `back` name rules.
    """

    platform: str
    steps: Collection[Judgement] = ()
    aside: Collection[str] = ()
    back: Collection[str] = ()


def keep(
    session: Session,
    worker: Worker,
    seen: Seen,
    judged: Judged,
    reference: Reference,
    *,
    now: dt.datetime,
) -> Case:
    """Keep what is new among the findings on one platform, all of them or none.

    Raises `Invalid` for a step, finding, action or platform that does not exist, `Conflict` from an
    old page.
    """
    _check(judged, reference)
    case, ring = access.fresh(session, worker, seen, day=now.date())
    read, recipient = Reader(session, case, ring), ring.key(case.kid).public
    fresh = [
        *((ItemKind.FINDING, one) for one in _findings(read, judged, worker.name, now)),
        *((ItemKind.RECORD, one) for one in _notes(read, judged, worker.name, now)),
    ]
    for kind, document in fresh:
        keeping.keep(session, case.id, kind, document, recipient, day=now.date())
    if fresh:
        tallying.tell(session, worker, case, ring, day=now.date())
        keeping.changed(case)
        keeping.record(
            session, Act.RECORDED_FINDING, actor=worker.id, thing=case.id, day=now.date()
        )
    return case


def _findings(read: Reader, judged: Judged, by: str, now: dt.datetime) -> Iterator[FindingDocument]:
    held = _held(read, judged.platform)
    for one in judged.steps:
        former = held.get(one.step)
        said = _said(one, former)
        if former is None or not _same(former, said):
            at = assessing.later(former.at if former else None, now)
            yield FindingDocument(platform=judged.platform, by=by, at=at, **said)


def _said(one: Judgement, former: FindingDocument | None) -> dict[str, Any]:
    """Return a judgement's fields; what it leaves out is as it was, or empty."""
    names = [name for name in Judgement.__slots__ if getattr(one, name) is not None]
    said = {name: getattr(one, name) for name in names}
    if former is not None:
        kept = {name: getattr(former, name) for name in _MAY_STAY if name not in said}
        return {**said, **kept}
    return said


def _notes(read: Reader, judged: Judged, by: str, now: dt.datetime) -> Iterator[DeskRecord]:
    """Yield notes on what was put aside and brought back."""
    if not judged.aside and not judged.back:
        return
    before = [one.document.at for one in read.all(ItemKind.RECORD, DeskRecord)]
    at = assessing.later(max(before, default=None), now)
    for about, rules in ((ASIDE, judged.aside), (BACK, judged.back)):
        for rule in rules:
            codes = {"platform": judged.platform, "rule": rule}
            yield DeskRecord(about=about, by=by, at=at, codes=codes)


def _check(judged: Judged, reference: Reference) -> None:
    wrong = set()
    if all(one.id != judged.platform for one in reference.platforms):
        wrong.add("platform")
    if not {*judged.aside, *judged.back} <= {rule.id for rule in reference.rules}:
        wrong.add("aside")
    for one in judged.steps:
        wrong |= _wrong(one, reference)
    if wrong:
        raise Invalid({name: ["unknown"] for name in wrong})


def _wrong(one: Judgement, reference: Reference) -> set[str]:
    """Return the fields of a judgement that name what does not exist."""
    values = {known.id for known in reference.findings}
    step = next((known for known in reference.steps if known.id == one.step), None)
    if step is None or one.finding not in values:
        return {f"finding-{one.step}"}
    actions = {known.id for known in step.actions}
    wrong = {
        f"check-{check.action}"
        for check in one.checks or ()
        if check.action not in actions or check.finding not in values
    }
    if one.source and all(known.id != one.source for known in reference.sources):
        wrong.add("source")
    return wrong


def _held(read: Reader, platform: str) -> dict[str, FindingDocument]:
    found = [one.document for one in read.all(ItemKind.FINDING, FindingDocument)]
    ordered = sorted(found, key=lambda one: one.at)
    return {one.step: one for one in ordered if one.platform == platform}


def _same(former: FindingDocument, said: dict[str, Any]) -> bool:
    return all(getattr(former, name) == said[name] for name in said if name != "suggested_by")
