"""Every sign that a rule may name can be had from what a case holds, not from the table alone."""

import datetime as dt

import pytest

from hrd_report.desk.actions import suggesting
from hrd_report.desk.casefile import CaseFile, EscalationEntry
from hrd_report.documents.casework import AssessmentDocument, CheckDocument, FindingDocument
from hrd_report.documents.escalations import DecisionDocument, ItemDecision, NoticeDocument
from hrd_report.records.cases import Case, CaseState, Due, Urgency
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.reference import signs
from hrd_report.reference.load import load
from hrd_report.sealed import Plain

REFERENCE = load()
NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
SENT = NOW - dt.timedelta(days=20)
SOON = SENT + dt.timedelta(hours=1)
NO = Plain("")
ID = bytes(16)


def notice(urgency="normal"):
    words = dict.fromkeys(("subject", "explanation", "context", "clause", "harm"), NO)
    return NoticeDocument(
        platform="x",
        address="",
        kind="terms",
        language="en",
        items=(),
        identity="organisation",
        identity_text=NO,
        consents=(),
        steps=(),
        asks=(),
        urgency=urgency,
        reference="R",
        by="heron",
        at=SENT,
        **words,
    )


def decision(*codes, **more):
    items = tuple(ItemDecision(item=n, decision=code) for n, code in enumerate(codes, 1))
    return DecisionDocument(by="heron", at=NOW, platform_reference=NO, items=items, **more)


def entry(state=EscalationState.SENT, *, urgency="normal", decided=None, **moments):
    row = Escalation(id=ID, case_id=ID, state=state, notice_item=ID, day=SENT.date())
    for name, moment in {"sent_at": SENT, **moments}.items():
        setattr(row, name, moment)
    return EscalationEntry(row, notice(urgency), decided)


def judged(action, finding):
    check = CheckDocument(action=action, finding=finding)
    step = action.split(".")[0]
    words = {"reason": NO, "by": "heron", "at": NOW}
    return {
        ("x", step): FindingDocument(
            platform="x", step=step, finding="unknown", checks=(check,), **words
        )
    }


def file(*entries, language="fr", findings=None, threats=(), urgency=Urgency.NORMAL):
    case = Case(
        id=ID,
        number="K",
        kid=ID,
        team_id=ID,
        state=CaseState.IN_PROGRESS,
        urgency=urgency,
        language=language,
        received_day=SENT.date(),
        due=Due.NOTHING,
    )
    empty = dict.fromkeys(("additions", "files", "messages", "notes", "own_notes", "consents"), ())
    return CaseFile(
        case=case,
        ring=None,
        row=None,
        report=None,
        assessment=AssessmentDocument(by="heron", at=NOW, threats=threats),
        findings=findings or {},
        escalations=list(entries),
        **empty,
    )


DECIDED = EscalationState.DECIDED
SILENT, FAILED = EscalationState.NO_RESPONSE, EscalationState.FAILED
CASES = {
    ("clock", "acknowledgement_missing"): file(entry()),
    ("clock", "acknowledgement_late"): file(entry(acknowledged_at=NOW)),
    ("clock", "acknowledgement_in_time"): file(entry(acknowledged_at=SOON)),
    ("clock", "decision_missing"): file(entry(acknowledged_at=SOON)),
    ("clock", "decision_late"): file(entry(DECIDED, decided_at=NOW)),
    ("clock", "decision_in_time"): file(entry(DECIDED, decided_at=SOON)),
    ("clock", "critical"): file(urgency=Urgency.CRITICAL),
    ("clock", "critical_unanswered"): file(entry(urgency="critical")),
    ("clock", "silent"): file(entry(SILENT)),
    ("answer", "granted"): file(entry(DECIDED, decided=decision("removed"))),
    ("answer", "partly"): file(entry(DECIDED, decided=decision("labelled"))),
    ("answer", "refused"): file(entry(DECIDED, decided=decision("removed", "out_of_scope"))),
    ("answer", "refused_without_reasons"): file(
        entry(DECIDED, decided=decision("refused", reasons_given=False))
    ),
    ("answer", "refused_without_appeal"): file(
        entry(DECIDED, decided=decision("refused", appeal_offered=False))
    ),
    ("answer", "reasons_given"): file(entry(DECIDED, decided=decision(reasons_given=True))),
    ("answer", "upheld"): file(entry(EscalationState.UPHELD)),
    ("answer", "overturned"): file(entry(EscalationState.OVERTURNED)),
    ("answer", "undeliverable"): file(entry(FAILED, sent_at=None)),
    ("language", "union"): file(language="fr"),
    ("language", "outside_union"): file(language="am"),
    ("language", "read"): file(findings=judged("6.1", "met")),
    ("language", "unread"): file(findings=judged("6.1", "not_met")),
    ("platform", "account_needed"): file(findings=judged("8.2", "not_met")),
    ("threat", "doxing"): file(threats=("doxing",)),
}


@pytest.mark.parametrize("sign", CASES, ids=lambda sign: sign[1])
def test_a_sign_is_seen_in_a_case_that_has_it(sign):
    facts = suggesting.facts_of(CASES[sign], "x", REFERENCE, now=NOW)
    seen = signs.seen(facts, REFERENCE.platform("x"), REFERENCE.clocks)
    assert sign[1] in seen[sign[0]]


def test_no_sign_of_a_case_is_without_a_case():
    of_cases = {
        (name, sign) for name in ("clock", "answer", "language") for sign in signs.KNOWN[name]
    }
    assert of_cases <= set(CASES)
