"""Colleagues, teams and cases with real keys, and short ways to let keys do their duty."""

import datetime as dt
from dataclasses import dataclass

from desk.desk_house import Filed, worker
from house import CHEAP, House, Member
from sqlalchemy.orm import Session

from hrd_report.accounts.actions import people
from hrd_report.casefile import keeping, opening
from hrd_report.casefile.trust import Trust
from hrd_report.desk.actions import sharing
from hrd_report.desk.worker import Seen
from hrd_report.documents.casework import NoteDocument
from hrd_report.errors import Damaged, NotAllowed
from hrd_report.jobs.regranting import Regranter
from hrd_report.records import cases, keys
from hrd_report.records.cases import Case
from hrd_report.records.keys import Item, ItemKind, KeyKind
from hrd_report.records.people import Person, PersonState, Role, Team
from hrd_report.sealed import Plain
from hrd_report.vault import locks
from hrd_report.vault.keys import Key, PublicKey


class Unsigned:
    """Takes the rows at their word, where a test replaces what is signed."""

    def recovery(self, session: Session) -> tuple[PublicKey, ...]:
        rows = session.scalars(keys.active(KeyKind.RECOVERY)).all()
        return tuple(PublicKey.from_raw(row.public) for row in rows)

    def team(self, session: Session, team: Team) -> PublicKey:
        return keeping.public_key(session, team.kid)

    def endorse(self, team: bytes, epoch: int, public: PublicKey) -> None:
        """Vouch for nothing."""


@dataclass
class Group:
    """A team beside the first one."""

    id: bytes
    key: Key


def joined(house: House, name: str, role: Role = Role.CASEWORKER, team: Team | None = None):
    """Add a colleague to a team, with a grant to its key that somebody there makes."""
    member, team = Key.new(), team or house.team
    with house.services.database.writing() as session:
        now = session.get_one(Team, team.id)
        granted = [_team_key(session, house, now)] if role is not Role.ADMINISTRATOR else []
        person = people.add(
            session,
            name=name,
            role=role,
            language="en",
            first_password=locks.lock_with_password(
                member, Plain("a password for the tests"), house.services.pepper, CHEAP
            ),
            key=member,
            team=now,
            granted=granted,
            day=day(house),
        )
        person.state = PersonState.ACTIVE
    house.people[name] = Member(person.id, name, role, member)
    return house.people[name]


def second_team(house: House) -> Team:
    """Make another team. Its key is granted to recovery."""
    key = Key.new()
    with house.services.database.writing() as session:
        keeping.keep_key(session, key.public, KeyKind.TEAM, day=day(house))
        session.flush()
        keeping.keep_grant(session, key, house.recovery.public, day=day(house))
        team = Team(id=keeping.new_id(), name="second", kid=key.kid)
        team.endorsement = house.services.trust.endorse(team.id, 1, key.public)
        session.add(team)
    return team


def day(house: House) -> dt.date:
    return house.clock.now.date()


def write(house: House, filed: Filed, words: str = "new") -> bytes:
    """Seal one more item to a case, as the public door would: to the key it has now."""
    with house.services.database.writing() as session:
        case = session.scalars(cases.case(filed.id)).one()
        return seal(session, house, case, words)


def seal(session, house: House, case: Case, words: str = "new") -> bytes:
    note = NoteDocument(author="heron", text=Plain(words), at=house.clock.now)
    public = keeping.public_key(session, case.kid)
    return keeping.keep(session, case.id, ItemKind.NOTE, note, public, day=day(house)).id


def opens(house: House, key: Key, filed: Filed) -> set[bytes]:
    """Return the items of a case that somebody's key opens, the way the program does it."""
    with house.services.database.reading() as session:
        case = session.scalars(cases.case(filed.id)).one()
        try:
            ring = opening.case_keyring(session, key, case)
        except (NotAllowed, Damaged):
            return set()
        return {one.id for one in session.scalars(keys.items_of(case.id)) if _open(one, ring)}


def everything(house: House, filed: Filed) -> set[bytes]:
    with house.services.database.reading() as session:
        return {one.id for one in session.scalars(keys.items_of(filed.id))}


def seen(house: House, filed: Filed) -> Seen:
    with house.services.database.reading() as session:
        return Seen(filed.number, session.scalars(cases.case(filed.id)).one().version)


def restricted(house: House, filed: Filed, *names: str, by: str = "plover") -> None:
    chosen = {house.people[name].id for name in names}
    page = seen(house, filed)
    with house.services.database.writing() as session:
        sharing.restrict(
            session, worker(house, by), page, chosen, house.services.trust, now=house.clock.now
        )


def regranted(house: House, name: str, trust: Trust | None = None) -> int:
    """Let somebody's keys do all they can."""
    member = house.people[name]
    parts = house.services
    return Regranter(parts.database, parts.clock, trust or parts.trust).run(member.id, member.key)


def case_row(house: House, filed: Filed) -> Case:
    with house.services.database.reading() as session:
        return session.scalars(cases.case(filed.id)).one()


def person_row(session, house: House, name: str) -> Person:
    return session.get_one(Person, house.people[name].id)


def _open(item: Item, ring) -> bool:
    try:
        if item.blob is None:
            ring.key(item.kid)
        else:
            opening.items.open_json(
                item.blob,
                ring.key(item.kid),
                opening.Context(item.kind.value, item.case_id, item.id),
            )
    except (Damaged, NotAllowed):
        return False
    return True


def _team_key(session, house: House, team: Team) -> Key:
    return opening.keyring_for(session, house.recovery, team.kid).key(team.kid)
