"""Records a platform's reasons item by item, and a second decision beside the first. Moves nothing.

A platform that decides twice has said two things: both are kept, the later one is shown first.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.documents.escalations import DecisionDocument, ItemDecision, StatementDocument
from hrd_report.errors import Conflict, IllegalTransition, Invalid
from hrd_report.escalation import casefile, telling
from hrd_report.escalation.actions.answers import Answer
from hrd_report.escalation.actions.drafting import check_version
from hrd_report.escalation.casefile import CaseFile, Desk
from hrd_report.records.acts import Act
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.records.keys import ItemKind
from hrd_report.reference.reference import Reference

SPEAKS = (
    EscalationState.ACKNOWLEDGED,
    EscalationState.DECIDED,
    EscalationState.APPEALED,
    EscalationState.UPHELD,
    EscalationState.OVERTURNED,
)
"""States in which a platform has said something that can have reasons."""
_MOST_BEFORE = 20


def record(
    session: Session,
    desk: Desk,
    escalation: Escalation,
    version: int,
    statements: Sequence[StatementDocument],
) -> None:
    """Keep the reasons for each item. Raises `Invalid` for codes that are none."""
    check_version(escalation, version)
    before = _before(session, desk, escalation)
    notice = casefile.notice(session, desk.file, escalation)
    if len(statements) != len(notice.items):
        raise Invalid({"statements": ["each_item"]})
    _check(statements, desk.reference)
    said = tuple(one for one in statements if one != StatementDocument(item=one.item))
    document = replace(
        before, by=desk.actor.name, at=desk.now, statements=said, reasons_given=bool(said) or None
    )
    _point_to(session, desk, escalation, document)
    telling.note(session, escalation, Act.REASONS_RECORDED, desk.now, desk.actor.id)


def decide_again(
    session: Session, desk: Desk, escalation: Escalation, version: int, answer: Answer
) -> None:
    """Keep another decision beside the one there was; the defender is told of it too."""
    check_version(escalation, version)
    before = _before(session, desk, escalation)
    if escalation.state is not EscalationState.DECIDED or escalation.decision_item is None:
        raise IllegalTransition("only what was decided is decided again")
    if len(answer.decisions) != len(before.items):
        raise Invalid({"decision": ["each_item"]})
    document = DecisionDocument(
        by=desk.actor.name,
        at=desk.now,
        platform_reference=answer.platform_reference or before.platform_reference,
        items=tuple(
            ItemDecision(item=n, decision=one) for n, one in enumerate(answer.decisions, 1)
        ),
        reasons_given=answer.reasons_given,
        appeal_offered=answer.appeal_offered,
        reasons=answer.reasons,
        before=escalation.decision_item.hex(),
    )
    _point_to(session, desk, escalation, document)
    telling.note(session, escalation, Act.DECIDED, desk.now, desk.actor.id)
    said = telling.news(escalation, "escalation_decided", desk.now)
    telling.tell(
        session,
        escalation,
        replace(said, decisions=answer.decisions, next_at=escalation.due_at),
    )


def earlier(session: Session, file: CaseFile, document: DecisionDocument) -> list[DecisionDocument]:
    """Return the decisions before one, the latest first."""
    found: list[DecisionDocument] = []
    while document.before and len(found) < _MOST_BEFORE:
        item = bytes.fromhex(document.before)
        document = casefile.document(session, file, item, DecisionDocument)
        found.append(document)
    return found


def contradict(document: DecisionDocument, before: DecisionDocument, reference: Reference) -> bool:
    """Whether two decisions say opposite things of an item: granted once, refused once."""
    results = {one.item: reference.decision(one.decision).result for one in before.items}
    return any(
        {reference.decision(one.decision).result, results.get(one.item)} == {"granted", "refused"}
        for one in document.items
    )


def _before(session: Session, desk: Desk, escalation: Escalation) -> DecisionDocument:
    if escalation.state not in SPEAKS:
        raise IllegalTransition("nobody has answered yet")
    found = casefile.decision(session, desk.file, escalation)
    if found is None:
        raise Conflict
    return found


def _point_to(
    session: Session, desk: Desk, escalation: Escalation, document: DecisionDocument
) -> None:
    file = desk.file
    item = keeping.keep(
        session, file.case.id, ItemKind.DECISION, document, file.public, day=desk.now.date()
    )
    session.flush()
    escalation.decision_item = item.id
    escalation.version += 1


def _check(statements: Sequence[StatementDocument], reference: Reference) -> None:
    dsa = reference.dsa
    keywords = {one for names in dsa.categories.values() for one in names}
    known = {
        "restriction": dsa.decisions(),
        "ground": frozenset(dsa.ground),
        "category": frozenset(dsa.categories),
        "keyword": keywords,
        "automated": frozenset(dsa.automated),
    }
    bad = {
        name: ["unknown"]
        for one in statements
        for name, codes in known.items()
        if getattr(one, name) and getattr(one, name) not in codes
    }
    if bad:
        raise Invalid(bad)
