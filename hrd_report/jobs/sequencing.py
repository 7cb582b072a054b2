"""Numbers what the audit gained, and keeps the last checkpoint beside the database.

The copy beside it is the instance's own witness: a database that lost its last rows together with
their checkpoints still differs from it.
"""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy.exc import IntegrityError

from hrd_report.casefile.audit import numbering
from hrd_report.records import audit
from hrd_report.records.database import Database
from hrd_report.settings import Settings
from hrd_report.vault import checkpoints, notes
from hrd_report.vault.checkpoints import Checkpoint
from hrd_report.vault.signatures import SigningKey


def copy_of(settings: Settings) -> Path:
    """Return where the copy of the last checkpoint lies."""
    return settings.instance / "audit.checkpoint"


def kept(path: Path, public: bytes) -> Checkpoint | None:
    """Return the checkpoint that was kept beside the database. Raises `Damaged` if altered."""
    try:
        return checkpoints.read(notes.text_of(path.read_bytes()), public)
    except FileNotFoundError:
        return None


def run(database: Database, key: SigningKey, path: Path) -> None:
    """Give every waiting row its place. Any number of processes may do so at once.

    Raises `Damaged` when the database does not hold what was signed here before.
    """
    while _waiting(database):
        known = kept(path, key.public_raw)
        try:
            with database.writing() as session:
                made = numbering.number(session, key, known)
        except IntegrityError:
            # Somebody else numbered the same rows at the same moment: theirs stand.
            return
        if made is not None:
            _keep(path, checkpoints.sign(made, key))


def _waiting(database: Database) -> bool:
    with database.reading() as session:
        return session.scalars(audit.waiting()).one() > 0


def _keep(path: Path, note: str) -> None:
    """Put the note in its place whole: a crash leaves the old one or the new one."""
    with NamedTemporaryFile("wb", dir=path.parent, prefix=".audit-", delete=False) as file:
        file.write(note.encode())
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
