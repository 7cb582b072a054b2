"""Gives a case a fresh key before anything new is sealed to one that somebody who left may know.

Needs no key: the public door does it too. The fresh key does not lead to the former one until a
holder comes by (`regranting`); until then both are reached by the grants they have. Opens nothing.
"""

import datetime as dt
from typing import Final

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from hrd_report.casefile import holders, keeping
from hrd_report.casefile.trust import Trust
from hrd_report.errors import Damaged, NotFound, NotVouched
from hrd_report.records.cases import Case
from hrd_report.records.keys import Grant, KeyKind, KeyRow, KeyState
from hrd_report.records.people import Team
from hrd_report.vault import grants
from hrd_report.vault.keys import Key, PublicKey

TRUST: Final = "trust"
"""The name under which a session carries what vouches for keys, put there at the root."""


def recipient(session: Session, case: Case, *, day: dt.date) -> PublicKey:
    """Return the key that new pieces of a case are sealed to, made now if it must be.

    While nobody vouches for those who are to follow, it is the one there is: nothing sent is lost.
    """
    if (fresh := fresh_holders(session, case)) is not None:
        return _replace(session, case, fresh, day)
    return keeping.public_key(session, case.kid)


def fresh_holders(session: Session, case: Case) -> list[PublicKey] | None:
    """Return who is to hold the case's next key, if the present one is to be replaced."""
    if not is_stale(session, case):
        return None
    trust = trust_of(session)
    if trust is None:
        return None
    try:
        found = [*holders.present(session, case, trust), *trust.recovery(session)]
    except (Damaged, NotFound, NotVouched):
        return None
    return list(dict.fromkeys(found))


def is_stale(session: Session, case: Case) -> bool:
    """Tell whether somebody without a right may know the case's present key."""
    due = exists().where(KeyRow.kid == case.kid, KeyRow.state == KeyState.DUE)
    team = select(Team.kid).where(Team.id == case.team_id).scalar_subquery()
    granted = exists().where(Grant.child == case.kid, Grant.holder == team)
    queued, teams = session.execute(select(due, granted)).one()
    return bool(queued) or not (case.restricted or teams)


def trust_of(session: Session) -> Trust | None:
    """Return what vouches for keys, where the session carries it."""
    return session.info.get(TRUST)


def _replace(session: Session, case: Case, fresh: list[PublicKey], day: dt.date) -> PublicKey:
    key, former = Key.new(), case.kid
    keeping.keep_key(session, key.public, KeyKind.CASE, day=day)
    session.flush()  # grants name keys that must be there
    sealed = [(key.kid, one.kid, grants.grant(key, one)) for one in fresh]
    keeping.keep_case_grants(session, sealed, day=day)
    session.execute(
        update(KeyRow)
        .where(KeyRow.kid == former)
        .values(state=KeyState.RETIRED, successor=key.kid)
        .execution_options(synchronize_session=False)
    )
    case.kid = key.kid
    session.flush()
    return key.public
