"""Keeps what a defender answers on the further pages. What is answered, no receipt opens again."""

import datetime as dt

from sqlalchemy.orm import Session

from hrd_report.documents.answers import AnswerDocument
from hrd_report.intake import sealing
from hrd_report.intake.actions import opening, receiving
from hrd_report.intake.pieces import Answer
from hrd_report.intake.places import Place
from hrd_report.records.cases import OVER, Case, CaseState, Due
from hrd_report.vault import digests
from hrd_report.vault.keys import Key
from hrd_report.vault.preamble import ID_BYTES


def seal(place: Place, receipt: Key, answer: AnswerDocument, once: str) -> Answer:
    """Seal the answers to a page. `once` names the form they were typed in.

    The same answers from the same form get the same id, so that they are not kept twice.
    """
    said = digests.prefixed(b"answer", once.encode(), answer.canonical())
    item = digests.hmac_sha256(receipt.seed, said)[:ID_BYTES]
    return Answer(place=place, pieces=sealing.answer_pieces(place, receipt.public, answer, item))


def keep(session: Session, answer: Answer, *, now: dt.datetime, promise: dt.timedelta) -> bool:
    """Keep answers beside former ones. Returns whether they were new.

    They start no clock while somebody owes a word anyway; a case that rested is open again.
    """
    if receiving.is_kept(session, answer.pieces):
        return False
    case = session.get_one(Case, answer.place.case_id)
    receiving.keep_pieces(session, case, answer.pieces, day=now.date())
    if case.state in {*OVER, CaseState.WAITING_DEFENDER} or case.due is Due.NOTHING:
        opening.wake(session, case, now=now, promise=promise)
    return True
