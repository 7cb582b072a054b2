"""`staff`: invites, adds, removes and lists people, and forgets lost factors."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from hrd_report.accounts import passwords
from hrd_report.accounts.actions import inviting, leaving, losing
from hrd_report.accounts.actions import people as acts
from hrd_report.accounts.actions.inviting import Seat
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


@staff.command()
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--team", help="Name of the team, for a caseworker or a lead.")
@click.option("--language", help="Language of their pages; by default the first one offered.")
@pass_building
def invite(
    building: Building, name: str, role: str, team: str | None, language: str | None
) -> None:
    """Print a link with which NAME takes a seat. It opens once, for 72 hours."""
    parts = building.services()
    spoken = language or parts.settings.languages[0]
    if spoken not in parts.settings.languages:
        raise click.UsageError(f"--language: one of {', '.join(parts.settings.languages)}.")
    with parts.database.writing() as session:
        seat = Seat(
            name=name.strip().lower(),
            role=Role(role),
            language=spoken,
            team_id=_team(session, Role(role), team),
        )
        token = inviting.invite(session, seat, by=None, now=parts.clock())
    click.echo(f"{parts.settings.public_url}/invited/{token.hex()}")
    click.echo(
        "It opens once, for 72 hours. They read six words aloud; whoever looks after them types "
        "these under People."
    )
    building.number_audit(parts)


@staff.command()
@click.argument("name")
@click.option(
    "--leave-to-recovery", is_flag=True, help="Even if nobody else can open what is left."
)
@click.confirmation_option(
    prompt="Their sessions end at once and they hold no key any more. Go on?"
)
@pass_building
def remove(building: Building, name: str, *, leave_to_recovery: bool) -> None:
    """Remove NAME: at once they hold nothing, and their team gets a fresh key."""
    parts = building.services()
    with parts.database.writing() as session:
        person = session.scalars(people.person_named(name.strip().lower())).first()
        if person is None:
            raise click.UsageError(f"Nobody is called {name}.")
        inviting.forget(session, person.id)
        leaving.remove_person(
            session,
            person,
            parts.trust,
            by=None,
            day=parts.clock().date(),
            leave_to_recovery=leave_to_recovery,
        )
    click.echo("Removed. Cases get fresh keys while somebody who holds the team's key is at work.")
    building.number_audit(parts)


def _team(session: Session, role: Role, name: str | None) -> bytes | None:
    """Return the team of a seat: the one named, or the only one there is."""
    if role not in TEAM_ROLES:
        return None
    known = session.scalars(people.teams()).all()
    found = [one for one in known if name is None or one.name == name]
    if len(found) != 1:
        raise click.UsageError(f"--team: one of {', '.join(one.name for one in known)}.")
    return found[0].id


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
