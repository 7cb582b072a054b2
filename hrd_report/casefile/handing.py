"""Hands a person's cases to a colleague, once two people said so. Grants by a holder's keys only.

Cases assigned move at once; what was granted to the person alone is granted on by whoever holds
it and comes by.
"""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from hrd_report.casefile import keeping, opening
from hrd_report.errors import Conflict, Damaged, Invalid, NotAllowed, NotFound
from hrd_report.records import joining
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.joining import Proposal, ProposalKind, ProposalState
from hrd_report.records.keys import Grant
from hrd_report.records.people import TEAM_ROLES, Person, PersonState
from hrd_report.vault.keys import Key


def propose(
    session: Session, subject: Person, target: Person, *, by: bytes, day: dt.date
) -> Proposal:
    """Propose that all of one person's cases go to a colleague of the same team.

    Raises `Invalid` for a colleague who cannot take them, `Conflict` while another proposal about
    the same person waits.
    """
    present = target.state in (PersonState.NEW, PersonState.ACTIVE)
    if not present or target.role not in TEAM_ROLES or target.id == subject.id:
        raise Invalid({"target": ["unfit"]})
    if subject.state is PersonState.LEFT or subject.team_id != target.team_id:
        raise Invalid({"target": ["other_team"]})
    if session.scalars(joining.unfinished(ProposalKind.HANDOVER, subject.id)).first() is not None:
        raise Conflict("a hand-over of this person is under way")
    made = Proposal(
        id=keeping.new_id(),
        kind=ProposalKind.HANDOVER,
        state=ProposalState.OPEN,
        subject=subject.id,
        target=target.id,
        day=day,
        proposed_by=by,
    )
    session.add(made)
    keeping.record(session, Act.HANDOVER_PROPOSED, actor=by, thing=subject.id, day=day)
    return made


def approve(session: Session, proposal: Proposal, *, by: bytes, day: dt.date) -> None:
    """Decide as the second person. What is assigned moves now, grants as soon as a holder comes.

    Raises `NotAllowed` for whoever proposed it, `Conflict` when it was decided.
    """
    _decide(proposal, by)
    if by == proposal.proposed_by:
        raise NotAllowed("the second person is another one")
    proposal.state, proposal.decided_by = ProposalState.APPROVED, by
    session.execute(
        update(Case)
        .where(Case.assignee == proposal.subject)
        .values(assignee=proposal.target, version=Case.version + 1)
    )
    keeping.record(session, Act.HANDED_OVER, actor=by, thing=proposal.subject, day=day)
    session.flush()
    _end_if_done(session, proposal)


def refuse(session: Session, proposal: Proposal, *, by: bytes, day: dt.date) -> None:
    """Say no; whoever proposed it may take it back this way. Raises `Conflict` when decided."""
    _decide(proposal, by)
    proposal.state, proposal.decided_by = ProposalState.REFUSED, by
    keeping.record(session, Act.HANDOVER_REFUSED, actor=by, thing=proposal.subject, day=day)


def carry_on(session: Session, person: Key, *, day: dt.date) -> int:
    """Grant on, by this person's keys, what approved hand-overs still wait for; return how many."""
    done = 0
    for proposal in session.scalars(joining.approved(ProposalKind.HANDOVER)).all():
        target = session.get_one(Person, proposal.target)
        if target.state is PersonState.LEFT:
            proposal.state = ProposalState.REFUSED
            continue
        public = keeping.public_key(session, target.kid)
        for case in waiting(session, proposal):
            try:
                ring = opening.keyring_for(session, person, case.kid)
            except (NotAllowed, Damaged):
                continue
            keeping.keep_grant(session, ring.key(case.kid), public, day=day)
            keeping.record(session, Act.GRANTED, actor=proposal.decided_by, thing=case.id, day=day)
            done += 1
        session.flush()
        _end_if_done(session, proposal)
    return done


def waiting(session: Session, proposal: Proposal) -> Sequence[Case]:
    """Return the cases whose grant to the one person the other still lacks."""
    subject = session.get_one(Person, proposal.subject)
    target = session.get_one(Person, proposal.target)
    theirs = select(Grant.child).where(Grant.child == Case.kid, Grant.holder == subject.kid)
    has = select(Grant.child).where(Grant.child == Case.kid, Grant.holder == target.kid)
    wanted = select(Case).where(theirs.exists(), ~has.exists()).order_by(Case.number)
    return session.scalars(wanted.with_for_update()).all()


def is_due(session: Session) -> bool:
    """Tell whether an approved hand-over still waits for a holder."""
    return session.scalars(joining.approved(ProposalKind.HANDOVER).limit(1)).first() is not None


def left_to_recovery(session: Session) -> Sequence[Case]:
    """Return the restricted cases that nobody here may open: only the shares still can."""
    holder = aliased(Person)
    anybody = (
        select(Grant.child)
        .join(holder, holder.kid == Grant.holder)
        .where(Grant.child == Case.kid, holder.state != PersonState.LEFT)
    )
    wanted = select(Case).where(Case.restricted, ~anybody.exists())
    return session.scalars(wanted.order_by(Case.number)).all()


def find(session: Session, proposal_id: bytes) -> Proposal:
    """Return a hand-over to decide on, locked. Raises `NotFound`."""
    found = session.get(Proposal, proposal_id, with_for_update=True)
    if found is None or found.kind is not ProposalKind.HANDOVER:
        raise NotFound
    return found


def _decide(proposal: Proposal, by: bytes) -> None:
    del by
    if proposal.state is not ProposalState.OPEN:
        raise Conflict("decided already")


def _end_if_done(session: Session, proposal: Proposal) -> None:
    if not waiting(session, proposal):
        proposal.state = ProposalState.DONE
