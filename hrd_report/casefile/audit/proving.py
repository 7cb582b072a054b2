"""Proves to somebody without the database which rows there are about a case. Opens no item."""

import json
from collections.abc import Iterable
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile.audit import head
from hrd_report.documents import codec
from hrd_report.documents.audit import FORMAT, ProofDocument, ProvenRow
from hrd_report.errors import Damaged, NotFound
from hrd_report.records import audit, cases
from hrd_report.records.audit import AuditRow
from hrd_report.vault import checkpoints, leaves, merkle
from hrd_report.vault.leaves import Leaf, leaf_bytes
from hrd_report.vault.merkle import Tree, leaf_hash

_MOST_BYTES: Final = 64 * 1024 * 1024


def tree(session: Session, public: bytes) -> tuple[Tree, str]:
    """Return all rows as a tree, and the checkpoint (text) that is signed about them.

    Raises `NotFound` before the first checkpoint, and `Damaged` where rows do not fit it: nothing
    is proved about an audit that does not hold.
    """
    row = session.scalars(audit.last_checkpoint()).first()
    if row is None:
        raise NotFound("nothing is numbered yet")
    signed = checkpoints.read(row.text, public)
    try:
        with session.execute(audit.numbered().execution_options(yield_per=2000)) as rows:
            whole = Tree(
                leaf_hash(leaf_bytes(Leaf(one.id, str(one.day), one.act, one.actor, one.object)))
                for one in rows
            )
    except (TypeError, ValueError, AttributeError, LookupError):
        raise Damaged("a row cannot be read: run audit verify") from None
    if (whole.size, whole.root()) != (signed.size, signed.root):
        raise Damaged("the rows are not those that were signed: run audit verify")
    return whole, row.text


def prove(session: Session, number: str, public: bytes) -> bytes:
    """Return the proof of a case's rows, and of those about what belongs to it, as a file.

    Raises `NotFound`, and `Damaged` where the audit does not hold.
    """
    case = session.scalars(cases.numbered(number)).one_or_none()
    if case is None:
        raise NotFound("there is no such case")
    whole, checkpoint = tree(session, public)
    rows = tuple(_proven(row, whole) for row in session.scalars(audit.acts_around(case.id)))
    return write(ProofDocument(FORMAT, checkpoints.spell_key(public), checkpoint, rows))


def check(file: bytes) -> ProofDocument:
    """Return what a file proves. Raises `Damaged` unless every row leads to the signed root.

    The key is the file's own: whoever checks compares it with the one the organisation gave.
    """
    if len(file) > _MOST_BYTES:
        raise Damaged("too long for a proof")
    try:
        document = codec.from_data(json.loads(file), ProofDocument)
    except (ValueError, RecursionError):
        raise Damaged("not a proof") from None
    if document.format != FORMAT or write(document) != file:
        raise Damaged("not a proof as it is written")
    signed = checkpoints.read(document.checkpoint, checkpoints.read_key(document.key))
    _ascending(row.position for row in document.rows)
    for row in document.rows:
        leaf = _leaf(row)
        leaves.check(leaf)
        path = [_bytes(one) for one in row.path]
        merkle.check_inclusion(
            leaf_hash(leaf_bytes(leaf)), row.position, signed.size, path, signed.root
        )
    return document


def write(document: ProofDocument) -> bytes:
    """Return a proof as a file: the only bytes that stand for it."""
    data = codec.to_data(document)
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _proven(row: AuditRow, whole: Tree) -> ProvenRow:
    leaf, position = head.leaf_of(row), row.position or 0
    return ProvenRow(
        position=position,
        id=leaf.id.hex(),
        day=leaf.day,
        act=leaf.act,
        actor=leaf.actor.hex() if leaf.actor is not None else None,
        object=leaf.object.hex() if leaf.object is not None else None,
        path=tuple(one.hex() for one in whole.inclusion(position)),
    )


def _leaf(row: ProvenRow) -> Leaf:
    actor = _bytes(row.actor) if row.actor is not None else None
    thing = _bytes(row.object) if row.object is not None else None
    return Leaf(_bytes(row.id), row.day, row.act, actor, thing)


def _bytes(text: str) -> bytes:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        raise Damaged("not hex") from None
    if value.hex() != text:
        raise Damaged("not hex as it is written")
    return value


def _ascending(positions: Iterable[int]) -> None:
    last = -1
    for one in positions:
        if one <= last:
            raise Damaged("rows stand in their order, each once")
        last = one
