"""`backup` and `restore`: copies of an instance, and the way back. What was erased stays erased."""

from pathlib import Path

import click

from hrd_report.cli import copies
from hrd_report.cli.building import Building, pass_building
from hrd_report.errors import NotFound
from hrd_report.jobs import reshelving
from hrd_report.jobs.erasures import Erasures
from hrd_report.records import migrations
from hrd_report.records.database import open_database

_FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
_KEYS = click.option(
    "--keys",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where copies of the key files lie: best on another disk than FOLDER.",
)


@click.command()
@_FOLDER
@_KEYS
@pass_building
def backup(building: Building, folder: Path, keys: Path | None) -> None:
    """Copy database, sealed files and keys to FOLDER; delete copies that are too old."""
    parts, settings = building.services(), building.settings
    now = parts.clock()
    made = copies.copy_database(settings.database, folder, now)
    # After the database: every row of the copy finds its file.
    copies.copy_store(parts.store, folder)
    copies.copy_keys(settings.secrets, keys or folder / copies.KEYS)
    old = copies.thin_out(folder, now.date(), settings.backup_days)
    click.echo(f"Kept as {made.name}. Copies deleted, {settings.backup_days} days old: {len(old)}.")
    if keys is None:
        click.echo("Keys lie beside the database. Next time, name another disk with --keys.")


@click.command()
@_FOLDER
@_KEYS
@click.option("--copy", help="Name of the copy of the database; without it, the newest.")
@click.confirmation_option(
    prompt="What the database holds now will be gone, and the program must not run. Go on?"
)
@pass_building
def restore(building: Building, folder: Path, keys: Path | None, copy: str | None) -> None:
    """Put a backup back, then erase again what was erased since."""
    settings = building.settings
    chosen = _chosen(folder, copy)
    put = copies.put_keys_back(keys or folder / copies.KEYS, settings.secrets)
    copies.put_database_back(settings.database, chosen)
    opened = open_database(settings.database)
    migrations.upgrade(opened.engine)
    opened.close()
    parts = building.services()
    files = copies.put_store_back(folder, parts.store)
    erased = Erasures(parts.database, parts.store, parts.clock).complete()
    click.echo(f"Put back: {chosen.name}, {len(put)} key files, {files} sealed files.")
    click.echo(f"Erased again, because they were erased before: {erased}.")
    with parts.database.reading() as session:
        lost = reshelving.unliftable(session, building.secrets().shelf.now())
    if lost:
        click.echo(
            f"{lost} grants of this copy lie under weeks that are forgotten: their cases open "
            "for nobody. The copy is too old. Choose a younger one."
        )
        raise click.exceptions.Exit(1)


def _chosen(folder: Path, name: str | None) -> Path:
    found = [one for one in copies.copies(folder) if name in {None, one.name}]
    if not found:
        raise NotFound("there is no such copy of the database")
    return found[-1]
