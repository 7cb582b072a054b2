"""Opens a stopped instance the way a caseworker would: one password, the pepper, the grants."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.accounts.actions import people
from hrd_report.casefile import opening
from hrd_report.documents.answers import AnswerDocument
from hrd_report.documents.reports import FileDocument, MessageDocument, ReportDocument
from hrd_report.records.cases import Case, Report
from hrd_report.records.database import open_database
from hrd_report.records.keys import Item, ItemKind
from hrd_report.sealed import Plain
from hrd_report.settings import Settings
from hrd_report.store.objects import open_store
from hrd_report.vault import digests, instance, locks
from hrd_report.vault.keys import Key


@dataclass
class Found:
    """What one case holds: what its report says, its letters, and the digests of its files."""

    stories: list[str] = field(default_factory=list)
    dangers: list[str] = field(default_factory=list)
    threats: list[tuple[str, ...]] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    answers: list[AnswerDocument] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    claimed: list[str] = field(default_factory=list)


def open_everything(folder: Path, name: str, password: str) -> dict[bytes, Found]:
    """Return every case of an instance by the lookup of its receipt, opened with `name`'s key."""
    settings = Settings(instance=folder, demo=True)
    secrets = instance.load(settings.secrets)
    pepper = secrets.pepper
    database = open_database(settings.database, carried={"shelf": secrets.shelf})
    store = open_store(settings.store)
    try:
        with database.reading() as session:
            who = people.candidate(session, name)
            price = locks.PasswordParams()
            key = people.open_lock(who, Plain(password), pepper=pepper, price=price)
            reports = session.scalars(select(Report)).all()
            cases = {case.id for case in session.scalars(select(Case))}
            assert cases == {one.case_id for one in reports}, "a case without its report"
            return {one.lookup: _open(session, one, key, store) for one in reports}
    finally:
        database.close()


def _open(session: Session, report: Report, key: Key, store) -> Found:
    case = session.get_one(Case, report.case_id)
    ring = opening.case_keyring(session, key, case)
    found = Found()
    for kind in (ItemKind.REPORT, ItemKind.ADDITION):
        for one in opening.read_all(session, case, ring, kind, ReportDocument):
            found.stories.append(one.document.story.reveal())
            found.dangers.append(one.document.danger)
            found.threats.append(one.document.threats)
    for letter in opening.read_all(session, case, ring, ItemKind.MESSAGE, MessageDocument):
        found.letters.append(letter.document.text.reveal())
    for answer in opening.read_all(session, case, ring, ItemKind.ANSWER, AnswerDocument):
        found.answers.append(answer.document)
    for meta in opening.read_all(session, case, ring, ItemKind.FILEMETA, FileDocument):
        item = session.get_one(Item, bytes.fromhex(meta.document.file))
        content = b"".join(opening.file_chunks(item, ring, store))
        found.files.append(digests.sha256(content).hex())
        found.claimed.append(meta.document.sha256)
    return found
