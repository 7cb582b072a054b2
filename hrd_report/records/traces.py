"""What a team finds its cases by, and what it writes about several: sealed, without a word."""

from sqlalchemy import CompoundSelect, ForeignKey, Index, Select, func, select
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.records.cases import Case
from hrd_report.sealed import Sealed


class Trace(Base):
    """The second copy of a case's words (`blob`), and where its postings lie (`places`).

    `kid` is the team's key at that time. Without `case_id` and `blob` the case is gone, or not the
    team's any more: whoever holds the key makes its postings void. `shelf`: as with grants.
    """

    __tablename__ = "trace"
    __table_args__ = (
        Index(None, "case_id", unique=True),
        Index(None, "team_id", "id"),
        Index(None, "kid"),
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(primary_key=True)
    team_id: Mapped[bytes] = mapped_column(ForeignKey("team.id"))
    kid: Mapped[bytes] = mapped_column(ForeignKey("key.kid"))
    places: Mapped[Sealed]
    case_id: Mapped[bytes | None] = mapped_column(ForeignKey("case.id"), default=None)
    blob: Mapped[Sealed | None] = mapped_column(default=None)
    shelf: Mapped[int | None] = mapped_column(default=None)


class Paper(Base):
    """Something a team keeps beside its cases, such as a campaign: an age file, sealed to `kid`.

    What it is stands inside. `version` grows with every change.
    """

    __tablename__ = "paper"
    __table_args__ = (Index(None, "team_id"), Index(None, "kid"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    team_id: Mapped[bytes] = mapped_column(ForeignKey("team.id"))
    kid: Mapped[bytes] = mapped_column(ForeignKey("key.kid"))
    blob: Mapped[Sealed]
    version: Mapped[int] = mapped_column(default=1)


def of_case(case_id: bytes) -> Select[Trace]:
    """Select a case's trace."""
    return select(Trace).where(Trace.case_id == case_id)


def of_cases(case_ids: list[bytes]) -> Select[Trace]:
    """Select the traces of some cases."""
    return select(Trace).where(Trace.case_id.in_(case_ids))


def after(
    team_id: bytes, trace_id: bytes, limit: int
) -> Select[bytes, bytes, bytes | None, Sealed | None, int | None]:
    """Select a team's next traces, in the order of their ids, which is none: their columns alone.

    That is: id, key, case, what is sealed, week.
    """
    return (
        select(Trace.id, Trace.kid, Trace.case_id, Trace.blob, Trace.shelf)
        .where(Trace.team_id == team_id, Trace.id > trace_id, Trace.case_id.is_not(None))
        .order_by(Trace.id)
        .limit(limit)
    )


def left_over(kids: list[bytes], limit: int) -> Select[Trace]:
    """Select traces under these keys whose case is gone."""
    return select(Trace).where(Trace.kid.in_(kids), Trace.case_id.is_(None)).limit(limit)


def sealed_under(kid: bytes, limit: int) -> Select[Trace]:
    """Select the traces under a key."""
    return select(Trace).where(Trace.kid == kid).limit(limit)


def papers_under(kid: bytes, limit: int) -> Select[Paper]:
    """Select the papers sealed to a key."""
    return select(Paper).where(Paper.kid == kid).limit(limit)


def hanging(kid: bytes) -> CompoundSelect[bytes]:
    """Select whatever is still under a team's key."""
    return (
        select(Trace.id)
        .where(Trace.kid == kid)
        .union_all(select(Paper.id).where(Paper.kid == kid))
        .limit(1)
    )


def papers_of(team_id: bytes) -> Select[Paper]:
    """Select a team's papers."""
    return select(Paper).where(Paper.team_id == team_id)


def count(team_id: bytes) -> Select[int]:
    """Select how many of a team's cases can be found."""
    return select(func.count()).where(Trace.team_id == team_id, Trace.case_id.is_not(None))


def cases_of(team_id: bytes) -> Select[int]:
    """Select how many cases a team has, by an index of cases: traces are large to count."""
    return select(func.count()).where(Case.team_id == team_id)


def without(team_id: bytes) -> Select[Case]:
    """Select the cases of a team that somebody has and that cannot be found yet."""
    return select(Case).where(
        Case.team_id == team_id,
        ~Case.restricted,
        Case.assignee.is_not(None),
        ~select(Trace.id).where(Trace.case_id == Case.id).exists(),
    )
