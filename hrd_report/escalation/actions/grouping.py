"""Takes a case out of a draft for several: its consent, its files, and what only it named."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.documents.escalations import NoticeDocument
from hrd_report.documents.evidence import same_address
from hrd_report.errors import IllegalTransition, NotFound
from hrd_report.escalation import casefile, preserved, questions, telling, together
from hrd_report.escalation.actions import drafting, prefilling
from hrd_report.escalation.casefile import CaseFile, Desk
from hrd_report.records.acts import Act
from hrd_report.records.cases import Consent
from hrd_report.records.escalations import Escalation, EscalationConsent, EscalationState


def take_out(
    session: Session, desk: Desk, escalation: Escalation, case_id: str, version: int
) -> NoticeDocument:
    """Keep another revision without a case (hex id), also one that is gone or closed to us.

    Its files go with it; what stays is what another of its cases named or captured. Raises
    `NotFound` for a case that is not in it, `Conflict` where somebody changed the draft,
    `IllegalTransition` once it is queued.
    """
    drafting.check_version(escalation, version)
    if escalation.state is not EscalationState.DRAFT:
        raise IllegalTransition("only a draft lets a case go")
    before = casefile.notice(session, desk.file, escalation)
    if case_id not in before.together:
        raise NotFound
    left = replace(before, together=tuple(one for one in before.together if one != case_id))
    known = set(_known(session, desk, left))
    notice = replace(
        left,
        enclosed=tuple(one for one in before.enclosed if one.case != case_id),
        items=tuple(one for one in before.items if same_address(one.url) in known),
        by=desk.actor.name,
        at=desk.now,
        approved_by=None,
        revision=before.revision + 1,
        answers=questions.kept(before.answers),
    )
    notice = prefilling.standing_on(session, desk, notice)
    drafting.point_to(session, desk, escalation, notice)
    _forget(session, escalation, bytes.fromhex(case_id))
    telling.note(session, escalation, Act.DRAFTED, desk.now, desk.actor.id)
    keeping.record(
        session,
        Act.DRAFTED,
        actor=desk.actor.id,
        thing=bytes.fromhex(case_id),
        day=desk.now.date(),
    )
    return notice


def _known(session: Session, desk: Desk, notice: NoticeDocument) -> Iterator[str]:
    """Yield what the cases that stay named or captured, each address in its normal form."""
    there: list[CaseFile | None] = [desk.file, *together.files(session, desk, notice)]
    for file in there:
        if file is not None:
            yield from map(same_address, casefile.links(session, file))
            yield from preserved.captures(session, file)


def _forget(session: Session, escalation: Escalation, case_id: bytes) -> None:
    """Let a draft that waited once stand on that case's consents no more."""
    consents = select(Consent.id).where(Consent.case_id == case_id)
    session.execute(
        delete(EscalationConsent).where(
            EscalationConsent.escalation_id == escalation.id,
            EscalationConsent.consent_id.in_(consents),
        )
    )
