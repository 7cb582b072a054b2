"""One sealed row for each case that a team counts at a glance. The team's key opens it."""

from collections.abc import Collection

from sqlalchemy import ForeignKey, Select, delete, exists, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.records.cases import Case
from hrd_report.records.keys import Item, ItemKind
from hrd_report.sealed import Sealed


class TallyRow(Base):
    """What a case adds to its team's overviews, sealed under a secret of the team's key `kid`.

    It can always be made anew from the case, and is deleted whenever other people may open that.
    `shelf` is the week under whose secret it lies besides, so that an old copy opens nothing.
    """

    __tablename__ = "tally"
    __table_args__ = (NO_ROWID,)

    case_id: Mapped[bytes] = mapped_column(ForeignKey("case.id"), primary_key=True)
    kid: Mapped[bytes] = mapped_column(ForeignKey("key.kid"))
    blob: Mapped[Sealed]
    shelf: Mapped[int | None] = mapped_column(default=None)


_TOLD = (ItemKind.ASSESSMENT, ItemKind.FINDING, ItemKind.RECORD)


def of_team(team_id: bytes) -> Select[TallyRow]:
    """Select the tallies of a team's cases, but of none that is restricted to people named."""
    return (
        select(TallyRow)
        .join(Case, Case.id == TallyRow.case_id)
        .where(Case.team_id == team_id, ~Case.restricted)
    )


def cells_of_team(team_id: bytes) -> Select[bytes, bytes, Sealed, int | None]:
    """Select the same as bare columns: they are many."""
    columns = (TallyRow.case_id, TallyRow.kid, TallyRow.blob, TallyRow.shelf)
    found = select(*columns).join(Case, Case.id == TallyRow.case_id)
    return found.where(Case.team_id == team_id, ~Case.restricted)


def untold(team_id: bytes, kids: Collection[bytes]) -> Select[Case]:
    """Select a team's cases of which there is something to tell, and no tally that these open."""
    told = exists().where(TallyRow.case_id == Case.id, TallyRow.kid.in_(kids))
    there = exists().where(Item.case_id == Case.id, Item.kind.in_(_TOLD))
    return (
        select(Case)
        .where(Case.team_id == team_id, ~Case.restricted, Case.assignee.is_not(None))
        .where(~told, there)
        .order_by(Case.id)
    )


def count_untold(team_id: bytes, kids: Collection[bytes]) -> Select[int]:
    """Select how many those are."""
    return select(func.count()).select_from(untold(team_id, kids).order_by(None).subquery())


def forget(session: Session, case_id: bytes) -> None:
    """Delete a case's tally."""
    session.execute(delete(TallyRow).where(TallyRow.case_id == case_id))
