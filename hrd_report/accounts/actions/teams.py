"""Makes teams: a key at once, granted to recovery and to a first lead whose words were heard."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hrd_report.accounts.actions import admitting, moving, ruling
from hrd_report.accounts.actions.admitting import Admitter, Heard
from hrd_report.casefile import keeping
from hrd_report.casefile.opening import keyring_for
from hrd_report.casefile.routing import Rule
from hrd_report.casefile.trust import Trust
from hrd_report.errors import Conflict, Invalid, NotAllowed
from hrd_report.records import keys, people, programs
from hrd_report.records.acts import Act
from hrd_report.records.keys import Grant, KeyKind
from hrd_report.records.people import TEAM_ROLES, Person, PersonState, Role, SessionRow, Team
from hrd_report.sealed import Plain
from hrd_report.vault.keys import Key

LONGEST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTeam:
    """A team to be made: its name, the languages that go to it, and who leads it."""

    name: str
    lead: Person
    languages: tuple[str, ...] = ()


def make(
    session: Session, wanted: NewTeam, typed: Plain, trust: Trust, *, by: bytes, now: dt.datetime
) -> Heard:
    """Make a team when the words typed are those of its first lead's key.

    A lead who comes from another team leaves it. What was typed is counted where it is wrong, so
    whoever calls must keep the transaction. Raises `Invalid`, `Conflict` for a name that is taken,
    `LastHolder` while nobody else holds the key of the lead's former team.
    """
    lead, day = wanted.lead, now.date()
    _check(session, wanted)
    heard = admitting.compare(session, lead, typed, by=by, day=day)
    if heard.wrong:
        return heard
    rest = ruling.otherwise(session)
    if lead.team_id is not None:
        moving.let_go(session, lead, trust, by=by, day=day, named=False)
    team = _founded(session, wanted.name, lead, trust, day)
    lead.role, lead.team_id, lead.state = Role.LEAD, team.id, PersonState.ACTIVE
    session.execute(delete(SessionRow).where(SessionRow.subject == lead.id))
    programs.forget_all(session, lead.id)
    for act, thing in (
        (Act.TEAM_MADE, team.id),
        (Act.GRANTED, lead.id),
        (Act.ROLE_CHANGED, lead.id),
    ):
        keeping.record(session, act, actor=by, thing=thing, day=day)
    ruling.take_the_rest(session, rest.id, by=by, day=day)
    for language in wanted.languages:
        ruling.add(session, Rule(team_id=team.id, language=language), by=by, day=day)
    return heard


def could_lead(session: Session) -> Sequence[Person]:
    """Return who may lead a new team: whoever works in one, and who was invited to."""
    fits = people.people().where(Person.role.in_(TEAM_ROLES), Person.state != PersonState.LEFT)
    found = session.scalars(fits).all()
    return [one for one in found if one.state is not PersonState.WAITING or one.team_id is None]


def lacks_intake(session: Session, team: Team) -> bool:
    """Whether a team cannot open what came sealed to the intake key."""
    wanted = {row.kid for row in session.scalars(keys.active(KeyKind.INTAKE))}
    held = set(session.scalars(select(Grant.child).where(Grant.holder == team.kid)))
    return not wanted <= held


def share_intake(session: Session, team: Team, by: Admitter, trust: Trust, *, day: dt.date) -> None:
    """Grant a team the intake's keys, by somebody who reaches them. Raises `NotAllowed`."""
    public, done = trust.team(session, team), 0
    for kid in session.scalars(keys.of_kind(KeyKind.INTAKE)).all():
        if session.get(Grant, (kid, team.kid)) is not None:
            continue
        try:
            child = keyring_for(session, by.key, kid).key(kid)
        except NotAllowed:
            continue
        keeping.keep_grant(session, child, public, day=day)
        done += 1
    if not done:
        raise NotAllowed("this key is not at hand")
    keeping.record(session, Act.GRANTED, actor=by.id, thing=team.id, day=day)


def _check(session: Session, wanted: NewTeam) -> None:
    name = wanted.name
    if not (name and len(name) <= LONGEST and name.isprintable()):
        raise Invalid({"name": ["not_a_label"]})
    if session.scalars(select(Team.id).where(func.lower(Team.name) == name.lower())).first():
        raise Conflict(f"{name} is taken")


def _founded(session: Session, name: str, lead: Person, trust: Trust, day: dt.date) -> Team:
    key, team_id = Key.new(), keeping.new_id()
    keeping.keep_key(session, key.public, KeyKind.TEAM, day=day)
    session.flush()  # grants name keys that must be there
    for holder in (*trust.recovery(session), keeping.public_key(session, lead.kid)):
        keeping.keep_grant(session, key, holder, day=day)
    endorsement = trust.endorse(team_id, 1, key.public)
    team = Team(id=team_id, name=name, kid=key.kid, epoch=1, endorsement=endorsement)
    session.add(team)
    session.flush()  # the lead names the team
    return team
