"""Writes to the defender: sealed to the case and, as a copy, to the receipt. Sends no mail."""

import datetime as dt

from sqlalchemy.orm import Session

from hrd_report.casefile import answering, keeping
from hrd_report.desk import clocks
from hrd_report.desk.actions import access, moving
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents.reports import MessageDocument
from hrd_report.errors import Invalid
from hrd_report.records.audit import Act
from hrd_report.records.cases import OVER, Case, CaseState, Due
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain


def write(
    session: Session,
    worker: Worker,
    seen: Seen,
    text: Plain,
    *,
    asks: bool,
    now: dt.datetime,
) -> Case:
    """Write to the defender; with `asks`, the case waits for an answer from now on.

    Raises `Invalid` when empty, `Conflict` from an old page: a colleague may just have written.
    """
    if not text.reveal().strip():
        raise Invalid({"text": ["missing"]})
    case, _ = access.fresh(session, worker, seen, day=now.date())
    answering.note_first(session, case, now=now)
    post(session, worker, case, text, now=now)
    if asks and case.state is not CaseState.WAITING_DEFENDER and case.state not in OVER:
        role = worker.role.value
        moving.move_case(session, case, CaseState.WAITING_DEFENDER, role, actor=worker.id, now=now)
    elif case.state not in OVER:
        _set_clock(case, now)
    keeping.changed(case)
    return case


def post(session: Session, worker: Worker, case: Case, text: Plain, *, now: dt.datetime) -> None:
    """Seal a letter from the team twice: for the team, and for the defender."""
    letter = MessageDocument(author="team", name=worker.name, text=text, at=now)
    for recipient in (
        keeping.public_key(session, case.kid),
        keeping.receipt_key(session, case.id),
    ):
        keeping.keep(session, case.id, ItemKind.MESSAGE, letter, recipient, day=now.date())
    keeping.record(session, Act.MESSAGED, actor=worker.id, thing=case.id, day=now.date())


def _set_clock(case: Case, now: dt.datetime) -> None:
    within = clocks.NEXT_WORD[case.urgency]
    if case.state is CaseState.WAITING_DEFENDER:
        clocks.start(case, Due.WORD_TO_DEFENDER, clocks.ASK_AGAIN, now=now)
    elif case.due is Due.FIRST_ANSWER and case.state in (CaseState.RECEIVED, CaseState.OPEN):
        clocks.start(case, Due.TRIAGE, within, now=now)
    elif case.due in (Due.FIRST_ANSWER, Due.WORD_TO_DEFENDER, Due.NOTHING):
        clocks.start(case, Due.WORD_TO_DEFENDER, within, now=now)
