"""Keeps what the desk makes of a case: the newest assessment holds. Decides nothing itself."""

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions.reading import Reader, assessment
from hrd_report.desk.worker import Worker
from hrd_report.documents.casework import AssessmentDocument
from hrd_report.records.cases import Case
from hrd_report.records.keys import ItemKind
from hrd_report.vault.keyring import Keyring

_TICK = dt.timedelta(microseconds=1)


def held(
    session: Session, worker: Worker, case: Case, ring: Keyring, *, now: dt.datetime
) -> AssessmentDocument:
    """Return a copy of the assessment that holds, under the worker's name and a later moment."""
    former = assessment(Reader(session, case, ring))
    if former is None:
        return AssessmentDocument(by=worker.name, at=now)
    return replace(former, by=worker.name, at=later(former.at, now))


def keep(session: Session, case: Case, ring: Keyring, found: AssessmentDocument) -> None:
    """Seal an assessment to the case; the older ones stay as its history."""
    day = found.at.date()
    recipient = ring.key(case.kid).public
    keeping.keep(session, case.id, ItemKind.ASSESSMENT, found, recipient, day=day)


def later(former: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """Return now, or the moment after `former`: what is newest must never be in doubt."""
    return now if former is None else max(now, former + _TICK)
