"""What remains of a case that was erased: that there was one. Keeps no word and no key of it."""

import datetime as dt
import enum

from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base


class Cause(enum.Enum):
    """Why a case was erased."""

    DEFENDER = "defender"
    DESK = "desk"
    RETENTION = "retention"


class Tombstone(Base):
    """An erased case. `id` is a hash of the case's id, `number` the label people called it by."""

    __tablename__ = "tombstone"
    __table_args__ = (NO_ROWID,)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    day: Mapped[dt.date]
    cause: Mapped[Cause]
