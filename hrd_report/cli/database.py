"""`database upgrade`: brings tables and key files up to date. Touches no row."""

from contextlib import suppress

import click

from hrd_report.cli.building import Building, pass_building
from hrd_report.errors import NotFound
from hrd_report.records import keys as records
from hrd_report.records import migrations
from hrd_report.records.database import open_database
from hrd_report.vault.shelf_file import ShelfFile


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
    with opened.reading() as session, suppress(NotFound):
        if session.scalars(records.on_the_shelf().limit(1)).first() is None:
            # Instances from before have none yet. Where grants lie on one, none replaces it.
            ShelfFile.create(building.settings.secrets, building.secrets().pepper)
    opened.close()
