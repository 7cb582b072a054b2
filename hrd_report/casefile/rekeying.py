"""Brings traces, postings and papers of a team under its present key, by who holds the former.

So that whoever left finds nothing new by what they kept. A batch in each transaction.
"""

import datetime as dt

from sqlalchemy.orm import Session

from hrd_report.casefile import papers, tracing
from hrd_report.casefile.indexing import Indexes
from hrd_report.casefile.regranting import Hand
from hrd_report.casefile.trust import Trust
from hrd_report.errors import Damaged, NotFound
from hrd_report.records import traces
from hrd_report.records.keys import KeyKind, KeyState
from hrd_report.records.people import Team

BATCH = 50


def carry_on(session: Session, of: Hand, trust: Trust, *, day: dt.date) -> int:
    """Do the next batch of what these keys can do; return how many, 0 when none is left."""
    former = [
        kid
        for kid, row in of.groups.items()
        if row.kind is KeyKind.TEAM and row.state is KeyState.RETIRED
    ]
    return sum(_under(session, of, kid, trust, day) for kid in former)


def _under(session: Session, of: Hand, kid: bytes, trust: Trust, day: dt.date) -> int:
    done = 0
    for row in session.scalars(traces.papers_under(kid, BATCH)).all():
        if _is_vouched(session, trust, row.team_id):
            papers.rekey(session, of.ring, row, trust)
            done += row.kid != kid
    for trace in session.scalars(traces.sealed_under(kid, BATCH)).all():
        team = session.get_one(Team, trace.team_id)
        indexes = Indexes(session, of.person, team.kid)
        if trace.case_id is None:
            done += tracing.sweep(session, indexes)
        elif indexes.present is not None and _is_vouched(session, trust, team.id):
            tracing.rekey(session, indexes, trace, day=day)
            done += 1
    return done


def _is_vouched(session: Session, trust: Trust, team_id: bytes) -> bool:
    try:
        trust.team(session, session.get_one(Team, team_id))
    except (Damaged, NotFound):
        return False
    return True
