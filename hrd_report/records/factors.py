"""Second factors of staff, and what slows guessing down. Holds no secret that is not sealed."""

import datetime as dt
import enum

from sqlalchemy import BigInteger, ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.sealed import Sealed


class FactorState(enum.Enum):
    """Whether a factor counts: it does once its owner has shown that it works."""

    OFFERED = "offered"
    ACTIVE = "active"


class Totp(Base):
    """A person's time-based codes. `secret` is sealed under the person's own seed.

    `step` is the last time-step (of 30 s) that was accepted: none is accepted twice.
    """

    __tablename__ = "totp"
    __table_args__ = (NO_ROWID,)

    person_id: Mapped[bytes] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret: Mapped[Sealed]
    state: Mapped[FactorState]
    step: Mapped[int] = mapped_column(default=0)


class Passkey(Base):
    """A passkey's public half. `lock_id` is the lock it opens, where it can derive a secret."""

    __tablename__ = "passkey"
    __table_args__ = (Index(None, "person_id"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[bytes] = mapped_column(ForeignKey("person.id"))
    credential: Mapped[bytes] = mapped_column(unique=True)
    public: Mapped[bytes]
    day: Mapped[dt.date]
    uses: Mapped[int] = mapped_column(BigInteger, default=0)
    lock_id: Mapped[bytes | None] = mapped_column(ForeignKey("lock.id"), default=None)
    used_day: Mapped[dt.date | None] = mapped_column(default=None)


class Throttle(Base):
    """How often a name was tried in vain. `id` is keyed by the pepper and names nobody."""

    __tablename__ = "throttle"
    __table_args__ = (Index(None, "until"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    failures: Mapped[int]
    until: Mapped[dt.datetime]


class UsedChallenge(Base):
    """A challenge that was answered: it is not taken a second time."""

    __tablename__ = "used_challenge"
    __table_args__ = (Index(None, "until"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    until: Mapped[dt.datetime]


def passkeys_of(person_id: bytes) -> Select[Passkey]:
    """Select a person's passkeys, the oldest first."""
    return select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.day, Passkey.id)
