"""A second team with people of its own, for tests of what one team sees of another."""

from house import CHEAP, PASSWORD, House, Member

from hrd_report.accounts.actions import people
from hrd_report.casefile import keeping
from hrd_report.records import keys
from hrd_report.records.keys import KeyKind
from hrd_report.records.people import Person, PersonState, Role, Team
from hrd_report.vault import locks
from hrd_report.vault.keys import Key, PublicKey


def second_team(house: House, name: str = "second", **members: Role) -> tuple[Team, Key]:
    """Make another team, granted to recovery, with the members named; they can sign in."""
    key, day = Key.new(), house.clock.now.date()
    with house.services.database.writing() as session:
        keeping.keep_key(session, key.public, KeyKind.TEAM, day=day)
        session.flush()
        for row in session.scalars(keys.active(KeyKind.RECOVERY)):
            keeping.keep_grant(session, key, PublicKey.from_raw(row.public), day=day)
        team = Team(id=keeping.new_id(), name=name, kid=key.kid, epoch=1)
        team.endorsement = house.services.trust.endorse(team.id, team.epoch, key.public)
        session.add(team)
        session.flush()
        for one, role in members.items():
            house.people[one] = _member(house, session, one, role, team, (key,))
    return team, key


def joined(house: House, name: str, role: Role) -> Member:
    """Add somebody whose role works with no key, or with a key that nobody granted so far."""
    with house.services.database.writing() as session:
        house.people[name] = _member(house, session, name, role, None, ())
    return house.people[name]


def _member(house, session, name, role, team, granted) -> Member:
    key = Key.new()
    person: Person = people.add(
        session,
        name=name,
        role=role,
        language="en",
        first_password=locks.lock_with_password(key, PASSWORD, house.secrets.pepper, CHEAP),
        key=key,
        team=team,
        granted=granted,
        day=house.clock.now.date(),
    )
    person.state = PersonState.ACTIVE
    return Member(person.id, name, role, key)
