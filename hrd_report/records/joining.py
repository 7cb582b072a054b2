"""Invitations, what waits for a second person, which reports go to which team. Decides none."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.records.people import Role


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
    """What became of it."""

    OPEN = "open"
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
