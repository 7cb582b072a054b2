"""Invitations, what waits for a second person, which reports go to which team. Decides none."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, Select, bindparam, select, union_all
from sqlalchemy.orm import Mapped, Session, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.records.people import Role, Team


class Invitation(Base):
    """A seat that somebody may take with a link. `id` is derived from the link's token.

    `person_id` is there once it was taken; `tries` counts words of a key that did not match.
    """

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "until"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role]
    language: Mapped[str]
    until: Mapped[dt.datetime]
    invited_by: Mapped[bytes | None] = mapped_column(ForeignKey("person.id"), default=None)
    team_id: Mapped[bytes | None] = mapped_column(ForeignKey("team.id"), default=None)
    person_id: Mapped[bytes | None] = mapped_column(ForeignKey("person.id"), default=None)
    tries: Mapped[int] = mapped_column(default=0)


class ProposalKind(enum.Enum):
    """What needs a second person."""

    HANDOVER = "handover"


class ProposalState(enum.Enum):
    """What became of it. APPROVED: both said so, and some of it waits for a holder's keys."""

    OPEN = "open"
    APPROVED = "approved"
    DONE = "done"
    REFUSED = "refused"


class Proposal(Base):
    """What one person proposed and another decides. `subject` and `target` are people's ids."""

    __tablename__ = "proposal"
    __table_args__ = (Index(None, "state"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    kind: Mapped[ProposalKind]
    state: Mapped[ProposalState]
    subject: Mapped[bytes]
    target: Mapped[bytes]
    day: Mapped[dt.date]
    proposed_by: Mapped[bytes] = mapped_column(ForeignKey("person.id"))
    decided_by: Mapped[bytes | None] = mapped_column(ForeignKey("person.id"), default=None)


class RoutingRule(Base):
    """One rule: a report that fits all it names goes to the team. The lowest position wins."""

    __tablename__ = "routing_rule"
    __table_args__ = (NO_ROWID,)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    position: Mapped[int]
    team_id: Mapped[bytes] = mapped_column(ForeignKey("team.id"))
    language: Mapped[str | None] = mapped_column(default=None)
    threat: Mapped[str | None] = mapped_column(default=None)
    country: Mapped[str | None] = mapped_column(default=None)


def routing_rules() -> Select[RoutingRule]:
    """Select all rules in the order in which they are asked."""
    return select(RoutingRule).order_by(RoutingRule.position, RoutingRule.id)


def open_proposals(kind: ProposalKind) -> Select[Proposal]:
    """Select what waits for a second person, the oldest first."""
    return (
        select(Proposal)
        .where(Proposal.kind == kind, Proposal.state == ProposalState.OPEN)
        .order_by(Proposal.day, Proposal.id)
    )


def invitations() -> Select[Invitation]:
    """Select all invitations in order of name."""
    return select(Invitation).order_by(Invitation.name)


def invitation_named(name: str) -> Select[Invitation]:
    """Select the invitation to a pseudonym."""
    return select(Invitation).where(Invitation.name == name)


def invitation_of(person_id: bytes) -> Select[Invitation]:
    """Select the invitation that a person came with, while they wait."""
    return select(Invitation).where(Invitation.person_id == person_id)


_teams, _rules = Team.__table__, RoutingRule.__table__
# Built once, and of bare columns: every report that makes a case asks this.
_deciding = union_all(
    select(_teams.c.kid).where(_teams.c.id == bindparam("team_id")),
    select(_rules.c.id),
)


def deciding(session: Session, team_id: bytes) -> set[bytes]:
    """Return what decides, beside the roster, who follows to a fresh case of a team.

    These are the name of the team's key, and the ids of the rules that chose the team.
    """
    return set(session.connection().scalars(_deciding, {"team_id": team_id}))


def approved(kind: ProposalKind) -> Select[Proposal]:
    """Select what was approved and is not done yet, the oldest first."""
    return (
        select(Proposal)
        .where(Proposal.kind == kind, Proposal.state == ProposalState.APPROVED)
        .order_by(Proposal.day, Proposal.id)
    )


def unfinished(kind: ProposalKind, subject: bytes) -> Select[Proposal]:
    """Select what is proposed or approved about somebody, and not done yet."""
    under_way = (ProposalState.OPEN, ProposalState.APPROVED)
    return select(Proposal).where(
        Proposal.kind == kind, Proposal.subject == subject, Proposal.state.in_(under_way)
    )


def latest(kind: ProposalKind) -> Select[Proposal]:
    """Select what was proposed, the newest first, up to a page of it."""
    return select(Proposal).where(Proposal.kind == kind).order_by(Proposal.day.desc()).limit(100)
