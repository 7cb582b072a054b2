"""Gives waiting rows their place in the tree and signs the new size. Adds and changes no row."""

from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile.audit import head
from hrd_report.records import audit
from hrd_report.records.audit import CheckpointRow
from hrd_report.vault import checkpoints
from hrd_report.vault.checkpoints import Checkpoint
from hrd_report.vault.leaves import leaf_bytes
from hrd_report.vault.merkle import leaf_hash
from hrd_report.vault.signatures import SigningKey

MOST: Final = 2000
"""Rows numbered in one transaction, so that nobody waits long for their turn to write."""


def number(session: Session, key: SigningKey, known: Checkpoint | None) -> Checkpoint | None:
    """Give at most `MOST` waiting rows a place, by day, then id; return the new checkpoint, if any.

    `known` is the last checkpoint that was signed here: a database that does not hold it lost
    rows, and signing on would hide that. Raises `Damaged` then, and for an altered checkpoint.
    """
    audit.take_turn(session)
    rows = session.scalars(audit.unnumbered().limit(MOST)).all()
    if not rows:
        return None
    if known is not None:
        head.expect(session, known)
    tree = head.frontier(session, key.public_raw)
    for row in rows:
        row.position = tree.size
        tree.add(leaf_hash(leaf_bytes(head.leaf_of(row))))
    made = Checkpoint(tree.size, tree.root())
    text = checkpoints.sign(made, key)
    session.add(CheckpointRow(size=made.size, text=text, frontier=tree.to_bytes()))
    return made
