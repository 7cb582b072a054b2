"""Files on their way: who may send to which case, and what has come. Sealed to the sender."""

import datetime as dt

from sqlalchemy import CompoundSelect, ForeignKey, Index, Select, select, union
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.records.correspondence import IncomingMail
from hrd_report.records.keys import Item
from hrd_report.sealed import Sealed


class UploadPass(Base):
    """Lets whoever has a secret add files to a case. `id` derives from the secret.

    `day`: since when it was not renewed.
    """

    __tablename__ = "upload_pass"
    __table_args__ = (Index(None, "case_id"), Index(None, "day"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    case_id: Mapped[bytes] = mapped_column(ForeignKey("case.id"))
    day: Mapped[dt.date]


class Upload(Base):
    """A file that is being sent, or was. What it is called and how long, the sender's secret opens.

    `day` is that of its beginning.
    """

    __tablename__ = "upload"
    __table_args__ = (Index(None, "pass_id"), Index(None, "day"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    pass_id: Mapped[bytes] = mapped_column(ForeignKey("upload_pass.id"))
    blob: Mapped[Sealed]
    day: Mapped[dt.date]


class UploadPart(Base):
    """A part of a file, in order of `number`: an age file in the store, sealed to the sender."""

    __tablename__ = "upload_part"
    __table_args__ = (NO_ROWID,)

    upload_id: Mapped[bytes] = mapped_column(ForeignKey("upload.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    object: Mapped[str] = mapped_column(unique=True)
    blob: Mapped[Sealed]


def passes_of(case_id: bytes) -> Select[bytes]:
    """Select the passes to a case."""
    return select(UploadPass.id).where(UploadPass.case_id == case_id)


def uploads_under(pass_id: bytes) -> Select[Upload]:
    """Select all files sent with one pass."""
    return select(Upload).where(Upload.pass_id == pass_id)


def parts_of(upload_id: bytes) -> Select[UploadPart]:
    """Select the parts of a file that came, in order."""
    return select(UploadPart).where(UploadPart.upload_id == upload_id).order_by(UploadPart.number)


def begun_before(day: dt.date) -> Select[bytes]:
    """Select the files whose sending began before a day."""
    return select(Upload.id).where(Upload.day < day)


def parts_on_the_way(case_id: bytes) -> Select[str]:
    """Select the objects of everything that is on its way to a case."""
    under = select(Upload.id).where(Upload.pass_id.in_(passes_of(case_id)))
    return select(UploadPart.object).where(UploadPart.upload_id.in_(under))


def known_objects() -> CompoundSelect[str]:
    """Select the names of everything in the store that some row knows."""
    return union(
        select(Item.object).where(Item.object.is_not(None)),
        select(UploadPart.object),
        select(IncomingMail.object).where(IncomingMail.object.is_not(None)),
    )
