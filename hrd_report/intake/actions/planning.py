"""A defender's own word on a safety measure: taken or declined. Sealed to team and receipt."""

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from hrd_report.casefile import renewing, safety
from hrd_report.casefile.lifecycles import DEFENDER, MeasureState
from hrd_report.errors import NotFound
from hrd_report.intake import reading
from hrd_report.intake.actions import opening
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import Case
from hrd_report.vault.keys import Key


def answer(
    session: Session,
    case_id: bytes,
    receipt: Key,
    measure: str,
    to: MeasureState,
    *,
    now: dt.datetime,
    promise: dt.timedelta,
) -> None:
    """Move one measure on for the defender, and let the team look soon.

    No row in the audit: it would tell the day of a visit. Raises `NotFound`, and
    `IllegalTransition` for a step that is not the defender's.
    """
    case = session.get_one(Case, case_id, with_for_update=LOCKED)
    held = safety.newest(reading.measures(session, case_id, receipt)).get(measure)
    if held is None:
        raise NotFound
    if held.state == to.value:
        return
    after = safety.moved(held, to, DEFENDER, now=now)
    day = now.date()
    theirs = renewing.recipient(session, case, day=day)
    safety.keep(session, case_id, replace(after, by=""), theirs, day=day)
    opening.wake(session, case, now=now, promise=promise)
