"""Teams, staff and their sessions. Names are pseudonyms; keeps neither password nor address."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.records.keys import Grant, KeyKind, KeyRow
from hrd_report.sealed import Sealed


class Role(enum.Enum):
    """What a member of staff is here for."""

    ADMINISTRATOR = "administrator"
    LEAD = "lead"
    CASEWORKER = "caseworker"
    ANALYST = "analyst"
    CUSTODIAN = "custodian"
    AUDITOR = "auditor"


TEAM_ROLES = frozenset({Role.CASEWORKER, Role.LEAD})
"""Roles that belong to a team and hold its key."""


class PersonState(enum.Enum):
    """Whether someone may log in, and what still stands before the first work.

    NEW: with a first password that somebody else has seen. WAITING: with a password of their own,
    until whoever invited them has heard the words of their key.
    """

    NEW = "new"
    WAITING = "waiting"
    ACTIVE = "active"
    LEFT = "left"


class Team(Base):
    """A group of caseworkers with one key. `name` is the organisation's own label.

    `views`: saved views of the queue that everybody of the team has, sealed.
    `epoch` grows whenever the key is replaced; `endorsement` is the server's signature on the key.
    """

    __tablename__ = "team"
    __table_args__ = (NO_ROWID,)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kid: Mapped[bytes] = mapped_column(ForeignKey("key.kid"))
    epoch: Mapped[int] = mapped_column(default=1, server_default="1")
    endorsement: Mapped[bytes | None] = mapped_column(default=None)
    views: Mapped[Sealed | None] = mapped_column(default=None)


class Person(Base):
    """A member of staff under a pseudonym.

    `viewing`: how they want to see evidence, `views`: their saved views of the queue; both sealed.
    """

    __tablename__ = "person"
    __table_args__ = (NO_ROWID,)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role]
    state: Mapped[PersonState]
    kid: Mapped[bytes] = mapped_column(ForeignKey("key.kid"))
    language: Mapped[str]
    team_id: Mapped[bytes | None] = mapped_column(ForeignKey("team.id"), default=None)
    viewing: Mapped[Sealed | None] = mapped_column(default=None)
    views: Mapped[Sealed | None] = mapped_column(default=None)


class SessionKind(enum.Enum):
    """Which side of the house a session belongs to."""

    STAFF = "staff"
    DEFENDER = "defender"


class SessionStage(enum.Enum):
    """How far a login has come: HALF while a second factor is asked for."""

    FULL = "full"
    HALF = "half"


class SessionRow(Base):
    """A server-side session: the seed under the cookie's token; the row alone opens nothing.

    `id` is derived from the token. `subject` is a person's id or a case's id. `stepped_up_at`:
    when a member of staff last gave a factor.
    """

    __tablename__ = "session"
    __table_args__ = (Index(None, "absolute_until"), Index(None, "subject"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    kind: Mapped[SessionKind]
    subject: Mapped[bytes]
    kid: Mapped[bytes]
    salt: Mapped[bytes]
    blob: Mapped[Sealed]
    idle_until: Mapped[dt.datetime]
    absolute_until: Mapped[dt.datetime]
    stepped_up_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    stage: Mapped[SessionStage] = mapped_column(default=SessionStage.FULL, server_default="full")


def person_named(name: str) -> Select[Person]:
    """Select a member of staff by pseudonym."""
    return select(Person).where(Person.name == name)


def people() -> Select[Person]:
    """Select all staff in order of name."""
    return select(Person).order_by(Person.name)


def colleagues(team_id: bytes) -> Select[Person]:
    """Select a team's present members."""
    return (
        select(Person)
        .where(Person.team_id == team_id, Person.state != PersonState.LEFT)
        .order_by(Person.name)
    )


def holding(kid: bytes) -> Select[Person]:
    """Select the people present who have a grant to a key, in order of name."""
    return (
        select(Person)
        .join(Grant, Grant.holder == Person.kid)
        .where(Grant.child == kid, Person.state != PersonState.LEFT)
        .order_by(Person.name)
    )


def teams() -> Select[Team]:
    """Select all teams in order of name."""
    return select(Team).order_by(Team.name)


def held_by(kid: bytes) -> Select[bytes, KeyKind]:
    """Select the keys granted to one key, each with its kind."""
    return (
        select(KeyRow.kid, KeyRow.kind)
        .join(Grant, Grant.child == KeyRow.kid)
        .where(Grant.holder == kid)
    )
