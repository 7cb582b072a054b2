"""Opens a case file for someone who was granted it. Never seals, never sees a request."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from hrd_report.casefile import shelving
from hrd_report.documents import codec
from hrd_report.errors import Damaged, NotAllowed
from hrd_report.records import keys
from hrd_report.records.cases import Case
from hrd_report.records.keys import Grant, Item, ItemKind, KeyRow
from hrd_report.store.objects import Store
from hrd_report.vault import items
from hrd_report.vault.items import ItemReader
from hrd_report.vault.keyring import GrantRow, Keyring
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.preamble import Context

Document = TypeVar("Document")

_MAX_STEPS = 8


@dataclass(frozen=True, slots=True, repr=False)
class Opened(Generic[Document]):
    """An item and what it says."""

    item: Item
    document: Document


def keyring_for(session: Session, person: Key, target: bytes) -> Keyring:
    """Return a keyring that holds `target` if grants lead there from a person's key.

    Walks from the target back to the person, so that the cost does not grow with the cases
    somebody may open. Raises `NotAllowed` where no path leads, `Damaged` where one was altered.
    """
    ring = Keyring(person)
    damaged = _climb(session, ring, person.kid, target)
    if target not in ring:
        raise Damaged("a grant was altered") if damaged else NotAllowed
    return ring


def _climb(session: Session, ring: Keyring, person_kid: bytes, target: bytes) -> tuple[bytes, ...]:
    """Open the way to `target` in a ring, if there is one; return the kids of altered grants."""
    path: list[GrantRow] = []
    wanted, seen = [target], {target}
    for _ in range(_MAX_STEPS):
        if person_kid in seen or not wanted:
            break
        found = [
            grant_row(session, grant, row)
            for grant, row in session.execute(keys.grants_of_any(wanted))
        ]
        path += found
        wanted = [one.holder_kid for one in found if one.holder_kid not in seen]
        seen.update(wanted)
    return ring.open_path(path)


def grant_row(session: Session, grant: Grant, child: KeyRow) -> GrantRow:
    """Return a grant as keyrings open it. Every grant is read here and nowhere else."""
    return GrantRow(PublicKey(child.public), grant.holder, shelving.taken_down(session, grant))


def case_keyring(session: Session, person: Key, case: Case) -> Keyring:
    """Return a keyring that holds a case's key and all its former ones. Raises `NotAllowed`.

    A former key whose grant was altered is missing from it: what is sealed to it is `lost`. One
    that its successor does not lead to yet is reached by the grants it has, and may be missing.
    """
    ring = keyring_for(session, person, case.kid)
    apart = session.scalars(keys.superseded(case.kid)).all()
    for kid in apart:
        _climb(session, ring, person.kid, kid)
    for kid in (case.kid, *apart):
        found = session.execute(keys.grants_below(kid))
        below = [grant_row(session, grant, row) for grant, row in found]
        ring.open_path(below)
        ring.lose(one.child_public.kid for one in below)
    return ring


def read(item: Item, ring: Keyring, kind: type[Document]) -> Document:
    """Open one item. Raises `NotAllowed` without its key and `Damaged` if it was altered."""
    if item.blob is None:
        raise Damaged("the item lies in the store")
    context = Context(item.kind.value, item.case_id, item.id)
    return codec.from_data(items.open_json(item.blob, ring.key(item.kid), context), kind)


def readable(item: Item, ring: Keyring, kind: type[Document]) -> Document | None:
    """Open one item; nothing where this keyring lacks its key, or where it was altered."""
    if item.kid not in ring:
        return None
    try:
        return read(item, ring, kind)
    except Damaged:
        return None


def read_all(
    session: Session, case: Case, ring: Keyring, kind: ItemKind, shape: type[Document]
) -> list[Opened[Document]]:
    """Open a case's items of one kind that this keyring can open, in no particular order."""
    return [
        Opened(item, read(item, ring, shape))
        for item in session.scalars(keys.items_of(case.id, kind))
        if item.blob is not None and item.kid in ring
    ]


def file_chunks(item: Item, ring: Keyring, store: Store) -> Iterator[bytes]:
    """Yield a file's bytes, opened piece by piece. Raises `Damaged` at the first altered one."""
    return file_reader(item, ring, store).chunks()


def file_reader(item: Item, ring: Keyring, store: Store) -> ItemReader:
    """Return what reads any part of an item that lies in the store.

    Raises `Damaged`, and `NotFound` where the store lost it.
    """
    name = item.object
    if name is None:
        raise Damaged("the item is no file")
    return ItemReader(
        lambda offset, length: store.read(name, offset, length),
        store.size(name),
        ring.key(item.kid),
        Context(item.kind.value, item.case_id, item.id),
    )
