"""Asks the table of rules what a case suggests, and turns an accepted one into a judgement.

Keeps nothing, and nothing applies by itself.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import cast

from hrd_report.desk.actions.findings import ASIDE, BACK, Judgement
from hrd_report.desk.casefile import CaseFile, EscalationEntry
from hrd_report.documents.casework import (
    CheckDocument,
    DeskRecord,
    FindingDocument,
    FindingValue,
)
from hrd_report.documents.escalations import DecisionDocument
from hrd_report.records.cases import Urgency
from hrd_report.records.escalations import EscalationState
from hrd_report.reference import suggestions
from hrd_report.reference.reference import Reference
from hrd_report.reference.signs import CaseFacts
from hrd_report.reference.suggestions import Suggestion
from hrd_report.sealed import Plain

Say = Callable[[str], str]
"""Puts a sentence of the reference into a reader's language."""

_ENDS = {
    EscalationState.NO_RESPONSE: "no_response",
    EscalationState.UPHELD: "upheld",
    EscalationState.OVERTURNED: "overturned",
    EscalationState.FAILED: "failed",
}
_READS, _NEEDS_NONE = "6.1", "8.2"
"""Actions whose finding answers a question that no document answers."""


def suggest(
    file: CaseFile, platform: str, reference: Reference, *, now: dt.datetime
) -> dict[str, Suggestion]:
    """Return suggestions by step, less those put aside, from what the case knows of a platform."""
    facts = facts_of(file, platform, reference, now=now)
    aside = put_aside(file, platform)
    return {one.step: one for one in suggestions.suggest(facts, reference, without=aside)}


def put_aside(file: CaseFile, platform: str) -> dict[str, DeskRecord]:
    """Return, by rule, who put its suggestion at a platform aside and when."""
    newest: dict[str, DeskRecord] = {}
    for one in file.records:
        if one.about in (ASIDE, BACK) and one.codes.get("platform") == platform:
            newest[one.codes.get("rule", "")] = one
    return {rule: one for rule, one in newest.items() if one.about == ASIDE}


def accepted(
    one: Suggestion, held: FindingDocument | None, reference: Reference, say: Say
) -> Judgement:
    """Turn a suggestion that a caseworker accepts into a judgement, in the caseworker's words.

    What it means for actions stands beside those judged before.
    """
    rule = reference.rule(one.reason_id)
    checks = {check.action: check for check in (held.checks if held else ())}
    for action, finding in one.actions.items():
        if finding != "unknown" or action not in checks:
            checks[action] = CheckDocument(action=action, finding=cast("FindingValue", finding))
    return Judgement(
        step=one.step,
        finding=cast("FindingValue", one.finding),
        reason=Plain(say(rule.reason)),
        ask=Plain(say(rule.request) if rule.request else ""),
        suggested_by=rule.id,
        source=rule.source,
        checks=tuple(checks.values()),
    )


def facts_of(file: CaseFile, platform: str, reference: Reference, *, now: dt.datetime) -> CaseFacts:
    """Gather what a case knows of a platform, from its newest escalation that was sent."""
    sent = [
        one
        for one in file.escalations
        if one.notice is not None and one.notice.platform == platform
    ]
    entry = sent[-1] if sent else None
    subtypes = file.assessment.subtypes if file.assessment is not None else ()
    judged = _judged(file, platform)
    critical = file.case.urgency is Urgency.CRITICAL
    if entry is not None and entry.notice is not None:
        critical = entry.notice.urgency == Urgency.CRITICAL.value
    decision = entry.decision if entry is not None else None
    return CaseFacts(
        platform=platform,
        critical=critical,
        threats=frozenset((*file.threats, *subtypes)),
        language=file.case.language,
        ended=_ENDS.get(entry.row.state) if entry is not None else None,
        results=_results(decision, reference),
        reasons_given=decision.reasons_given if decision is not None else None,
        appeal_offered=decision.appeal_offered if decision is not None else None,
        reviewer_reads_language=_yes(judged.get(_READS)),
        account_needed=_no(judged.get(_NEEDS_NONE)),
        **_spans(entry, now),
    )


def _spans(entry: EscalationEntry | None, now: dt.datetime) -> Mapping[str, dt.timedelta]:
    if entry is None or entry.row.sent_at is None:
        return {"waited": dt.timedelta()}
    row, sent = entry.row, entry.row.sent_at
    first = min((m for m in (row.acknowledged_at, row.decided_at) if m), default=None)
    moments = {
        "acknowledged_after": row.acknowledged_at or first,
        "answered_after": first,
        "decided_after": row.decided_at,
    }
    spans = {name: moment - sent for name, moment in moments.items() if moment is not None}
    return {"waited": max(dt.timedelta(), now - sent), **spans}


def _results(decision: DecisionDocument | None, reference: Reference) -> frozenset[str]:
    results = {one.id: one.result for one in reference.decisions}
    items = decision.items if decision is not None else ()
    return frozenset(results[one.decision] for one in items if one.decision in results)


def _judged(file: CaseFile, platform: str) -> Mapping[str, str]:
    """Return what was found on single actions at a platform."""
    held: Iterable[FindingDocument] = (
        one for (name, _), one in file.findings.items() if name == platform
    )
    return {check.action: check.finding for one in held for check in one.checks}


def _yes(finding: str | None) -> bool | None:
    return {"met": True, "not_met": False}.get(finding or "")


def _no(finding: str | None) -> bool | None:
    found = _yes(finding)
    return None if found is None else not found
