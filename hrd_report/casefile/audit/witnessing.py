"""Hands checkpoints to somebody outside, and reads what they kept. Asks no witness itself."""

from sqlalchemy.orm import Session

from hrd_report.casefile.audit import proving
from hrd_report.errors import Damaged
from hrd_report.vault import checkpoints, merkle
from hrd_report.vault.checkpoints import Checkpoint

_OLD = "old "
_LONGEST_PATH = 63


def read(note: str, public: bytes) -> Checkpoint:
    """Return the checkpoint in a file that was exported, with or without a path before it."""
    return checkpoints.read(_parts(note)[1] if note.startswith(_OLD) else note, public)


def export(session: Session, public: bytes, since: Checkpoint | None = None) -> str:
    """Return the newest checkpoint; with `since`, after the path that leads to it from there.

    Raises `NotFound` before the first checkpoint, and `Damaged` where the audit does not hold or
    does not begin with what `since` says.
    """
    whole, note = proving.tree(session, public)
    if since is None:
        return note
    if since.size > whole.size:
        raise Damaged("the checkpoint is of more rows than there are")
    path = whole.consistency(since.size)
    merkle.check_consistency(since.size, whole.size, since.root, whole.root(), path)
    lines = [f"{_OLD}{since.size}", *(checkpoints.spell_hash(one) for one in path)]
    return "\n".join([*lines, "", note])


def check(note: str, since: Checkpoint, public: bytes) -> Checkpoint:
    """Return the newer checkpoint of an extension. Raises `Damaged` unless it follows `since`."""
    path, newer = _parts(note)
    old, *hashes = path.split("\n")
    if checkpoints.read_number(old.removeprefix(_OLD)) != since.size:
        raise Damaged("the path begins at another checkpoint")
    if len(hashes) > _LONGEST_PATH:
        raise Damaged("the path is too long")
    found = checkpoints.read(newer, public)
    steps = [checkpoints.read_hash(one) for one in hashes]
    merkle.check_consistency(since.size, found.size, since.root, found.root, steps)
    return found


def _parts(note: str) -> tuple[str, str]:
    path, found, newer = note.partition("\n\n")
    if not found or not path.startswith(_OLD):
        raise Damaged("no path from an older checkpoint")
    return path, newer
