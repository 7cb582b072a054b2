"""What cases hold that could go with a notice: files, and what is known of each. Opens words.

Files of a notice's own case bear the numbers of its list of evidence, E1 and on; those of its other
cases F1 and on, so that an addressee cannot tell how many cases there are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeVar

from sqlalchemy.orm import Session

from hrd_report.casefile import exports, opening
from hrd_report.casefile.exports import Export
from hrd_report.casefile.opening import Opened
from hrd_report.documents.escalations import NoticeDocument
from hrd_report.documents.evidence import (
    CaptureDocument,
    DerivedDocument,
    DescriptionDocument,
    ExportDocument,
)
from hrd_report.documents.reports import FileDocument
from hrd_report.escalation import together
from hrd_report.escalation.casefile import CaseFile, Desk
from hrd_report.records import keys
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain

Document = TypeVar("Document")


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """A file of a case. `labels`: what anybody said that it shows; `exports` the newest first.

    `home` is the case it lies in, `case` its hex id where that is not the notice's own. `number` is
    what the notice calls it, `exhibit` what its own case does. `ids` (hex) are those by which
    findings name it: its own, and those of the captures that it is.
    """

    number: str
    home: CaseFile
    file: FileDocument
    capture: CaptureDocument | None
    derived: DerivedDocument | None
    labels: frozenset[str]
    exports: tuple[Export, ...]
    exhibit: str = ""
    case: str = ""
    shows: Plain = Plain("")
    ids: frozenset[str] = frozenset()

    @property
    def pictures(self) -> tuple[tuple[int, int], ...]:
        """Where the pictures of its safe copy lie; the first, small and grey one is none."""
        made = self.derived
        return made.pictures[1:] if made is not None and made.derivative else ()


def pieces(session: Session, file: CaseFile) -> list[Piece]:
    """Return a case's files in the order of its list of evidence."""
    files = _said(_read(session, file, ItemKind.FILEMETA, FileDocument, "received_at"))
    recorded = _read(session, file, ItemKind.CAPTURE, CaptureDocument, "at")[::-1]
    captures = _said(recorded)
    derived = _newest(session, file, ItemKind.DERIVED, DerivedDocument)
    said = _newest(session, file, ItemKind.DESCRIPTION, DescriptionDocument)
    steps = _newest(session, file, ItemKind.EXPORT, ExportDocument)
    return [
        Piece(
            number=f"E{number}",
            exhibit=f"E{number}",
            home=file,
            shows=_shown(one, captures),
            ids=_ids(one, recorded),
            file=one,
            capture=next((each for each in captures if each.file == one.file), None),
            derived=next((each for each in derived if each.file == one.file), None),
            labels=frozenset(
                label
                for each in said
                if one.file == each.file or (each.sha256 and each.sha256 == one.sha256)
                for label in each.labels
            ),
            exports=tuple(exports.of(each for each in steps if each.file == one.file)),
        )
        for number, one in enumerate(files, 1)
    ]


def _ids(file: FileDocument, recorded: Iterable[Opened[CaptureDocument]]) -> frozenset[str]:
    is_it = (one for one in recorded if file.file in {one.document.file, one.document.kept_as})
    return frozenset({file.file, *(one.item.id.hex() for one in is_it)})


def _shown(file: FileDocument, captures: Iterable[CaptureDocument]) -> Plain:
    """Return the address that a file was captured from, as far as anybody recorded it."""
    known = [one for one in captures if file.file in {one.file, one.kept_as}]
    addresses = (found for one in known for found in (one.link, one.url) if found)
    return next(addresses, Plain(""))


def of_notice(session: Session, desk: Desk, notice: NoticeDocument) -> list[Piece]:
    """Return the files of all cases of a notice that are open to whoever asks, its own first."""
    others = [one for one in together.files(session, desk, notice) if one is not None]
    there = {one.case.id.hex() for one in others}
    taken = {one.number for one in notice.enclosed if one.case and one.case not in there}
    return [*pieces(session, desk.file), *_numbered(session, others, taken)]


def chosen(session: Session, desk: Desk, notice: NoticeDocument) -> list[Piece]:
    """Return the files of those cases alone of which something goes with a notice."""
    named = {one.case for one in notice.enclosed}
    others = [
        one
        for one in together.files(session, desk, notice)
        if one is not None and one.case.id.hex() in named
    ]
    own = pieces(session, desk.file) if "" in named else []
    return [*own, *_numbered(session, others, set())]


def _numbered(session: Session, others: Iterable[CaseFile], taken: set[str]) -> Iterator[Piece]:
    free = (name for name in (f"F{number}" for number in count(1)) if name not in taken)
    for file in others:
        for one in pieces(session, file):
            yield replace(one, number=next(free), case=file.case.id.hex())


def _newest(
    session: Session, file: CaseFile, kind: ItemKind, shape: type[Document]
) -> list[Document]:
    return _said(_read(session, file, kind, shape, "at"))[::-1]


def _said(found: Iterable[Opened[Document]]) -> list[Document]:
    return [one.document for one in found]


def _read(
    session: Session,
    file: CaseFile,
    kind: ItemKind,
    shape: type[Document],
    moment: str,
) -> list[Opened[Document]]:
    # The case's own page counts what cannot be read.
    found = [
        Opened(item, document)
        for item in session.scalars(keys.items_of(file.case.id, kind))
        if (document := opening.readable(item, file.ring, shape)) is not None
    ]
    return sorted(found, key=lambda one: (getattr(one.document, moment), one.item.id))
