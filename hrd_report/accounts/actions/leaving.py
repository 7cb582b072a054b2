"""Removes people: at once they hold nothing and nobody seals to what they knew. Needs no key.

What they could open before is moved to fresh keys by somebody who holds it (`regranting`).
"""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, rolling
from hrd_report.casefile.trust import Trust
from hrd_report.errors import Conflict, LastHolder
from hrd_report.records import keys, programs
from hrd_report.records.acts import Act
from hrd_report.records.alarms import WakingAddress
from hrd_report.records.cases import Case
from hrd_report.records.factors import Passkey, Totp
from hrd_report.records.keys import Grant, KeyKind, KeyRow, Lock
from hrd_report.records.people import Person, PersonState, SessionRow, Team


def remove_person(
    session: Session,
    person: Person,
    trust: Trust,
    *,
    by: bytes | None,
    day: dt.date,
    leave_to_recovery: bool = False,
) -> None:
    """End everything a person had, in this transaction, and roll what they knew.

    Their cases are given back. Raises `Conflict` for somebody who left already, and `LastHolder`
    while nobody else holds the team's key or a restricted case: hand those over first, or say
    that they are left to recovery.
    """
    if person.state is PersonState.LEFT:
        raise Conflict("left already")
    alone = alone_on(session, person)
    if alone and not leave_to_recovery:
        raise LastHolder(cases=[case.number for case in alone])
    direct = list(session.scalars(select(Case.kid).where(_has_grant(person))))
    person.state = PersonState.LEFT
    session.execute(delete(SessionRow).where(SessionRow.subject == person.id))
    programs.forget_all(session, person.id)
    session.execute(delete(Passkey).where(Passkey.person_id == person.id))
    session.execute(delete(Totp).where(Totp.person_id == person.id))
    session.execute(delete(Lock).where(Lock.kid == person.kid))
    session.execute(delete(WakingAddress).where(WakingAddress.person_id == person.id))
    leave_groups(session, person, trust, by=by, day=day, empty=leave_to_recovery)
    session.execute(delete(Grant).where(Grant.holder == person.kid))
    rolling.queue(session, direct)
    _give_back(session, person, by, day)
    keeping.record(session, Act.STAFF_LEFT, actor=by, thing=person.id, day=day)
    session.flush()


def leave_groups(
    session: Session,
    person: Person,
    trust: Trust,
    *,
    by: bytes | None,
    day: dt.date,
    empty: bool = False,
) -> None:
    """Take a person's grants to the keys of teams and analysts, and roll those in use.

    For a change of team or role too. Raises `LastHolder` where nobody else holds a team's key.
    """
    kinds = (KeyKind.TEAM, KeyKind.ANALYST, KeyKind.INTAKE)
    groups = select(KeyRow.kid).where(KeyRow.kind.in_(kinds))
    held = Grant.holder == person.kid, Grant.child.in_(groups)
    teams = session.scalars(select(Team).where(Team.kid.in_(select(Grant.child).where(*held))))
    rolled = teams.all()
    counted = session.scalars(
        keys.active(KeyKind.ANALYST).join(Grant, Grant.child == KeyRow.kid).where(*held)
    ).first()
    session.execute(delete(Grant).where(*held))
    session.flush()
    if counted is not None:
        rolling.roll_analysts(session, trust, day=day)
    for team in rolled:
        rolling.roll_team(session, team, trust, day=day, empty=empty)
        keeping.record(session, Act.TEAM_ROLLED, actor=by, thing=team.id, day=day)


def alone_on(session: Session, person: Person) -> Sequence[Case]:
    """Return the restricted cases that no other person present may open, in order of number."""
    others = (
        select(Grant.child)
        .join(Person, Person.kid == Grant.holder)
        .where(Grant.child == Case.kid, Person.state != PersonState.LEFT, Person.kid != person.kid)
    )
    mine = select(Case).where(Case.restricted, _has_grant(person), ~others.exists())
    return session.scalars(mine.order_by(Case.number)).all()


def _has_grant(person: Person) -> ColumnElement[bool]:
    return exists().where(Grant.child == Case.kid, Grant.holder == person.kid)


def _give_back(session: Session, person: Person, by: bytes | None, day: dt.date) -> None:
    for case in session.scalars(select(Case).where(Case.assignee == person.id)):
        case.assignee = None
        keeping.changed(case)
        keeping.record(session, Act.RELEASED_CASE, actor=by, thing=case.id, day=day)
