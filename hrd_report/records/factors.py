"""Second factors of staff, and what slows guessing down. Holds no secret that is not sealed."""

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, Index, Select, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.sealed import Sealed


class Totp(Base):
    """A person's time-based codes. `secret` is sealed under the person's own seed.

    There is a row once its owner has shown a code. `step` is the last time-step (of 30 s) that was
    accepted: none is accepted twice.
    """

    __tablename__ = "totp"
    __table_args__ = (NO_ROWID,)

    person_id: Mapped[bytes] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret: Mapped[Sealed]
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


def passkey_named(credential: bytes) -> Select[Passkey]:
    """Select the passkey that calls itself so."""
    return select(Passkey).where(Passkey.credential == credential)


def has_factor(session: Session, person_id: bytes) -> bool:
    """Tell whether a person has anything to show besides a password."""
    codes = exists().where(Totp.person_id == person_id)
    passkeys = exists().where(Passkey.person_id == person_id)
    return bool(session.scalar(select(codes | passkeys)))


def take_step(session: Session, person_id: bytes, step: int) -> bool:
    """Note that the code of a time-step was used. False if it, or a later one, was used before.

    One statement decides, so that two nodes at once cannot both take it.
    """
    taken = session.execute(
        update(Totp).where(Totp.person_id == person_id, Totp.step < step).values(step=step)
    )
    return taken.rowcount == 1  # type: ignore[attr-defined,no-any-return]


def take_challenge(session: Session, challenge_id: bytes, until: dt.datetime) -> bool:
    """Note that a challenge was answered. False if it was before."""
    made = session.scalars(
        _insert(session, UsedChallenge)
        .values(id=challenge_id, until=until)
        .on_conflict_do_nothing()
        .returning(UsedChallenge.id)
    )
    return made.first() is not None


def throttle_of(session: Session, throttle_id: bytes, now: dt.datetime) -> Throttle:
    """Return how often a name was tried, a fresh row for one that never was.

    The row is this transaction's alone until it ends.
    """
    session.execute(
        _insert(session, Throttle)
        .values(id=throttle_id, failures=0, until=now)
        .on_conflict_do_nothing()
    )
    return session.get_one(Throttle, throttle_id, with_for_update=True)


def _insert(session: Session, kind: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that can step aside where a row is already."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(kind) if on_sqlite else postgresql.insert(kind)
