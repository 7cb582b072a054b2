"""Reads originals again and compares them with the digest they came with. Shows none of them."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, opening
from hrd_report.desk.actions import access
from hrd_report.desk.actions.evidence.exhibits import Exhibit, Look
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.worker import Worker
from hrd_report.errors import Damaged, NotFound
from hrd_report.records import audit
from hrd_report.records.acts import Act
from hrd_report.records.keys import Item
from hrd_report.records.people import Person
from hrd_report.store.objects import Store

AT_ONCE: Final = 1024 * 1024 * 1024
"""Bytes that are read for one press of the button; what is left waits for the next."""

ACTS: Final = (Act.INTEGRITY_CHECKED, Act.INTEGRITY_FAILED)


@dataclass(frozen=True, slots=True, repr=False)
class Original:
    """A file to be read again; without an item where the row of it is gone."""

    exhibit: Exhibit
    item: Item | None


def last(session: Session, items: Collection[bytes]) -> dict[bytes, Look]:
    """Return the last check of each of these items: by whom, on which day, and what came of it."""
    if not items:
        return {}
    rows = session.scalars(audit.acts_on_any(items, ACTS)).all()
    actors = {one.actor for one in rows if one.actor is not None}
    people = session.execute(select(Person.id, Person.name).where(Person.id.in_(actors)))
    names = {one.id: one.name for one in people}
    found: dict[bytes, Look] = {}
    # Of two checks on one day, the one that failed is the one that is told.
    for one in sorted(rows, key=lambda row: (row.day, row.act is Act.INTEGRITY_FAILED)):
        found[one.object or b""] = Look(names.get(one.actor or b"", ""), one.act, one.day)
    return found


def due(
    session: Session, found: Iterable[Exhibit], checked: Mapping[bytes, Look], *, name: str = ""
) -> list[Original]:
    """Return what is to be read: the exhibit that is named, or all, the longest unchecked first."""
    files = [one for one in found if one.file is not None and name in {"", one.name}]
    files.sort(key=lambda one: _since(checked.get(one.item_id)))
    return [Original(one, session.get(Item, one.item_id)) for one in _first(files)]


def rehash(file: CaseFile, originals: Iterable[Original], store: Store) -> dict[bytes, bool]:
    """Read originals to their end; say of each whether it is what came. No transaction waits."""
    return {one.exhibit.item_id: _is_unchanged(file, one, store) for one in originals}


def note(
    session: Session,
    worker: Worker,
    number: str,
    results: Mapping[bytes, bool],
    *,
    now: dt.datetime,
) -> None:
    """Write down what came of it. Raises `NotFound`, `NotAllowed`."""
    case = access.find(session, worker, number)
    access.open_ring(session, worker, case)
    for item, fine in results.items():
        act = Act.INTEGRITY_CHECKED if fine else Act.INTEGRITY_FAILED
        keeping.record(session, act, actor=worker.id, thing=item, day=now.date())


def _is_unchanged(file: CaseFile, one: Original, store: Store) -> bool:
    said, digest, size = one.exhibit.file, hashlib.sha256(), 0
    if said is None or one.item is None or one.item.case_id != file.case.id:
        return False
    try:
        for piece in opening.file_chunks(one.item, file.ring, store):
            digest.update(piece)
            size += len(piece)
    except (Damaged, NotFound):
        return False
    return (digest.hexdigest(), size) == (said.sha256, said.size)


def _first(files: Iterable[Exhibit]) -> Iterator[Exhibit]:
    left = AT_ONCE
    for one in files:
        size = one.file.size if one.file is not None else 0
        if size > left and left < AT_ONCE:
            return
        left -= size
        yield one


def _since(look: Look | None) -> dt.date:
    return look.day if look is not None else dt.date.min
