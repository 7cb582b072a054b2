"""The books of files on their way: passes, files, parts, and what becomes of them. Opens none."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hrd_report.errors import NotFound, TooLarge
from hrd_report.intake import partial
from hrd_report.intake.actions import opening, receiving
from hrd_report.intake.partial import About, Held, Part
from hrd_report.intake.pieces import Piece
from hrd_report.records import uploads
from hrd_report.records.cases import Case
from hrd_report.records.uploads import Upload, UploadPart, UploadPass
from hrd_report.vault.items import StreamResult
from hrd_report.vault.uploads import UploadSecret

KEPT_DAYS: Final = 7
"""Days after which a file that was not completed is forgotten, and a pass with it."""

MOST_FILES: Final = 200
"""Files that one pass takes, complete or not."""


def give_pass(session: Session, secret: UploadSecret, case_id: bytes, *, day: dt.date) -> None:
    """Let the secret add files to a case, for some days from now."""
    row = session.get(UploadPass, secret.id)
    if row is None:
        session.add(UploadPass(id=secret.id, case_id=case_id, day=day))
    else:
        row.day = day


def find(session: Session, secret: UploadSecret, label: str) -> Held | None:
    """Return what is held under a name, or nothing. Raises `NotFound` for a secret nobody has."""
    door = session.get(UploadPass, secret.id)
    if door is None:
        raise NotFound
    row = session.get(Upload, secret.file_id(label))
    if row is None:
        return None
    about = About.of(secret.open(partial.file_place(row.id), row.blob))
    return Held(
        secret=secret,
        id=row.id,
        case_id=door.case_id,
        about=about,
        parts=[_part(secret, one) for one in session.scalars(uploads.parts_of(row.id))],
    )


def _part(secret: UploadSecret, row: UploadPart) -> Part:
    place = secret.open(partial.part_place(row.upload_id, row.number), row.blob)
    return Part(row.object, place["start"], place["end"])


def begin(
    session: Session, secret: UploadSecret, label: str, about: About, *, limit: int, day: dt.date
) -> None:
    """Note that a file is coming. Raises `TooLarge` where the files of one pass are too much."""
    others = session.scalars(uploads.uploads_under(secret.id)).all()
    sizes = [About.of(secret.open(partial.file_place(one.id), one.blob)).total for one in others]
    if len(others) >= MOST_FILES or sum(filter(None, [*sizes, about.total])) > limit:
        raise TooLarge(limit)
    upload = secret.file_id(label)
    blob = partial.sealed_about(secret, upload, about)
    session.add(Upload(id=upload, pass_id=secret.id, blob=blob, day=day))


def add_part(session: Session, held: Held, part: Part) -> None:
    """Note a part that is durable. Another one in its place shows as the database's refusal."""
    number = len(held.parts)
    blob = held.secret.seal(partial.part_place(held.id, number), partial.spelt(part))
    row = UploadPart(upload_id=held.id, number=number, object=part.object, blob=blob)
    session.add(row)


def complete(
    session: Session,
    held: Held,
    pieces: tuple[Piece, ...],
    result: StreamResult,
    *,
    now: dt.datetime,
    promise: dt.timedelta,
) -> bool:
    """Keep a file in its case, and forget its parts. Returns whether nobody was faster."""
    row = session.get(Upload, held.id, with_for_update=True)
    case = session.get(Case, held.case_id)
    if row is None or case is None:
        raise NotFound
    if About.of(held.secret.open(partial.file_place(row.id), row.blob)).sha256 is not None:
        return False
    receiving.keep_pieces(session, case, pieces, day=now.date())
    opening.wake(session, case, now=now, promise=promise)
    about = replace(held.about, sha256=result.sha256, size=result.true_size)
    row.blob = partial.sealed_about(held.secret, row.id, about)
    session.execute(delete(UploadPart).where(UploadPart.upload_id == row.id))
    return True


def forget_old(session: Session, *, today: dt.date) -> Sequence[str]:
    """Forget files and passes whose days are over; return the objects that are to go."""
    before = today - dt.timedelta(days=KEPT_DAYS)
    begun = uploads.begun_before(before)
    objects = session.scalars(
        select(UploadPart.object).where(UploadPart.upload_id.in_(begun))
    ).all()
    still_used = select(Upload.pass_id)
    for statement in (
        delete(UploadPart).where(UploadPart.upload_id.in_(begun)),
        delete(Upload).where(Upload.day < before),
        delete(UploadPass).where(UploadPass.day < before, UploadPass.id.not_in(still_used)),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    return objects
