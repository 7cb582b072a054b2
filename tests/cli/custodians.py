"""Helps tests of the operator's keys: sheets as files, reports sent, and who reads them."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cli.conftest import Operator
from sqlalchemy import select

from hrd_report.accounts.actions import people
from hrd_report.casefile import opening
from hrd_report.documents.reports import ReportDocument
from hrd_report.errors import NotAllowed
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.cases import Case
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain
from hrd_report.vault import locks
from hrd_report.vault.keys import Key
from hrd_report.web.services import Services

LINE = re.compile(r"^  ([1-5]): ([a-z ]+)$", re.MULTILINE)
_HALF = re.compile(r"^  ([a-z]+-[a-z]+-[a-z]+)$", re.MULTILINE)


@contextmanager
def services(operator: Operator) -> Iterator[Services]:
    parts = operator.building().services()
    try:
        yield parts
    finally:
        parts.close()


def sheets(printed: str, folder: Path) -> list[str]:
    """Write the shares that a demo printed into files; return the files' names by number."""
    files = []
    for number, words in LINE.findall(printed):
        file = folder / f"sheet-{number}"
        file.write_text(words, encoding="utf-8")
        files.append(str(file))
    return files


def options(files: Sequence[str]) -> list[str]:
    return [word for one in files for word in ("--share-file", one)]


def send(operator: Operator, *stories: str) -> None:
    """Send reports through the door."""
    app = operator.building().application()
    for story in stories:
        answer = app.test_client().post("/en/report", data={"story": story})
        assert answer.status_code == 200
    app.extensions["hrd_report"].close()


def key_of(operator: Operator, name: str, password: str) -> Key:
    with services(operator) as parts, parts.database.reading() as session:
        price = locks.PasswordParams(memory_kib=operator.settings.password_memory_kib)
        who = people.candidate(session, name)
        return people.open_lock(who, Plain(password), pepper=parts.pepper, price=price)


def stories(operator: Operator, key: Key) -> set[str]:
    """Return the words of every report that a key leads to."""
    found = set()
    with services(operator) as parts, parts.database.reading() as session:
        for case in session.scalars(select(Case)):
            try:
                ring = opening.case_keyring(session, key, case)
            except NotAllowed:
                continue
            for one in opening.read_all(session, case, ring, ItemKind.REPORT, ReportDocument):
                found.add(one.document.story.reveal())
    return found


def first_password(printed: str) -> str:
    """Put the two halves together that two people were shown."""
    one, other = _HALF.findall(printed)
    return f"{one}-{other}"


def acts(operator: Operator) -> list[Act]:
    with services(operator) as parts, parts.database.reading() as session:
        return list(session.scalars(select(AuditRow.act)))
