"""`caseload`: an older register, from a table, as cases. Needs nobody's key: it only seals."""

from collections import Counter
from pathlib import Path

import click
from sqlalchemy import select

from hrd_report.cli.building import Building, pass_building
from hrd_report.desk.actions import importing
from hrd_report.desk.actions.importing import Importer
from hrd_report.desk.exchange import register, sheets
from hrd_report.desk.exchange.register import Understood
from hrd_report.errors import Invalid, NotFound
from hrd_report.records.people import Team

_READABLE = click.Path(path_type=Path, exists=True, dir_okay=False)
_BY = "register"


@click.command("caseload")
@click.argument("file", type=_READABLE)
@click.option("--team", "team_name", required=True, help="The team that works on the cases.")
@click.option("--map", "pairs", multiple=True, help="COLUMN=FIELD; what is not mapped is guessed.")
@click.option("--dry-run", is_flag=True, help="Say what would be kept, and keep nothing.")
@pass_building
def caseload(
    building: Building, file: Path, team_name: str, pairs: tuple[str, ...], *, dry_run: bool
) -> None:
    """Keep an older caseload: FILE is a CSV, XLSX or ODS with a line for each case.

    Says of each line what was not understood. Fields: received, story, summary, links, threats,
    country, language, danger, closed, outcome, note. Ends with 1 where a line was left out.
    """
    parts = building.services()
    now = parts.clock()
    sheet = sheets.read(file.read_bytes())
    mapping = register.guess(sheet.columns) | _pairs(pairs, sheet.columns)
    words = importing.words(parts.reference, parts.catalogues.values())
    found = register.understand(sheet, mapping, words, today=now.date())
    _tell(mapping, found)
    if not dry_run:
        with parts.database.writing() as session:
            team = session.scalars(select(Team).where(Team.name == team_name)).first()
            if team is None:
                raise NotFound(f"no team is called {team_name}")
            made, known = importing.keep(
                session,
                Importer(id=None, name=_BY, team=team),
                found.entries,
                parts.trust,
                pepper=parts.pepper,
                now=now,
            )
            click.echo(f"{len(made)} kept, {known} were here before")
        building.number_audit(parts)
    if found.left_out:
        raise click.exceptions.Exit(1)


def _pairs(pairs: tuple[str, ...], columns: tuple[str, ...]) -> dict[str, str]:
    split = [one.rpartition("=")[::2] for one in pairs]
    for column, name in split:
        if column not in columns or (name and name not in register.FIELDS):
            raise Invalid({"map": ["unknown"]})
    return dict(split)


def _tell(mapping: dict[str, str], found: Understood) -> None:
    for column, name in mapping.items():
        click.echo(f"{column} -> {name}")
    for one in found.troubles:
        what = "left out" if one.broken else "kept as words"
        click.echo(f"line {one.line}: {one.column or '-'}: {one.code} ({what})")
    counts = Counter(one.code for one in found.troubles)
    click.echo(f"{found.lines} lines, {len(found.entries)} understood, {found.left_out} left out")
    for code, count in counts.most_common():
        click.echo(f"  {code}: {count}")
