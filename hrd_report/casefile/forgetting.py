"""Lets go of the copy of a case's words by which its team found it. Needs no key, opens nothing.

Where the case's postings lie stays, sealed, until a holder of the team's key makes them void.
"""

from sqlalchemy import update
from sqlalchemy.orm import Session

from hrd_report.records.traces import Trace


def let_go(session: Session, case_id: bytes) -> None:
    """Forget a case's words, whoever does it."""
    session.execute(
        update(Trace)
        .where(Trace.case_id == case_id)
        .values(case_id=None, blob=None, shelf=None)
        .execution_options(synchronize_session="fetch")
    )
