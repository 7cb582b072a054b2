"""Finds drafts of other cases that speak for a case too, where the reader may open those.

Of a draft the database says nothing: its case's file does, and a sealed record in each other case.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import opening
from hrd_report.desk.casefile import EscalationEntry
from hrd_report.desk.worker import Worker
from hrd_report.documents.casework import NOTICE_TOGETHER, DeskRecord
from hrd_report.documents.escalations import NoticeDocument
from hrd_report.errors import Damaged, NotAllowed
from hrd_report.records import cases
from hrd_report.records.cases import Case
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.records.keys import Item


def drafts(
    session: Session,
    worker: Worker,
    case_id: bytes,
    records: Iterable[DeskRecord],
    known: Collection[bytes],
) -> list[EscalationEntry]:
    """Return the drafts of other cases that speak for this one, without their words.

    `known` are escalations that the case shows already.
    """
    named = {one.codes.get("escalation", "") for one in records if one.about == NOTICE_TOGETHER}
    wanted = {bytes.fromhex(one) for one in named} - set(known)
    if not wanted:
        return []
    rows = select(Escalation, Case).join(Case, Case.id == Escalation.case_id)
    found = session.execute(
        rows.where(Escalation.id.in_(wanted), Escalation.state == EscalationState.DRAFT)
    )
    return list(_entries(session, worker, case_id, found.all()))


def counted(session: Session, kid: bytes, entry: EscalationEntry) -> EscalationEntry:
    """Return an escalation of a case itself with the number of cases it speaks for."""
    if entry.notice is None or not entry.notice.together:
        return entry
    return replace(entry, cases=1 + _open_ones(session, kid, entry.notice))


def _entries(
    session: Session, worker: Worker, case_id: bytes, rows: Iterable[tuple[Escalation, Case]]
) -> Iterator[EscalationEntry]:
    for row, lead in rows:
        try:
            notice = _notice(session, worker, row, lead)
        except (NotAllowed, Damaged):
            # Whoever cannot open that case does not learn of its draft.
            continue
        if case_id.hex() in notice.together:
            count = 1 + _open_ones(session, worker.key.kid, notice)
            yield EscalationEntry(row, None, None, notice.platform, lead.number, count)


def _notice(session: Session, worker: Worker, row: Escalation, lead: Case) -> NoticeDocument:
    ring = opening.case_keyring(session, worker.key, lead)
    return opening.read(session.get_one(Item, row.notice_item), ring, NoticeDocument)


def _open_ones(session: Session, kid: bytes, notice: NoticeDocument) -> int:
    others = [bytes.fromhex(one) for one in notice.together]
    return len(session.execute(cases.numbers_of(others, kid)).all())
