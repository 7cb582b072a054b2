"""The bytes of evidence that goes with a notice, and their seal. Keeps nothing, shows nothing."""

import base64
import mimetypes
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import opening
from hrd_report.documents.escalations import (
    Attachment,
    DeliveryDocument,
    Enclosed,
    NoticeDocument,
)
from hrd_report.errors import Damaged, NotFound, NotReady, TooLarge
from hrd_report.escalation.casefile import CaseFile
from hrd_report.escalation.channels import package
from hrd_report.escalation.enclosing import rules
from hrd_report.escalation.enclosing.held import Piece
from hrd_report.escalation.letters import sealed_name
from hrd_report.records.keys import Item
from hrd_report.sealed import Plain
from hrd_report.store.objects import Store
from hrd_report.vault import age, digests, recipients
from hrd_report.vault.item_streams import ItemReader

_PICTURE: Final = "image/jpeg"
_ANYTHING: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True, repr=False)
class Shelf:
    """Where files lie."""

    session: Session
    store: Store

    def reader(self, home: CaseFile, item_id: str) -> ItemReader:
        """Return what reads a file of a case. Raises `NotFound`, `Damaged`."""
        item = self.session.get(Item, bytes.fromhex(item_id))
        if item is None or item.case_id != home.case.id:
            raise NotFound
        return opening.file_reader(item, home.ring, self.store)


def described(shelf: Shelf, piece: Piece, form: rules.Form) -> Iterator[Enclosed]:
    """Yield what would leave of a file: each picture of its copy, or the original.

    Raises `TooLarge` before an original is read that no message carries, `Damaged`.
    """
    if form == "original":
        content = _original(shelf, piece, piece.file.size)
        kind = piece.file.detected or _ANYTHING
        name = f"{piece.number}{mimetypes.guess_extension(kind) or '.bin'}"
        yield _named(piece, form, name, kind, content)
        return
    for place, (offset, length) in enumerate(piece.pictures, 1):
        content = _picture(shelf, piece, offset, length)
        name = f"{piece.number}-{place}.jpg"
        yield replace(_named(piece, form, name, _PICTURE, content), place=place)


def contents(
    shelf: Shelf, enclosed: Iterable[Enclosed], pieces: Iterable[Piece]
) -> dict[str, bytes]:
    """Return the bytes of each file by its name. Raises `NotReady` unless they are as was said."""
    there, found = {one.file.file: one for one in pieces}, {}
    for one in enclosed:
        try:
            content = _content(shelf, one, there[one.file])
        except (IndexError, KeyError, NotFound, Damaged, TooLarge):
            raise NotReady(["file_gone"]) from None
        if digests.sha256(content).hex() != one.sha256:
            raise NotReady(["file_changed"])
        found[one.name] = content
    return found


def with_files(
    message: DeliveryDocument, notice: NoticeDocument, files: Mapping[str, bytes]
) -> DeliveryDocument:
    """Return a message with its files: as they are inside an encrypted one, else in an age file.

    Raises `Damaged` for a key that is none.
    """
    if not files:
        return message
    if message.key:
        kinds = {one.name: one.media_type for one in notice.enclosed}
        more = tuple(_attached(name, kinds[name], raw) for name, raw in files.items())
    else:
        recipient = recipients.decode(notice.way.key.strip())
        sealed = age.seal(package.packed(files), recipient)
        more = (_attached(sealed_name(notice.reference), _ANYTHING, sealed.blob),)
    named = tuple(dict.fromkeys(one.file for one in notice.enclosed))
    return replace(message, attachments=(*message.attachments, *more), enclosed=named)


def _content(shelf: Shelf, one: Enclosed, piece: Piece) -> bytes:
    if one.form == "original":
        return _original(shelf, piece, one.size)
    return _picture(shelf, piece, *piece.pictures[one.place - 1])


def _original(shelf: Shelf, piece: Piece, size: int) -> bytes:
    if size > rules.LARGEST:
        raise TooLarge(rules.LARGEST)
    return b"".join(shelf.reader(piece.home, piece.file.file).chunks())


def _picture(shelf: Shelf, piece: Piece, offset: int, length: int) -> bytes:
    made = piece.derived
    if made is None or made.derivative is None:
        raise NotFound
    return shelf.reader(piece.home, made.derivative).read_range(offset, length)


def _named(piece: Piece, form: rules.Form, name: str, kind: str, content: bytes) -> Enclosed:
    return Enclosed(
        file=piece.file.file,
        number=piece.number,
        form=form,
        name=name,
        media_type=kind,
        size=len(content),
        sha256=digests.sha256(content).hex(),
        case=piece.case,
        shows=piece.shows,
    )


def _attached(name: str, kind: str, content: bytes) -> Attachment:
    return Attachment(name=name, media_type=kind, content=Plain(base64.b64encode(content).decode()))
