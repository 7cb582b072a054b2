"""`setup`: makes an instance's secrets, tables, first keys and first people. Keeps no password."""

from collections.abc import Mapping
from dataclasses import dataclass

import click
from sqlalchemy import select

from hrd_report.accounts import passwords
from hrd_report.accounts.actions import founding, people
from hrd_report.cli.building import Building, pass_building
from hrd_report.errors import NotFound
from hrd_report.records import migrations
from hrd_report.records.database import open_database
from hrd_report.records.keys import KeyRow
from hrd_report.records.people import Role
from hrd_report.sealed import Plain
from hrd_report.vault import instance, locks, selftest
from hrd_report.vault.keys import Key
from hrd_report.web.services import Services

ALONE = {"administrator": Role.ADMINISTRATOR, "caseworker": Role.CASEWORKER}
DEMO_TEAM = {
    "avocet": Role.ADMINISTRATOR,
    "heron": Role.CASEWORKER,
    "plover": Role.CASEWORKER,
    "wren": Role.ANALYST,
}
_FOLDER_MODE = 0o700


@dataclass(frozen=True, slots=True, repr=False)
class FirstPeople:
    """What has to be told once, at set-up, and never again."""

    passwords: Mapping[str, tuple[Role, Plain]]
    recovery: Key


@click.command()
@click.option("--team", default="First team", help="Name of the first team.")
@pass_building
def setup(building: Building, team: str) -> None:
    """Set up a new instance and print what must be kept elsewhere."""
    made = set_up(building, team, DEMO_TEAM if building.settings.demo else ALONE)
    if made is None:
        click.echo("This instance is set up already. Nothing was changed.")
        return
    tell(made)


def set_up(building: Building, team: str, staff: Mapping[str, Role]) -> FirstPeople | None:
    """Make everything that is missing; return nothing where the keys exist already."""
    selftest.check()
    folder = building.settings.instance
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    folder.chmod(_FOLDER_MODE)
    try:
        secrets = building.secrets()
    except NotFound:
        secrets = instance.create(building.settings.secrets)
    opened = open_database(building.settings.database)
    migrations.upgrade(opened.engine)
    opened.close()
    parts = building.services()
    try:
        made = _found(parts, secrets, team, staff)
        building.number_audit(parts)
    finally:
        parts.close()
    return made


def tell(made: FirstPeople) -> None:
    """Print the one-time passwords and the recovery seed."""
    click.echo("One-time passwords. Each is changed at the first login:\n")
    for name, (role, password) in made.passwords.items():
        click.echo(f"  {role.value:<14} {name:<14} {password.reveal()}")
    click.echo(
        "\nRecovery seed. Write it down, keep it away from this machine; it is shown once:\n"
        f"\n  {made.recovery.seed.hex()}\n"
    )


def _found(
    parts: Services, secrets: instance.Secrets, team: str, staff: Mapping[str, Role]
) -> FirstPeople | None:
    price = locks.PasswordParams(memory_kib=parts.settings.password_memory_kib)
    with parts.database.reading() as session:
        if session.scalars(select(KeyRow).limit(1)).first() is not None:
            return None
    drawn = {name: (Key.new(), passwords.one_time()) for name in staff}
    locked = {
        name: locks.lock_with_password(key, password, secrets.pepper, price)
        for name, (key, password) in drawn.items()
    }
    day = parts.clock().date()
    with parts.database.writing() as session:
        founded = founding.found(session, team_name=team, delivery=secrets.delivery.public, day=day)
        for name, role in staff.items():
            people.add(
                session,
                name=name,
                role=role,
                language=parts.settings.languages[0],
                first_password=locked[name],
                key=drawn[name][0],
                team=founded.team,
                granted=founding.works_with(founded, role),
                day=day,
            )
    told = {name: (role, drawn[name][1]) for name, role in staff.items()}
    return FirstPeople(told, founded.recovery)
