"""Where the tree of the audit stands: its last checkpoint, checked. Signs nothing."""

from sqlalchemy.orm import Session

from hrd_report.errors import Damaged
from hrd_report.records import audit
from hrd_report.records.audit import AuditRow, CheckpointRow
from hrd_report.vault import checkpoints
from hrd_report.vault.checkpoints import Checkpoint
from hrd_report.vault.leaves import Leaf
from hrd_report.vault.merkle import Frontier


def frontier(session: Session, public: bytes) -> Frontier:
    """Return the tree as it was last signed with this key; an empty one before the first time.

    Raises `Damaged` when the checkpoint was altered.
    """
    row = session.scalars(audit.last_checkpoint()).first()
    return Frontier() if row is None else frontier_of(row, public)


def frontier_of(row: CheckpointRow, public: bytes) -> Frontier:
    """Return the tree that a kept checkpoint stands for. Raises `Damaged` when it was altered."""
    signed = checkpoints.read(row.text, public)
    found = Frontier.from_bytes(row.size, row.frontier)
    if signed != Checkpoint(found.size, found.root()):
        raise Damaged("a checkpoint is not about the tree that lies beside it")
    return found


def leaf_of(row: AuditRow) -> Leaf:
    """Return what stands in the tree for a row."""
    return Leaf(row.id, row.day.isoformat(), row.act.value, row.actor, row.object)


def expect(session: Session, known: Checkpoint) -> None:
    """Raise `Damaged` unless the database still holds a checkpoint that was seen before."""
    row = session.get(CheckpointRow, known.size)
    if row is None or Frontier.from_bytes(row.size, row.frontier).root() != known.root:
        raise Damaged("the database does not hold the last checkpoint that was signed here")
