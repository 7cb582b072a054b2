"""A small organisation whose rows are real and whose expectations are a few sets."""

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from casefile.rolled import Unsigned
from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.accounts.actions import founding, leaving, people
from hrd_report.casefile import handing, keeping, opening, regranting, renewing
from hrd_report.clock import hour_after
from hrd_report.desk.actions import sharing
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents.casework import NoteDocument
from hrd_report.errors import Damaged, NotAllowed
from hrd_report.jobs.regranting import Regranter
from hrd_report.records.cases import Case, CaseState, Due, Urgency
from hrd_report.records.database import Database
from hrd_report.records.keys import Grant, Item, ItemKind, KeyKind, KeyRow
from hrd_report.records.people import Person, PersonState, Role, Team
from hrd_report.sealed import Plain
from hrd_report.vault import locks
from hrd_report.vault.keyring import Keyring, follow
from hrd_report.vault.keys import Key, PublicKey

NOW = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)
DAY = NOW.date()
CHEAP = locks.PasswordParams(memory_kib=64, iterations=1, lanes=1)
TRUST = Unsigned()


@dataclass
class Somebody:
    """A person as the model knows them, and every seed they ever could reach."""

    id: bytes
    key: Key
    team: bytes
    epochs: set[int]
    present: bool = True
    kept: dict[bytes, Key] = field(default_factory=dict)
    closed: bool = False  # all cases were shown to have fresh keys
    after: set[bytes] = field(default_factory=set)


@dataclass
class Part:
    """What is sealed to one key of a case: on which team's epoch that hangs, or on whom."""

    team: bytes
    epoch: int
    named: set[str] | None = None
    items: set[bytes] = field(default_factory=set)


@dataclass
class Expected:
    """A case as the model knows it: its newest part, and older ones that it does not lead to yet.

    `due`: somebody without a right knows the newest part's key.
    """

    number: str
    id: bytes
    newest: Part
    older: list[Part] = field(default_factory=list)
    due: bool = False

    @property
    def team(self) -> bytes:
        return self.newest.team

    @property
    def named(self) -> set[str] | None:
        return self.newest.named

    @property
    def items(self) -> set[bytes]:
        return set().union(*(one.items for one in (*self.older, self.newest)))

    def joined(self, held: Callable[[Part], bool]) -> None:
        """Let older parts that somebody holds be reached through the ones that followed them."""
        chain = [*self.older, self.newest]
        for part, following in itertools.pairwise(chain):
            if held(part):
                following.items |= part.items
                self.older.remove(part)


