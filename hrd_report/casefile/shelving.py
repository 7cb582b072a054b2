"""Puts grants of cases' keys on the shelf and takes them down again. Opens and seals no grant.

The shelf comes with the session, where the composition root put it. A session without one leaves
grants as they are: the jobs process takes them up.
"""

import datetime as dt
from typing import Final, Protocol

from sqlalchemy.orm import Session

from hrd_report.errors import Damaged
from hrd_report.sealed import Sealed
from hrd_report.vault.shelf import Shelf
from hrd_report.vault.shelf_file import ShelfFile

SHELF: Final = "shelf"
"""The name under which a session carries the shelf's file."""


def put_up(
    session: Session, child: bytes, holder: bytes, blob: Sealed, *, day: dt.date
) -> tuple[Sealed, int | None]:
    """Return a grant as it is kept from this day on, and the week it lies under."""
    shelf = at_hand(session)
    if shelf is None:
        return blob, None
    week = shelf.week_for(day)
    return shelf.seal(blob, week, child, holder), week


def week(session: Session, day: dt.date) -> int | None:
    """Return the week under which something is put up on this day, where there is a shelf."""
    shelf = at_hand(session)
    return shelf.week_for(day) if shelf is not None else None


class Lying(Protocol):
    """A grant as it lies in the database, whole or some of its columns."""

    @property
    def child(self) -> bytes:
        """The kid of the key inside."""

    @property
    def holder(self) -> bytes:
        """The kid of the key it is sealed to."""

    @property
    def blob(self) -> Sealed:
        """What is kept."""

    @property
    def shelf(self) -> int | None:
        """The week it lies under."""


def taken_down(session: Session, grant: Lying) -> Sealed:
    """Return a grant as it was sealed to its holder.

    One that cannot be lifted is handed out as it lies: it opens no more than an altered one.
    """
    return lifted(session, grant.blob, grant.shelf, grant.child, grant.holder)


def lifted(session: Session, blob: Sealed, week: int | None, child: bytes, holder: bytes) -> Sealed:
    """Return something put up under two names as it was before, or as it lies: see above."""
    return lifted_with(at_hand(session), blob, week, child, holder)


def lifted_with(
    shelf: Shelf | None, blob: Sealed, week: int | None, child: bytes, holder: bytes
) -> Sealed:
    """Do the same with a shelf at hand, for many things."""
    if week is None or shelf is None:
        return blob
    try:
        return shelf.lift(blob, week, child, holder)
    except Damaged:
        return blob


def at_hand(session: Session) -> Shelf | None:
    """Return the shelf as it is now, where the session carries one."""
    kept = session.info.get(SHELF)
    return kept.now() if isinstance(kept, ShelfFile) else None
