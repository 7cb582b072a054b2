"""Builds a whole house for a test: real database, real keys, cheap passwords."""

import copy
import datetime as dt
import shutil
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

from databases import Databases
from flask import Flask
from flask.testing import FlaskClient

from hrd_report.accounts.actions import founding, people, rostering
from hrd_report.app import build_services, create_app
from hrd_report.records.people import Person, PersonState, Role, SessionKind, Team
from hrd_report.sealed import Plain
from hrd_report.settings import Settings
from hrd_report.vault import instance, locks
from hrd_report.vault.keys import Key
from hrd_report.web import lanes
from hrd_report.web import services as shell
from hrd_report.web import session as sessions
from hrd_report.web.pace import Pace
from hrd_report.web.services import Services

CHEAP = locks.PasswordParams(memory_kib=64, iterations=1, lanes=1)
PASSWORD = Plain("a password for the tests")
# Some answers are held until an even moment; no test waits for one.
AT_ONCE = Pace(sleep=lambda _: None)
STAFF = {
    "heron": Role.CASEWORKER,
    "plover": Role.LEAD,
    "avocet": Role.ADMINISTRATOR,
    "wren": Role.ANALYST,
}


_MADE: dict[tuple[str, ...], tuple[Flask, dict[str, object]]] = {}
"""For some doors: an application, and what it kept before anybody asked it anything."""


def app_of(services: Services) -> Flask:
    """Return an application of these services.

    Routes and drawn templates are the same in every house and take longest, so that they are
    made once; whatever an application learns it keeps in its `extensions`, which are new.
    """
    doors = services.settings.doors
    if doors not in _MADE:
        first = create_app(services, pace=AT_ONCE)
        _MADE[doors] = first, dict(first.extensions)
    first, kept = _MADE[doors]
    app = copy.copy(first)
    app.extensions = dict(kept)
    # Some tests watch every request of their house, and of no other.
    app.before_request_funcs = copy.deepcopy(first.before_request_funcs)
    app.after_request_funcs = copy.deepcopy(first.after_request_funcs)
    shell.attach(app, services)
    lanes.install(app)
    return app


@dataclass
class FakeClock:
    """A clock that stands until it is moved."""

    now: dt.datetime = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def advance(self, by: dt.timedelta) -> None:
        self.now += by


@dataclass
class Member:
    """A member of staff and the key a login would open."""

    id: bytes
    name: str
    role: Role
    key: Key


@dataclass
class House:
    """Everything, built the way the program builds it."""

    app: Flask
    services: Services
    clock: FakeClock
    secrets: instance.Secrets
    recovery: Key
    team: Team
    people: dict[str, Member] = field(default_factory=dict)

    def client(self) -> FlaskClient:
        return self.app.test_client()

    def sign_in(self, client: FlaskClient, name: str) -> str:
        """Give a client someone's session. Returns the form token its posts must carry."""
        member = self.people[name]
        return self.begin_session(client, SessionKind.STAFF, member.id, member.key)

    def begin_session(
        self, client: FlaskClient, kind: SessionKind, subject: bytes, key: Key
    ) -> str:
        parts = self.services
        with parts.database.writing() as session:
            token = sessions.begin(
                session, kind, subject, key, pepper=parts.pepper, now=self.clock.now
            )
        client.set_cookie(sessions.cookie_name(kind, parts.settings), token.hex())
        return sessions.form_token(token)

    def with_settings(self, **changes: object) -> "House":
        """Return the same house under other settings."""
        services = replace(
            self.services,
            settings=replace(self.services.settings, **changes),  # type: ignore[arg-type]
        )
        return replace(self, services=services, app=app_of(services))

    def close(self) -> None:
        for thread in threading.enumerate():
            if thread.name == "regranting":
                thread.join()
        self.services.database.close()
        self.services.figures.close()


def build_house(folder: Path, database_url: str) -> House:
    """Found an organisation in `folder`, on a database that has its tables."""
    settings = Settings(
        instance=folder / "instance",
        database_url=database_url,
        organisation="Réseau Aubépine",
        emergency_phone="+33 1 99 00 12 34",
        demo=True,
        password_memory_kib=CHEAP.memory_kib,
    )
    secrets = instance.create(settings.secrets)
    owner_key = instance.pin_own(settings.secrets, secrets.pepper)
    clock = FakeClock()
    services = build_services(settings, clock=clock)
    with services.database.writing() as session:
        founded = founding.found(
            session,
            team_name="first",
            delivery=secrets.delivery.public,
            endorse=services.trust.endorse,
            day=clock.now.date(),
        )
        rostering.sign_own(session, services.trust, owner_key)
        members = {
            name: _member(session, name, role, founded, secrets, clock)
            for name, role in STAFF.items()
        }
    return House(
        app=app_of(services),
        services=services,
        clock=clock,
        secrets=secrets,
        recovery=founded.recovery,
        team=founded.team,
        people=members,
    )


class Street:
    """Builds houses alike and quickly: one is founded, the others are copies of it.

    They have the same keys, so that two that must be strangers are built one by one.
    """

    def __init__(self, folder: Path, databases: Databases) -> None:
        self._databases = databases
        self._folder = folder
        self._first: House | None = None

    def house(self, folder: Path) -> House:
        """Return the next house, on a database of its own."""
        if self._first is None:
            url = self._databases.fresh()
            self._first = build_house(self._folder, url)
            self._first.close()
            self._databases.remember(url)
        first, url = self._first, self._databases.lend()
        settings = replace(first.services.settings, instance=folder / "instance", database_url=url)
        shutil.copytree(first.services.settings.instance, settings.instance)
        clock = FakeClock()
        services = build_services(settings, clock=clock)
        with services.database.reading() as session:
            team = session.get_one(Team, first.team.id)
        return replace(
            first,
            app=app_of(services),
            services=services,
            clock=clock,
            secrets=instance.load(settings.secrets),
            team=team,
            people={name: replace(member) for name, member in first.people.items()},
        )


def _member(session, name, role, founded, secrets, clock) -> Member:
    key = Key.new()
    person: Person = people.add(
        session,
        name=name,
        role=role,
        language="en",
        first_password=locks.lock_with_password(key, PASSWORD, secrets.pepper, CHEAP),
        key=key,
        team=founded.team,
        granted=founding.works_with(founded, role),
        day=clock.now.date(),
    )
    person.state = PersonState.ACTIVE
    return Member(person.id, name, role, key)
