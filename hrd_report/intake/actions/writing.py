"""What a defender does in an open case: writes to the team. Opens no letter."""

import datetime as dt

from sqlalchemy.orm import Session

from hrd_report.documents.reports import MessageDocument
from hrd_report.errors import NotFound
from hrd_report.intake import sealing
from hrd_report.intake.actions import opening, receiving
from hrd_report.intake.files import Files
from hrd_report.intake.pieces import Letter
from hrd_report.intake.places import Place
from hrd_report.records.cases import Case
from hrd_report.records.keys import Item, ItemKind
from hrd_report.vault import digests
from hrd_report.vault.keys import Key
from hrd_report.vault.preamble import ID_BYTES


def seal(place: Place, receipt: Key, letter: MessageDocument, files: Files, once: str) -> Letter:
    """Seal a letter. `once` names the form it was typed in.

    The same letter from the same form gets the same id, so that it is not kept twice.
    """
    said = [letter.text.reveal().encode("utf-8", "surrogatepass")]
    said += [one.result.sha256.encode() for one in files.kept]
    item = digests.hmac_sha256(receipt.seed, digests.prefixed(b"letter", once.encode(), *said))
    kept = sealing.piece(ItemKind.MESSAGE, letter, place.case_id, place.recipient, item[:ID_BYTES])
    copy = sealing.piece(ItemKind.MESSAGE, letter, place.case_id, receipt.public)
    return Letter(
        place=place,
        pieces=(
            kept,
            *sealing.file_pieces(files, place, letter.at),
            copy,
        ),
        files=files,
    )


def destroy(session: Session, case_id: bytes, item_id: bytes, kid: bytes) -> None:
    """Destroy the receipt's own piece of a letter, for good; the team's own stays in the case.

    Raises `NotFound` for a piece that this receipt does not open, or that is no letter.
    """
    item = session.get(Item, item_id)
    if item is None or (item.case_id, item.kid, item.kind) != (case_id, kid, ItemKind.MESSAGE):
        raise NotFound
    case = session.get_one(Case, case_id)
    case.size -= item.size if item.size < case.size else 0
    session.delete(item)


def send(session: Session, letter: Letter, *, now: dt.datetime, promise: dt.timedelta) -> bool:
    """Keep a letter and start the clock of its answer. Returns whether it was new."""
    if receiving.is_kept(session, letter.pieces):
        return False
    case = session.get_one(Case, letter.place.case_id)
    receiving.keep_pieces(session, case, letter.pieces, day=now.date())
    opening.wake(session, case, now=now, promise=promise)
    return True
