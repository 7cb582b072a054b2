"""Says who may open a case, by giving it a fresh key for them. Nobody unreads what they read."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hrd_report.casefile import holders, keeping, opening, rolling, tracing
from hrd_report.casefile.trust import Trust
from hrd_report.desk.actions import access
from hrd_report.desk.actions.tracing import indexes_of
from hrd_report.desk.worker import Seen, Worker
from hrd_report.errors import Conflict, Invalid, LastHolder, NotAllowed, Stale
from hrd_report.records import people
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.people import Person, Role, Team
from hrd_report.vault.keyring import Keyring
from hrd_report.vault.keys import PublicKey


@dataclass(frozen=True, slots=True)
class Standing:
    """Who may open a case as it stands, who else could be named, and where else it could go."""

    case: Case
    named: list[Person]
    colleagues: list[Person]
    team: Team
    others: list[Team]


def standing(session: Session, worker: Worker, number: str) -> Standing:
    """Return who may open a case. Raises `NotFound`, and `NotAllowed` for who may not say it."""
    case = access.find(session, worker, number)
    if not may_share(worker, case):
        raise NotAllowed
    named = holders.named_people(session, case) if case.restricted else []
    return Standing(
        case=case,
        named=named,
        colleagues=[one for one in _colleagues(session, case) if one not in named],
        team=session.get_one(Team, case.team_id),
        others=[one for one in session.scalars(people.teams()) if one.id != case.team_id],
    )


def may_share(worker: Worker, case: Case) -> bool:
    """Tell whether somebody who may open a case may also say who else may."""
    return worker.role is Role.LEAD or case.assignee == worker.id


def restrict(
    session: Session,
    worker: Worker,
    seen: Seen,
    chosen: Collection[bytes],
    trust: Trust,
    *,
    now: dt.datetime,
) -> Case:
    """Take a case from the team and give it to the colleagues chosen (people's ids) alone.

    Raises `Invalid` where nobody of the team is chosen, and whatever `held` raises.
    """
    case, ring = held(session, worker, seen)
    named = [one for one in _colleagues(session, case) if one.id in chosen]
    if not named:
        raise Invalid({"people": ["missing"]})
    rolling.roll_case(session, case, ring, _publics(session, named), trust, day=now.date())
    case.restricted = True
    tracing.withdraw(session, indexes_of(session, worker), case.id)
    _done(session, worker, case, Act.RESTRICTED, {one.id for one in named}, now)
    return case


def add(
    session: Session, worker: Worker, seen: Seen, person_id: bytes, *, now: dt.datetime
) -> Case:
    """Let one more colleague open a restricted case: one grant. Raises `Invalid`, as `restrict`."""
    case, ring = _restricted(session, worker, seen)
    found = [one for one in _colleagues(session, case) if one.id == person_id]
    if not found:
        raise Invalid({"person": ["unknown"]})
    if found[0] in holders.named_people(session, case):
        return case
    public = keeping.public_key(session, found[0].kid)
    keeping.keep_grant(session, ring.key(case.kid), public, day=now.date())
    keeping.changed(case)
    keeping.record(session, Act.GRANTED, actor=worker.id, thing=case.id, day=now.date())
    return case


def remove(
    session: Session,
    worker: Worker,
    seen: Seen,
    person_id: bytes,
    trust: Trust,
    *,
    now: dt.datetime,
) -> Case:
    """Take one person off a restricted case; what is written from now on is closed to them.

    Raises `LastHolder` for the only one.
    """
    case, ring = _restricted(session, worker, seen)
    left = [one for one in holders.named_people(session, case) if one.id != person_id]
    if not left:
        raise LastHolder(cases=[case.number])
    rolling.roll_case(session, case, ring, _publics(session, left), trust, day=now.date())
    _done(session, worker, case, Act.GRANT_REMOVED, {one.id for one in left}, now)
    return case


def lift(session: Session, worker: Worker, seen: Seen, trust: Trust, *, now: dt.datetime) -> Case:
    """Give a restricted case back to its whole team."""
    case, ring = _restricted(session, worker, seen)
    team = trust.team(session, session.get_one(Team, case.team_id))
    rolling.roll_case(session, case, ring, [team], trust, day=now.date())
    case.restricted = False
    keeping.changed(case)
    keeping.record(session, Act.UNRESTRICTED, actor=worker.id, thing=case.id, day=now.date())
    return case


def move(
    session: Session, worker: Worker, seen: Seen, team_id: bytes, trust: Trust, *, now: dt.datetime
) -> Case:
    """Give a case to another team, to all of it; nobody has it there yet. Raises `Invalid`."""
    case, ring = held(session, worker, seen)
    team = session.get(Team, team_id)
    if team is None or team.id == case.team_id:
        raise Invalid({"team": ["unknown"]})
    rolling.roll_case(session, case, ring, [trust.team(session, team)], trust, day=now.date())
    tracing.withdraw(session, indexes_of(session, worker), case.id)
    case.team_id, case.assignee, case.restricted = team.id, None, False
    keeping.changed(case)
    keeping.record(session, Act.MOVED_TO_TEAM, actor=worker.id, thing=case.id, day=now.date())
    return case


def held(session: Session, worker: Worker, seen: Seen) -> tuple[Case, Keyring]:
    """Return a case whose access somebody may change, with its keys, taken or not.

    Raises `NotFound`, `NotAllowed`, and `Conflict` from an old page.
    """
    case = access.find(session, worker, seen.number, lock=True)
    if not may_share(worker, case):
        raise NotAllowed
    ring = opening.case_keyring(session, worker.key, case)
    if case.version != seen.version:
        raise Stale(case.version)
    return case, ring


def _restricted(session: Session, worker: Worker, seen: Seen) -> tuple[Case, Keyring]:
    case, ring = held(session, worker, seen)
    if not case.restricted:
        raise Conflict("the case is not restricted")
    return case, ring


def _colleagues(session: Session, case: Case) -> list[Person]:
    """Return who may be named on a case: the people of its team who hold the team's key."""
    team = session.get_one(Team, case.team_id)
    return list(session.scalars(people.holding(team.kid)))


def _publics(session: Session, named: Collection[Person]) -> list[PublicKey]:
    return [keeping.public_key(session, one.kid) for one in named]


def _done(
    session: Session,
    worker: Worker,
    case: Case,
    act: Act,
    named: Collection[bytes],
    now: dt.datetime,
) -> None:
    if case.assignee not in named:
        case.assignee = None
    keeping.changed(case)
    keeping.record(session, act, actor=worker.id, thing=case.id, day=now.date())
