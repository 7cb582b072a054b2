"""Opens a case file piece by piece; a piece that cannot be read is counted, never a failure."""

from dataclasses import replace
from typing import Final, TypeVar

from sqlalchemy.orm import Session

from hrd_report.casefile import opening
from hrd_report.casefile.opening import Opened
from hrd_report.desk import people, reaching
from hrd_report.desk.actions import access, reports, together
from hrd_report.desk.casefile import CaseFile, ConsentEntry, EscalationEntry
from hrd_report.desk.reaching import Reach
from hrd_report.desk.worker import Worker
from hrd_report.documents.answers import AnswerDocument
from hrd_report.documents.casework import (
    AssessmentDocument,
    DeskRecord,
    FindingDocument,
    NoteDocument,
)
from hrd_report.documents.escalations import DecisionDocument, NoticeDocument
from hrd_report.documents.measures import MeasureDocument, ParticipantDocument
from hrd_report.documents.reports import (
    ConsentDocument,
    FileDocument,
    MessageDocument,
    NewsDocument,
    ReportDocument,
)
from hrd_report.errors import NotFound
from hrd_report.records import cases, escalations, keys
from hrd_report.records.cases import Case, Report
from hrd_report.records.keys import Item, ItemKind
from hrd_report.store.objects import Store
from hrd_report.vault.keyring import Keyring

Document = TypeVar("Document")

_SHOWN: Final = (
    ItemKind.ANSWER,
    ItemKind.ASSESSMENT,
    ItemKind.CONSENT,
    ItemKind.FILEMETA,
    ItemKind.FINDING,
    ItemKind.MEASURE,
    ItemKind.MESSAGE,
    ItemKind.NEWS,
    ItemKind.NOTE,
    ItemKind.PARTICIPANT,
    ItemKind.RECORD,
)


def open_case(session: Session, worker: Worker, case: Case, store: Store) -> CaseFile:
    """Open all of a case that the worker's keys reach.

    Raises `NotAllowed` where nobody took the case or no grant leads to it. Whoever calls this
    for a reader has `entering.enter` write it down.
    """
    ring = access.open_ring(session, worker, case)
    read = Reader(session, case, ring)
    read.hold(*_SHOWN)
    sent = reports.read_all(session, worker, case, ring, store)
    findings = read.all(ItemKind.FINDING, FindingDocument)
    notes = read.all(ItemKind.NOTE, NoteDocument)
    records = _by(read.all(ItemKind.RECORD, DeskRecord), "at")
    files = read.all(ItemKind.FILEMETA, FileDocument)
    additions = _by(sent.additions, "received_at")
    return CaseFile(
        case=case,
        ring=ring,
        row=report_row(session, case),
        report=sent.first,
        additions=additions,
        answers=_answers(read, sent.first, additions),
        files=sorted(files, key=lambda one: (one.document.received_at, one.item.id)),
        messages=_by(read.all(ItemKind.MESSAGE, MessageDocument), "at"),
        notes=_by([one for one in notes if one.item.kid != worker.key.kid], "at"),
        own_notes=_by([one for one in notes if one.item.kid == worker.key.kid], "at"),
        assessment=assessment(read),
        findings={(one.platform, one.step): one for one in _by(findings, "at")},
        consents=_consents(session, read),
        escalations=_escalations(session, worker, read, records),
        forced=tuple(_by(read.all(ItemKind.NEWS, NewsDocument), "at")),
        measures=_by(read.all(ItemKind.MEASURE, MeasureDocument), "at"),
        participants=people.newest(_by(read.all(ItemKind.PARTICIPANT, ParticipantDocument), "at")),
        records=records,
        broken=read.broken + sent.broken,
        folded=sent.folded,
    )


def _answers(
    read: "Reader", report: ReportDocument | None, additions: list[ReportDocument]
) -> list[AnswerDocument]:
    """Return what was answered on the further pages, also inside what came sealed."""
    found = _by(read.all(ItemKind.ANSWER, AnswerDocument), "at")
    sent = [report, *additions] if report is not None else additions
    inside = [answer for one in sent for answer in one.further]
    return sorted([*inside, *found], key=lambda one: one.at)


def reach(session: Session, worker: Worker, case: Case, ring: Keyring, store: Store) -> Reach:
    """Return how the defender of a case wants to be reached."""
    read = Reader(session, case, ring)
    sent = reports.read_all(session, worker, case, ring, store)
    return reaching.asked_for(_answers(read, sent.first, _by(sent.additions, "received_at")))


def report_row(session: Session, case: Case) -> Report:
    """Return the report a case grew from. Raises `NotFound`."""
    row = session.scalars(cases.report_of(case.id)).first()
    if row is None:
        raise NotFound
    return row


