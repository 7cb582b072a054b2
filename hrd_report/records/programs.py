"""Tokens of staff programs: what each is good for and until when. Keeps no token, opens nothing."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, Select, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.sealed import Sealed


class ProgramToken(Base):
    """A person's seed under a token; the row alone opens nothing.

    `id` is derived from the token. `scopes` are codes of ours with spaces between; they and
    `until` (the last day) are part of the lock. `label` is sealed under the person's own seed.
    """

    __tablename__ = "program_token"
    __table_args__ = (Index(None, "person_id"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[bytes] = mapped_column(ForeignKey("person.id"))
    kid: Mapped[bytes]
    salt: Mapped[bytes]
    blob: Mapped[Sealed]
    label: Mapped[Sealed]
    scopes: Mapped[str]
    day: Mapped[dt.date]
    until: Mapped[dt.date]
    used_day: Mapped[dt.date | None] = mapped_column(default=None)


def tokens_of(person_id: bytes) -> Select[ProgramToken]:
    """Select a person's tokens, the oldest first."""
    mine = ProgramToken.person_id == person_id
    return select(ProgramToken).where(mine).order_by(ProgramToken.day, ProgramToken.id)


def forget_all(session: Session, person_id: bytes) -> None:
    """Forget every token of a person: none opens anything from now on."""
    session.execute(delete(ProgramToken).where(ProgramToken.person_id == person_id))


def forget_over(session: Session, day: dt.date) -> None:
    """Forget the tokens whose last day is past."""
    session.execute(delete(ProgramToken).where(ProgramToken.until < day))
