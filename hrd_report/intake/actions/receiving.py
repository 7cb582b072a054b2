"""Keeps a report: a fresh case, an addition to one, or nothing for the same form sent again."""

import datetime as dt
import enum

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.documents.reports import NewsDocument
from hrd_report.errors import HrdError
from hrd_report.intake import places
from hrd_report.intake.actions import opening
from hrd_report.intake.pieces import Arrived, Piece
from hrd_report.records.cases import Case
from hrd_report.records.keys import Item


class Kept(enum.Enum):
    """What became of a report."""

    CASE = "case"
    ADDITION = "addition"
    NOTHING_NEW = "nothing_new"


class PlaceTaken(HrdError):
    """The same form arrived a moment earlier and made the case: seal it to that and try again."""

    code = "conflict"


def keep(session: Session, arrived: Arrived, *, now: dt.datetime, promise: dt.timedelta) -> Kept:
    """Keep a report whose files are kept. Raises `PlaceTaken` when its case exists by now."""
    place = places.known(session, arrived.receipt.lookup)
    if arrived.name is not None and session.get(Item, arrived.name) is not None:
        # What came sealed is known in whichever case it is: the same to its last byte.
        return Kept.NOTHING_NEW
    if place is None:
        opening.open_case(session, arrived, now=now, promise=promise)
        return Kept.CASE
    if place.digest == arrived.digest or is_kept(session, arrived.pieces):
        return Kept.NOTHING_NEW
    if arrived.place.key is not None:
        raise PlaceTaken("the case exists by now")
    case = session.get_one(Case, place.case_id)
    keep_pieces(session, case, arrived.pieces, day=now.date())
    opening.wake(session, case, now=now, promise=promise)
    news = NewsDocument(event="received", at=now)
    keeping.tell_defender(session, case.id, news, day=now.date())
    return Kept.ADDITION


def is_kept(session: Session, pieces: tuple[Piece, ...]) -> bool:
    """Whether the first of the pieces is in its case already."""
    return session.get(Item, pieces[0].id) is not None


def keep_pieces(session: Session, case: Case, pieces: tuple[Piece, ...], *, day: dt.date) -> None:
    """Keep the rows of sealed pieces in a case."""
    opening.add_pieces(session, case.id, pieces, day=day)
    case.size += sum(one.size for one in pieces)
