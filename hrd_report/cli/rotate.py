"""`keys rotate`: puts fresh keys in the place of those of intake or of a team. Opens no case."""

from pathlib import Path

import click

from hrd_report.accounts.actions import rostering, rotating
from hrd_report.cli.asking import open_key
from hrd_report.cli.building import Building, pass_building
from hrd_report.errors import NotAllowed
from hrd_report.records import due, people
from hrd_report.records.people import Role
from hrd_report.web.services import Services


@click.group()
def rotate() -> None:
    """Replace a key; what was sealed to the former one still opens."""


@rotate.command()
@click.option("--by", required=True, help="A team lead, who is asked for the password.")
@click.option("--password-file", type=click.Path(path_type=Path), help="The password, one line.")
@pass_building
def intake(building: Building, by: str, password_file: Path | None) -> None:
    """Make a fresh key that sealed reports may be sealed to."""
    parts = building.services()
    person, _ = open_key(parts, by, password_file)
    if person.role is not Role.LEAD:
        raise NotAllowed(f"{by} is no team lead")
    with parts.database.writing() as session:
        rotating.rotate_intake(session, parts.trust, by=person.id)
    tell_next(building, parts)
    building.number_audit(parts)


@rotate.command()
@click.argument("name")
@pass_building
def team(building: Building, name: str) -> None:
    """Make a fresh key for the team NAME; its members move its cases as they come by."""
    parts = building.services()
    with parts.database.writing() as session:
        found = [one for one in session.scalars(people.teams()) if one.name == name]
        if not found:
            raise click.UsageError("There is no such team.")
        rotating.rotate_team(session, found[0], parts.trust)
    with parts.database.reading() as session:
        left = session.scalars(due.remaining(found[0].id)).one()
    click.echo(f"Epoch {found[0].epoch}. {left} cases are moved as members of the team log in.")
    building.number_audit(parts)


def tell_next(building: Building, parts: Services) -> None:
    """Sign the next roster in a demo; elsewhere say that the owner has to."""
    key = building.secrets().owner_key
    if key is None:
        click.echo("Until the next roster the door uses the former key. Now: keys roster draft.")
        return
    with parts.database.writing() as session:
        found = rostering.sign_own(session, parts.trust, key)
    click.echo(f"Roster {found.epoch}, which this demo signed for itself, names it.")
