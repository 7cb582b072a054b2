"""The rows of the index of what cases name. They tell neither what, nor which case, nor when."""

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.sealed import Sealed


class PostingRow(Base):
    """A posting. It points to no case in clear, so that none can be told from another's."""

    __tablename__ = "posting"
    __table_args__ = (NO_ROWID,)

    label: Mapped[bytes] = mapped_column(primary_key=True)
    blob: Mapped[Sealed]


def taken(labels: Collection[bytes]) -> Select[bytes]:
    """Select which of these places are taken."""
    return select(PostingRow.label).where(PostingRow.label.in_(labels))


def at(labels: Collection[bytes]) -> Select[PostingRow]:
    """Select the postings that lie at these places."""
    return select(PostingRow).where(PostingRow.label.in_(labels))
