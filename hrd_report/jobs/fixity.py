"""Reads sealed files again and compares them with what lay there first. Holds no key, opens none.

What differs, or is gone, is written into the audit of its item: the evidence of its case says so.
"""

import datetime as dt
import hashlib
from typing import Final

from hrd_report.casefile import keeping
from hrd_report.clock import Clock
from hrd_report.errors import NotFound
from hrd_report.records import keys
from hrd_report.records.acts import Act
from hrd_report.records.database import Database
from hrd_report.records.keys import Item
from hrd_report.store.objects import Store

EVERY: Final = dt.timedelta(days=30)
AT_ONCE: Final = 64 * 1024 * 1024
"""Bytes that are read in one go, about; what is left waits for the next minute, as calls do not."""

_FILES: Final = 20
_STEP: Final = 1024 * 1024


def check(database: Database, store: Store, clock: Clock, *, most: int = AT_ONCE) -> int:
    """Read the files that were read longest ago. Return how many are not as they were."""
    today, left, bad = clock().date(), most, 0
    with database.reading() as session:
        due = session.execute(keys.to_read_again(today - EVERY, _FILES)).all()
    for item_id, name, size in due:
        if left <= 0 or name is None:
            break
        left -= size
        bad += not _note(database, item_id, name, _digest(store, name), today)
    return bad


def _digest(store: Store, name: str) -> bytes | None:
    """Return the SHA-256 of a file as it lies there; nothing where there is none."""
    found, at = hashlib.sha256(), 0
    try:
        while piece := store.read(name, at, _STEP):
            found.update(piece)
            at += len(piece)
    except NotFound:
        return None
    return found.digest()


def _note(
    database: Database, item_id: bytes, name: str, seen: bytes | None, today: dt.date
) -> bool:
    """Keep what was seen; say whether it is what was seen first, or its case is gone meanwhile."""
    with database.writing() as session:
        item = session.get(Item, item_id, with_for_update=True)
        if item is None or item.object != name:
            return True
        item.checked = today
        if seen is not None and item.digest in {None, seen}:
            item.digest = seen
            return True
        keeping.record(session, Act.INTEGRITY_FAILED, actor=None, thing=item.id, day=today)
        return False
