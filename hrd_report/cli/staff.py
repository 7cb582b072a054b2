"""`staff`: adds a colleague through someone who holds the keys, lists, forgets lost factors."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from hrd_report.accounts import passwords
from hrd_report.accounts.actions import losing
from hrd_report.accounts.actions import people as acts
from hrd_report.casefile.opening import keyring_for
from hrd_report.cli.asking import open_key
from hrd_report.cli.building import Building, pass_building
from hrd_report.records import keys, people
from hrd_report.records.keys import KeyKind
from hrd_report.records.people import TEAM_ROLES, Person, Role, Team
from hrd_report.vault import locks
from hrd_report.vault.keys import Key
from hrd_report.web import session as sessions
from hrd_report.web.services import Services


@click.group()
def staff() -> None:
    """Look after the people who work here."""


@staff.command("list")
@pass_building
def list_staff(building: Building) -> None:
    """List pseudonyms, roles and states."""
    parts = building.services()
    with parts.database.reading() as session:
        for person in session.scalars(people.people()):
            click.echo(f"{person.name:<20} {person.role.value:<14} {person.state.value}")


@staff.command()
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--by", help="Colleague who holds the keys the role works with; asks the password.")
@click.option(
    "--password-file", type=click.Path(path_type=Path), help="The colleague's password, one line."
)
@pass_building
def add(
    building: Building, name: str, role: str, by: str | None, password_file: Path | None
) -> None:
    """Add NAME with a one-time password, which is printed once."""
    parts, wanted = building.services(), Role(role)
    key, first = Key.new(), passwords.one_time()
    price = locks.PasswordParams(memory_kib=parts.settings.password_memory_kib)
    lock = locks.lock_with_password(key, first, parts.pepper, price)
    granter = _granter(parts, wanted, by, password_file)
    with parts.database.writing() as session:
        team = session.scalars(people.teams()).first()
        acts.add(
            session,
            name=name.strip().lower(),
            role=wanted,
            language=parts.settings.languages[0],
            first_password=lock,
            key=key,
            team=team,
            granted=_granted(session, granter, wanted, team),
            day=parts.clock().date(),
            by=granter[0].id if granter else None,
        )
    click.echo(f"{wanted.value:<14} {name:<14} {first.reveal()}")
    building.number_audit(parts)


@staff.command("forget-factors")
@click.argument("name")
@pass_building
def forget_factors(building: Building, name: str) -> None:
    """Take NAME's second factors away, because they were lost, and end NAME's sessions.

    The password still counts; the next login sets up new ones.
    """
    parts = building.services()
    with parts.database.writing() as session:
        person = session.scalars(people.person_named(name.strip().lower())).first()
        if person is None:
            raise click.ClickException(f"There is nobody called {name}.")
        day = parts.clock().date()
        if not losing.forget(session, person, day=day):
            raise click.ClickException(f"{person.name} has none.")
        sessions.end_all(session, person.id)
    click.echo(f"{person.name} logs in with the password alone, once.")
    building.number_audit(parts)


def _granter(
    parts: Services, role: Role, by: str | None, password_file: Path | None
) -> tuple[Person, Key] | None:
    if role is Role.ADMINISTRATOR:
        return None
    if by is None:
        raise click.UsageError("--by NAME: a colleague who holds the keys must grant them.")
    return open_key(parts, by, password_file)


def _granted(
    session: Session, granter: tuple[Person, Key] | None, role: Role, team: Team | None
) -> list[Key]:
    if granter is None:
        return []
    if role in TEAM_ROLES:
        target = team.kid if team else b""
    else:
        target = session.scalars(keys.active(KeyKind.ANALYST)).one().kid
    return [keyring_for(session, granter[1], target).key(target)]