class History:
    """Does things to the rows and to the model, side by side."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.people: dict[str, Somebody] = {}
        self.cases: dict[str, Expected] = {}
        self.epochs: dict[bytes, int] = {}
        self.pending: list[tuple[str, str]] = []
        with database.writing() as session:
            founded = founding.found(
                session,
                team_name="first",
                delivery=Key.new().public,
                endorse=TRUST.endorse,
                day=DAY,
            )
            self.recovery = founded.recovery
            other = Key.new()
            keeping.keep_key(session, other.public, KeyKind.TEAM, day=DAY)
            session.flush()
            keeping.keep_grant(session, other, self.recovery.public, day=DAY)
            second = Team(id=keeping.new_id(), name="second", kid=other.kid)
            session.add(second)
            self.teams = [founded.team.id, second.id]
        self.epochs = dict.fromkeys(self.teams, 1)
        for team in self.teams:
            self.join(team)
            self.join(team)

    def present(self, team: bytes | None = None) -> list[str]:
        return [
            name
            for name, one in self.people.items()
            if one.present and (team is None or one.team == team)
        ]

    def may_open(self, name: str, case: Expected) -> bool:
        return self.holds(name, case.newest)

    def holds(self, name: str, part: Part) -> bool:
        one = self.people[name]
        if not one.present:
            return False
        if part.named is not None:
            return name in part.named
        return one.team == part.team and part.epoch in one.epochs

    def opened(self, name: str, case: Expected) -> set[bytes]:
        """Return what the model says that somebody reads of a case."""
        if not self.may_open(name, case):
            return set()
        parts = (*case.older, case.newest)
        return set().union(*(one.items for one in parts if self.holds(name, one)))

    def can(self, case: Expected) -> list[str]:
        return [name for name in self.people if self.may_open(name, case)]

    def join(self, team_id: bytes) -> None:
        name, key = f"p{len(self.people)}", Key.new()
        with self.database.writing() as session:
            team = session.get_one(Team, team_id)
            ring = opening.keyring_for(session, self.recovery, team.kid)
            person = people.add(
                session,
                name=name,
                role=Role.LEAD,
                language="en",
                first_password=locks.lock_with_password(key, Plain("p" * 15), bytes(32), CHEAP),
                key=key,
                team=team,
                granted=[ring.key(team.kid)],
                day=DAY,
            )
            person.state = PersonState.ACTIVE
        self.people[name] = Somebody(person.id, key, team_id, {self.epochs[team_id]})

    def file(self, team_id: bytes) -> None:
        number, key = f"K{len(self.cases)}", Key.new()
        with self.database.writing() as session:
            keeping.keep_key(session, key.public, KeyKind.CASE, day=DAY)
            session.flush()
            team = TRUST.team(session, session.get_one(Team, team_id))
            for holder in (team, self.recovery.public):
                keeping.keep_grant(session, key, holder, day=DAY)
            case = Case(
                id=keeping.new_id(),
                number=number,
                kid=key.kid,
                team_id=team_id,
                state=CaseState.OPEN,
                urgency=Urgency.NORMAL,
                language="fr",
                received_day=DAY,
                due=Due.FIRST_ANSWER,
                due_at=hour_after(NOW),
            )
            session.add(case)
        self.cases[number] = Expected(number, case.id, Part(team_id, self.epochs[team_id]))
        self.seal(number)

    def seal(self, number: str) -> None:
        """Add an item, as the public door does: to a key that nobody who left knows."""
        note = NoteDocument(author="x", text=Plain("words"), at=NOW)
        case = self.cases[number]
        with self.database.writing() as session:
            public = renewing.recipient(session, session.get_one(Case, case.id), day=DAY)
            item = keeping.keep(session, case.id, ItemKind.NOTE, note, public, day=DAY).id
        epoch, part = self.epochs[case.team], case.newest
        if case.due or (part.named is None and part.epoch != epoch):
            named = None if part.named is None else set(part.named)
            case.older.append(part)
            case.newest, case.due = Part(part.team, epoch, named), False
        case.newest.items.add(item)
        for one in self.people.values():
            if not one.present:
                one.after.add(item)

    def leave(self, name: str) -> None:
        one = self.people[name]
        with self.database.writing() as session:
            leaving.remove_person(session, session.get_one(Person, one.id), TRUST, by=None, day=DAY)
        one.present = False
        self.epochs[one.team] += 1
        for other in self.present(one.team):
            self.people[other].epochs.add(self.epochs[one.team])
        for case in self.cases.values():
            if case.named is not None and name in case.named:
                case.due = True
            for part in (*case.older, case.newest):
                (part.named or set()).discard(name)

    def is_last(self, name: str) -> bool:
        one = self.people[name]
        alone = any(case.named == {name} for case in self.cases.values())
        return alone or self.present(one.team) == [name]

    def share(self, act: str, by: str, number: str, *chosen: object) -> None:
        """Let somebody say who may open a case, by the desk's own action."""
        one = self.people[by]
        worker = Worker(one.id, by, Role.LEAD, one.team, one.key)
        trusting = [] if act == "add" else [TRUST]
        with self.database.writing() as session:
            seen = Seen(number, session.get_one(Case, self.cases[number].id).version)
            getattr(sharing, act)(session, worker, seen, *chosen, *trusting, now=NOW)

    def hand_over(self, subject: str, target: str) -> None:
        with self.database.writing() as session:
            who, to = (session.get_one(Person, self.people[one].id) for one in (subject, target))
            first, second = [one for one in self.people if one != subject][:2]
            made = handing.propose(session, who, to, by=self.people[first].id, day=DAY)
            session.flush()
            handing.approve(session, made, by=self.people[second].id, day=DAY)
        if self.waiting(subject, target):
            self.pending.append((subject, target))

    def waiting(self, subject: str, target: str) -> list[Expected]:
        return [
            case
            for case in self.cases.values()
            if case.named is not None and subject in case.named and target not in case.named
        ]

    def regrant(self, name: str) -> None:
        one = self.people[name]
        Regranter(self.database, lambda: NOW, TRUST).run(one.id, one.key)
        for subject, target in list(self.pending):
            self._carry_on(name, subject, target)
        for case in self.cases.values():
            case.joined(lambda part: self.holds(name, part))
            if self.may_open(name, case) and (case.due or case.named is None):
                case.due, case.newest.epoch = False, self.epochs[case.team]

    def _carry_on(self, name: str, subject: str, target: str) -> None:
        if not self.people[target].present:
            self.pending.remove((subject, target))
            return
        for case in self.waiting(subject, target):
            if self.may_open(name, case):
                case.named.add(target)
        if not self.waiting(subject, target):
            self.pending.remove((subject, target))

    def remaining(self) -> int:
        with self.database.reading() as session:
            return sum(regranting.remaining(session, team) for team in self.teams)

    def opens(self, session: Session, key: Key, case: Expected) -> tuple[set[bytes], Keyring]:
        """Return the items the program opens with a key, and the keys it found on the way."""
        row = session.get_one(Case, case.id)
        try:
            ring = opening.case_keyring(session, key, row)
        except NotAllowed:
            return set(), Keyring(key)
        opened = opening.read_all(session, row, ring, ItemKind.NOTE, NoteDocument)
        return {one.item.id for one in opened}, ring

    def reached(self, session: Session, kept: dict[bytes, Key]) -> dict[bytes, Key]:
        """Return every key that these seeds lead to with whatever lies in the database now."""
        rows = session.execute(select(Grant, KeyRow).join(KeyRow, KeyRow.kid == Grant.child)).all()
        found, grew = dict(kept), True
        while grew:
            grew = False
            for grant, row in rows:
                if row.kid not in found and grant.holder in found:
                    found[row.kid] = follow(grant.blob, found[grant.holder], PublicKey(row.public))
                    grew = True
        return found

    def opened_by(self, session: Session, found: dict[bytes, Key]) -> set[bytes]:
        """Return the items that these keys open."""
        return {item.id for item in session.scalars(select(Item)) if self._reads(item, found)}

    def _reads(self, item: Item, found: dict[bytes, Key]) -> bool:
        ring = Keyring(Key.new())
        for key in found.values():
            ring.hold(key)
        try:
            return bool(opening.read(item, ring, NoteDocument))
        except (NotAllowed, Damaged):
            return False
