"""`database upgrade`: brings the tables up to date. Touches no row."""

import click

from hrd_report.cli.building import Building, pass_building
from hrd_report.records import migrations
from hrd_report.records.database import open_database


@click.group()
def database() -> None:
    """Look after the database."""


@database.command()
@pass_building
def upgrade(building: Building) -> None:
    """Bring the tables up to date."""
    opened = open_database(building.settings.database)
    migrations.upgrade(opened.engine)
    click.echo(f"The database stands at {migrations.current(opened.engine)}.")
    opened.close()
