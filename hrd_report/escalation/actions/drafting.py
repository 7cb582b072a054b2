"""Begins a notice from what the case knows, and keeps its revisions. Sends nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.documents.escalations import NoticeDocument, NoticeItem
from hrd_report.errors import Conflict, IllegalTransition, Invalid
from hrd_report.escalation import (
    casefile,
    lifecycle,
    preserved,
    questions,
    telling,
    together,
)
from hrd_report.escalation.actions import prefilling
from hrd_report.escalation.actions.prefilling import Choice
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.notice import Letter
from hrd_report.records.acts import Act
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.records.keys import Item, ItemKind
from hrd_report.sealed import Plain

_ANSWERS: Final = frozenset({"yes", "no"})


class SecondPersonMissing(IllegalTransition):
    """A step that a second person must take was tried by the first. Shown as any other step."""


@dataclass(frozen=True, slots=True, repr=False)
class Wanted:
    """What a caseworker typed into a draft. `steps` and `asks` belong together, one to one."""

    address: str
    kind: str
    language: str
    subject: Plain
    explanation: Plain
    context: Plain
    clause: Plain
    harm: Plain
    items: tuple[NoticeItem, ...]
    identity: str
    identity_text: Plain
    steps: tuple[str, ...]
    asks: tuple[Plain, ...]
    content_type: str
    subtype: str
    words: Plain
    words_language: str
    translation: Plain
    imminence: str
    relation: str
    mandate: str
    country: str
    earlier: Plain
    reasons: Plain
    pattern: Plain
    evidence: Plain
    tlp: str


def begin(session: Session, desk: Desk, choice: Choice, letter: Letter) -> Escalation:
    """Keep a first draft for one addressee. Raises `NotFound` for one the directory lacks."""
    return keep_first(session, desk, prefilling.prefilled(session, desk, choice, letter))


def keep_first(session: Session, desk: Desk, notice: NoticeDocument) -> Escalation:
    """Keep a draft as an escalation of its own."""
    item = _keep(session, desk, notice)
    session.flush()
    escalation = Escalation(
        id=keeping.new_id(),
        case_id=desk.file.case.id,
        state=EscalationState.DRAFT,
        notice_item=item.id,
        day=desk.now.date(),
    )
    session.add(escalation)
    together.point(session, desk, escalation, notice)
    telling.note(session, escalation, Act.DRAFTED, desk.now, desk.actor.id)
    return escalation


def revise(
    session: Session, desk: Desk, escalation: Escalation, wanted: Wanted, version: int
) -> NoticeDocument:
    """Keep another revision. An approval belongs to the revision it was given for.

    Raises `Conflict` where somebody else changed the draft, `IllegalTransition` once it is queued.
    """
    check_version(escalation, version)
    if escalation.state is not EscalationState.DRAFT:
        raise IllegalTransition("only a draft is revised")
    before = casefile.notice(session, desk.file, escalation)
    typed = {name: getattr(wanted, name) for name in Wanted.__slots__}
    notice = replace(
        before,
        **typed,
        by=desk.actor.name,
        at=desk.now,
        approved_by=None,
        revision=before.revision + 1,
        answers=questions.kept(before.answers),
    )
    kept = preserved.captures_for(session, desk, notice)
    notice = replace(notice, items=preserved.with_captures(notice.items, kept))
    notice = prefilling.standing_on(session, desk, notice)
    point_to(session, desk, escalation, notice)
    telling.note(session, escalation, Act.DRAFTED, desk.now, desk.actor.id)
    return notice


def approve(session: Session, desk: Desk, escalation: Escalation, version: int) -> NoticeDocument:
    """Note that a second person read this revision. Raises `SecondPersonMissing` for its author."""
    check_version(escalation, version)
    notice = casefile.notice(session, desk.file, escalation)
    if escalation.state is not EscalationState.DRAFT:
        raise IllegalTransition("only a draft is approved")
    if notice.by == desk.actor.name:
        raise SecondPersonMissing("a draft is approved by somebody else than its author")
    notice = replace(notice, approved_by=desk.actor.name)
    point_to(session, desk, escalation, notice)
    telling.note(session, escalation, Act.STATE_CHANGED, desk.now, desk.actor.id)
    return notice


def answer(
    session: Session,
    desk: Desk,
    escalation: Escalation,
    answers: Mapping[str, str],
    version: int,
) -> NoticeDocument:
    """Keep the answers to what is asked before sending. Whoever read it before, reads it again."""
    check_version(escalation, version)
    if escalation.state is not EscalationState.DRAFT:
        raise IllegalTransition("only a draft is asked about")
    notice = casefile.notice(session, desk.file, escalation)
    due = {one.id for one in questions.due(notice, desk.reference)}
    wrong = {f"answer-{name}": ["missing"] for name in due if answers.get(name) not in _ANSWERS}
    if wrong:
        raise Invalid(wrong)
    said = {name: answers[name] for name in due}
    if said != notice.answers:
        notice = replace(notice, answers=said, approved_by=None)
    point_to(session, desk, escalation, notice)
    telling.note(session, escalation, Act.DRAFTED, desk.now, desk.actor.id)
    return notice


def rework(session: Session, desk: Desk, escalation: Escalation, version: int) -> None:
    """Make a draft again of what was stopped or could not be sent."""
    check_version(escalation, version)
    lifecycle.move(escalation, EscalationState.DRAFT, desk.actor.role)
    telling.note(session, escalation, Act.STATE_CHANGED, desk.now, desk.actor.id)


def check_version(escalation: Escalation, version: int) -> None:
    """Raise `Conflict` where the page somebody acted on is older than the escalation."""
    if escalation.version != version:
        raise Conflict


def point_to(session: Session, desk: Desk, escalation: Escalation, notice: NoticeDocument) -> None:
    """Keep a notice as the escalation's newest; earlier ones stay in the case's file."""
    item = _keep(session, desk, notice)
    session.flush()
    escalation.notice_item = item.id
    escalation.version += 1


def _keep(session: Session, desk: Desk, notice: NoticeDocument) -> Item:
    file = desk.file
    return keeping.keep(
        session, file.case.id, ItemKind.NOTICE, notice, file.public, day=desk.now.date()
    )
