"""Writes to the defender: sealed to the case and, as a copy, to the receipt. Sends no mail."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hrd_report.casefile import answering, keeping
from hrd_report.desk import audiences, clocks, reaching
from hrd_report.desk.actions import access, moving, reading
from hrd_report.desk.audiences import ForDefender
from hrd_report.desk.reaching import Reach
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents.reports import MessageDocument
from hrd_report.errors import Invalid
from hrd_report.records.acts import Act
from hrd_report.records.cases import OVER, Case, CaseState, Due
from hrd_report.records.keys import ItemKind
from hrd_report.reference import placeholders
from hrd_report.store.objects import Store


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Letter:
    """A letter to the defender. `asks`: we wait for an answer.

    `anyway`: it goes although it has words not to use.
    """

    words: ForDefender
    asks: bool = False
    anyway: bool = False


def write(
    session: Session,
    worker: Worker,
    seen: Seen,
    letter: Letter,
    store: Store,
    *,
    now: dt.datetime,
) -> Case:
    """Write to the defender; where it asks, the case waits for an answer from now on.

    Raises `Invalid` for what must not go out (see `check`), `Conflict` from an old page: a
    colleague may just have written.
    """
    case, ring = access.fresh(session, worker, seen, day=now.date())
    check(letter, reading.reach(session, worker, case, ring, store))
    answering.note_first(session, case, now=now)
    post(session, worker, case, letter.words, now=now)
    if letter.asks and case.state is not CaseState.WAITING_DEFENDER and case.state not in OVER:
        role = worker.role.value
        moving.move_case(session, case, CaseState.WAITING_DEFENDER, role, actor=worker.id, now=now)
    elif case.state not in OVER:
        _set_clock(case, now)
    keeping.changed(case)
    return case


def check(letter: Letter, reach: Reach) -> None:
    """Refuse an empty letter, one with a place still to fill, and one with words not to use.

    Looks at the very text that is about to go. Raises `Invalid`; a caseworker who saw the words
    not to use may let them stand.
    """
    text = audiences.meant(letter.words, ForDefender).reveal()
    field = audiences.FIELDS[ForDefender]
    if placeholders.unfilled(text):
        raise Invalid({field: ["unfilled"]})
    if not letter.anyway and reaching.avoided(text, [one.reveal() for one in reach.avoid]):
        raise Invalid({field: ["avoided"]})


def post(
    session: Session, worker: Worker, case: Case, words: ForDefender, *, now: dt.datetime
) -> None:
    """Seal a letter from the team twice: for the team, and for the defender."""
    text = audiences.meant(words, ForDefender)
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
