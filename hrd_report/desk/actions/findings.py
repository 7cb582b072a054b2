"""Keeps findings on the ten steps. Suggests from what the case knows, and decides nothing."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions import access, assessing
from hrd_report.desk.actions.reading import Reader
from hrd_report.desk.casefile import CaseFile, EscalationEntry
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents.casework import FindingDocument, FindingValue
from hrd_report.errors import Invalid
from hrd_report.records.audit import Act
from hrd_report.records.cases import Case, Urgency
from hrd_report.records.keys import ItemKind
from hrd_report.reference import suggestions
from hrd_report.reference.reference import Reference
from hrd_report.reference.suggestions import CaseFacts, Suggestion
from hrd_report.sealed import Plain

Say = Callable[[str], str]
"""Puts a sentence of the reference into a reader's language."""


@dataclass(frozen=True, slots=True, repr=False)
class Judgement:
    """What a caseworker says about one step; `suggested_by` names the rule that was accepted."""

    step: str
    finding: FindingValue
    reason: Plain
    ask: Plain
    suggested_by: str | None = None


def keep(
    session: Session,
    worker: Worker,
    seen: Seen,
    platform: str,
    judged: Iterable[Judgement],
    reference: Reference,
    *,
    now: dt.datetime,
) -> Case:
    """Keep what is new among the findings on one platform, all of them or none.

    Raises `Invalid` for a step, finding or platform that does not exist, `Conflict` from an old
    page.
    """
    wanted = list(judged)
    _check(platform, wanted, reference)
    case, ring = access.fresh(session, worker, seen, day=now.date())
    held = _held(Reader(session, case, ring), platform)
    changed = False
    for one in wanted:
        former = held.get(one.step)
        if former is not None and _same(former, one):
            continue
        finding = FindingDocument(
            platform=platform,
            step=one.step,
            finding=one.finding,
            reason=one.reason,
            by=worker.name,
            at=assessing.later(former.at if former else None, now),
            ask=one.ask,
            suggested_by=one.suggested_by,
        )
        recipient = ring.key(case.kid).public
        keeping.keep(session, case.id, ItemKind.FINDING, finding, recipient, day=now.date())
        changed = True
    if changed:
        keeping.changed(case)
        keeping.record(
            session, Act.RECORDED_FINDING, actor=worker.id, thing=case.id, day=now.date()
        )
    return case


def suggest(
    file: CaseFile, platform: str, reference: Reference, *, now: dt.datetime
) -> dict[str, Suggestion]:
    """Return suggestions by step, from the newest escalation to this platform and the directory."""
    sent = [
        one
        for one in file.escalations
        if one.notice is not None and one.notice.platform == platform
    ]
    facts = facts_of(platform, sent[-1] if sent else None, file.case, reference, now)
    return {one.step: one for one in suggestions.suggest(facts, reference)}


def accepted(one: Suggestion, reference: Reference, say: Say) -> Judgement:
    """Turn a suggestion that a caseworker accepts into a judgement, in the caseworker's words."""
    rule = reference.rule(one.reason_id)
    return Judgement(
        step=one.step,
        finding=cast("FindingValue", one.finding),
        reason=Plain(say(rule.reason)),
        ask=Plain(say(rule.request) if rule.request else ""),
        suggested_by=rule.id,
    )


def facts_of(
    platform: str,
    entry: EscalationEntry | None,
    case: Case,
    reference: Reference,
    now: dt.datetime,
) -> CaseFacts:
    """Gather what one escalation knows; without one, only the directory speaks."""
    critical = case.urgency is Urgency.CRITICAL
    if entry is None or entry.row.sent_at is None:
        return CaseFacts(platform=platform, critical=critical, waited=dt.timedelta())
    row, sent, decision = entry.row, entry.row.sent_at, entry.decision
    acknowledged = row.acknowledged_at - sent if row.acknowledged_at else None
    first = min((m for m in (row.acknowledged_at, row.decided_at) if m), default=None)
    decisions = decision.items if decision is not None else ()
    refusals = {one.id for one in reference.decisions if one.result == "refused"}
    return CaseFacts(
        platform=platform,
        critical=entry.notice.urgency == "critical" if entry.notice else critical,
        waited=max(dt.timedelta(), now - sent),
        acknowledged_after=acknowledged if acknowledged or first is None else first - sent,
        answered_after=first - sent if first is not None else None,
        refused=any(one.decision in refusals for one in decisions),
        reasons_given=decision.reasons_given if decision is not None else None,
        appeal_offered=decision.appeal_offered if decision is not None else None,
    )


def _check(platform: str, judged: list[Judgement], reference: Reference) -> None:
    wrong: dict[str, list[str]] = {}
    if all(one.id != platform for one in reference.platforms):
        wrong["platform"] = ["unknown"]
    for one in judged:
        known_step = any(step.id == one.step for step in reference.steps)
        if not known_step or all(value.id != one.finding for value in reference.findings):
            wrong[f"finding-{one.step}"] = ["unknown"]
    if wrong:
        raise Invalid(wrong)


def _held(read: Reader, platform: str) -> dict[str, FindingDocument]:
    found = [one.document for one in read.all(ItemKind.FINDING, FindingDocument)]
    ordered = sorted(found, key=lambda one: one.at)
    return {one.step: one for one in ordered if one.platform == platform}


def _same(former: FindingDocument, one: Judgement) -> bool:
    return (former.finding, former.reason, former.ask) == (one.finding, one.reason, one.ask)