class Reader:
    """Reads a case's items with one ring and counts what cannot be read."""

    def __init__(self, session: Session, case: Case, ring: Keyring) -> None:
        self._session = session
        self.case_id = case.id
        self._ring = ring
        self._held: dict[ItemKind, list[Item]] = {}
        self.broken = 0

    def hold(self, *kinds: ItemKind) -> None:
        """Read the items of several kinds in one go, so that `all` and `named` need not ask."""
        self._held |= {kind: [] for kind in kinds}
        for item in self._session.scalars(keys.items_of(self.case_id, *kinds)):
            self._held[item.kind].append(item)

    def all(self, kind: ItemKind, shape: type[Document]) -> list[Opened[Document]]:
        """Open the items of one kind that the ring opens."""
        found = []
        items = self._held.get(kind)
        if items is None:
            items = list(self._session.scalars(keys.items_of(self.case_id, kind)))
        for item in items:
            document = self.one(item, shape)
            if document is not None:
                found.append(Opened(item, document))
        return found

    def named(self, item_id: bytes | None, shape: type[Document]) -> Document | None:
        """Open one item by its id."""
        item = self._session.get(Item, item_id) if item_id is not None else None
        return self.one(item, shape) if item is not None else None

    def one(self, item: Item, shape: type[Document]) -> Document | None:
        """Open one item; count it as broken where its key is ours and it still does not open."""
        if item.kid not in self._ring:
            self.broken += self._ring.lost(item.kid)
            return None
        found = opening.readable(item, self._ring, shape)
        self.broken += found is None
        return found


def assessment(read: Reader) -> AssessmentDocument | None:
    """Return the newest assessment, which holds."""
    found = _by(read.all(ItemKind.ASSESSMENT, AssessmentDocument), "at")
    return found[-1] if found else None


def _by(found: list[Opened[Document]], moment: str) -> list[Document]:
    ordered = sorted(found, key=lambda one: (getattr(one.document, moment), one.item.id))
    return [one.document for one in ordered]


def with_consents_of_now(session: Session, file: CaseFile) -> CaseFile:
    """Return a case with its consents as they stand in this transaction.

    Whoever lets something leave holds the case's row by then: a withdrawal came before, and is
    seen here, or it comes after.
    """
    rows = cases.consents_of(file.case.id).execution_options(populate_existing=True)
    now = {row.id: row for row in session.scalars(rows)}
    held = [replace(one, row=now[one.row.id]) for one in file.consents if one.row.id in now]
    return replace(file, consents=held)


def _consents(session: Session, read: Reader) -> list[ConsentEntry]:
    found = [
        ConsentEntry(row, read.named(row.item_id, ConsentDocument))
        for row in session.scalars(cases.consents_of(read.case_id))
    ]
    return sorted(found, key=lambda one: (one.row.day, one.row.id))


def _escalations(
    session: Session, worker: Worker, read: Reader, records: list[DeskRecord]
) -> list[EscalationEntry]:
    """Return a case's escalations, and those of other cases that speak for it too."""
    rows, kid = escalations.escalations_about(session, read.case_id), worker.key.kid
    others = {one.case_id for one in rows if one.case_id != read.case_id}
    agreed = _agreed(session, read) if others else {}
    leads = _numbers(session, others, kid) if others else {}
    found = [
        EscalationEntry(
            row,
            read.named(row.notice_item, NoticeDocument),
            read.named(row.decision_item, DecisionDocument),
            agreed.get(row.id, ""),
            leads.get(row.case_id, "") if row.case_id in others else None,
        )
        for row in rows
    ]
    drafts = together.drafts(session, worker, read.case_id, records, {one.id for one in rows})
    found = [together.counted(session, kid, one) for one in found] + drafts
    return sorted(found, key=lambda one: (one.row.day, one.row.id))


def _numbers(session: Session, others: set[bytes], kid: bytes) -> dict[bytes, str]:
    found = session.execute(cases.numbers_of(others, kid)).all()
    return {row[0]: row[1] for row in found}


def _agreed(session: Session, read: Reader) -> dict[bytes, str]:
    """Return to whom escalations go that stand on a consent of this case, by what it says."""
    items = {row.id: row.item_id for row in session.scalars(cases.consents_of(read.case_id))}
    found: dict[bytes, str] = {}
    for consent, one in session.execute(escalations.consents_in_use(read.case_id)):
        said = read.named(items.get(consent), ConsentDocument)
        if said is not None and said.platform:
            found.setdefault(one.id, said.platform)
    return found
