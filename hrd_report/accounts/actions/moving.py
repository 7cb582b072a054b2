"""Gives somebody another role or team: what they held is taken, what they need is granted later.

Whoever changes it needs no key. The new key is granted by somebody who holds it, once the words
were heard (`admitting`).
"""

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hrd_report.accounts.actions import leaving
from hrd_report.casefile import keeping, rolling
from hrd_report.casefile.trust import Trust
from hrd_report.errors import Conflict, Invalid, LastHolder
from hrd_report.records import programs
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.keys import Grant
from hrd_report.records.people import TEAM_ROLES, Person, PersonState, Role, SessionRow, Team

PRESENT = frozenset({PersonState.NEW, PersonState.ACTIVE})
"""Whose role can change: who waits to be let in has none so far, who left has none any more."""


def change(
    session: Session,
    person: Person,
    role: Role,
    team_id: bytes | None,
    trust: Trust,
    *,
    by: bytes | None,
    day: dt.date,
) -> None:
    """Change a role or a team. Every session of the person ends.

    Raises `Invalid` for a role without its team, `Conflict` where nothing would change, and
    `LastHolder` while nobody else holds what would be taken.
    """
    to = team_id if role in TEAM_ROLES else None
    if role in TEAM_ROLES and (to is None or session.get(Team, to) is None):
        raise Invalid({"team": ["missing"]})
    if person.state not in PRESENT or (role, to) == (person.role, person.team_id):
        raise Conflict("nothing would change")
    stays = role in TEAM_ROLES and to == person.team_id
    if not stays:
        let_go(session, person, trust, by=by, day=day, named=role not in TEAM_ROLES)
    person.role, person.team_id = role, to
    session.execute(delete(SessionRow).where(SessionRow.subject == person.id))
    programs.forget_all(session, person.id)
    keeping.record(session, Act.ROLE_CHANGED, actor=by, thing=person.id, day=day)
    session.flush()


def let_go(
    session: Session,
    person: Person,
    trust: Trust,
    *,
    by: bytes | None,
    day: dt.date,
    named: bool,
) -> None:
    """Take the keys of a person's team or role, and give their cases back.

    With `named`, cases granted to them by name are taken too. Raises `LastHolder`.
    """
    if named:
        _drop_named(session, person)
    leaving.leave_groups(session, person, trust, by=by, day=day)
    for case in session.scalars(select(Case).where(Case.assignee == person.id)):
        case.assignee = None
        keeping.changed(case)
        keeping.record(session, Act.RELEASED_CASE, actor=by, thing=case.id, day=day)


def _drop_named(session: Session, person: Person) -> None:
    alone = leaving.alone_on(session, person)
    if alone:
        raise LastHolder(cases=[case.number for case in alone])
    kids = list(
        session.scalars(
            select(Case.kid).join(Grant, Grant.child == Case.kid).where(Grant.holder == person.kid)
        )
    )
    session.execute(delete(Grant).where(Grant.child.in_(kids), Grant.holder == person.kid))
    rolling.queue(session, kids)
