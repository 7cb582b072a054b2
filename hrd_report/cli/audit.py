"""`audit`: verifies, proves and exports what was done and read here. Shows no case's content."""

from pathlib import Path

import click

from hrd_report.casefile.audit import proving, verifying, witnessing
from hrd_report.casefile.audit.verifying import Fault, Problem, Verdict
from hrd_report.cli.building import Building, pass_building
from hrd_report.errors import Damaged
from hrd_report.jobs import sequencing
from hrd_report.vault import checkpoints, notes
from hrd_report.vault.checkpoints import Checkpoint

_SAYS = {
    Fault.MISSING: "No row stands at {first}: it was removed, or its place was taken away.",
    Fault.DOUBLE: "More than one row stands at {first}.",
    Fault.UNREADABLE: "The row at {first} cannot be read: it was changed.",
    Fault.ALTERED: "Rows {first} to {last} are not those that were signed.",
    Fault.BEYOND: "Rows {first} to {last} are numbered, and no checkpoint covers them.",
    Fault.CUT: "Rows {first} to {last} were signed and are not there any more.",
    Fault.FORGED: "The checkpoint at {first} does not hold: it was changed.",
    Fault.FORKED: "The checkpoint at {until} was signed about other rows than those that follow.",
    Fault.ELSEWHERE: "Rows {first} to {last} are not those of a checkpoint kept elsewhere.",
}
_READABLE = click.Path(path_type=Path, exists=True, dir_okay=False)
_WRITABLE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def audit() -> None:
    """Verify and prove what was done and read here."""


@audit.command()
@pass_building
def verify(building: Building) -> None:
    """Recompute the whole audit; end with 1 where anything does not fit."""
    public = building.secrets().audit.public_raw
    known = sequencing.kept(sequencing.copy_of(building.settings), public)
    _tell(_verified(building, public, [known] if known else []))


@audit.command()
@click.argument("file", type=_READABLE)
@pass_building
def witness(building: Building, file: Path) -> None:
    """Verify the audit against a checkpoint in FILE that was exported earlier."""
    public = building.secrets().audit.public_raw
    known = witnessing.read(notes.text_of(file.read_bytes()), public)
    _tell(_verified(building, public, [known]))


@audit.command()
@click.argument("case")
@click.option("--into", type=_WRITABLE, help="The file; without it, CASE.audit-proof.")
@pass_building
def prove(building: Building, case: str, into: Path | None) -> None:
    """Write a proof of all rows about CASE, which `audit check` verifies without the database.

    It proves that the rows are there, not that there are no others.
    """
    parts, secrets = building.services(), building.secrets()
    building.number_audit(parts)
    with parts.database.reading() as session:
        file = proving.prove(session, case, secrets.audit.public_raw)
    path = into or Path(f"{case}.audit-proof")
    path.write_bytes(file)
    click.echo(f"{path}\nKey: {checkpoints.spell_key(secrets.audit.public_raw)}")


@audit.command()
@click.argument("file", type=_WRITABLE)
@click.option("--since", type=_READABLE, help="An earlier export: adds the path from there.")
@pass_building
def export(building: Building, file: Path, since: Path | None) -> None:
    """Write the newest checkpoint into FILE, for a witness to keep."""
    parts, public = building.services(), building.secrets().audit.public_raw
    building.number_audit(parts)
    earlier = witnessing.read(notes.text_of(since.read_bytes()), public) if since else None
    with parts.database.reading() as session:
        note = witnessing.export(session, public, earlier)
    file.write_bytes(note.encode())
    click.echo(f"{file}\nKey: {checkpoints.spell_key(public)}")


@audit.command()
@click.argument("file", type=_READABLE)
@click.option("--key", help="The organisation's key, as `audit export` prints it.")
@click.option("--since", type=_READABLE, help="The earlier export that FILE must follow.")
def check(file: Path, key: str | None, since: Path | None) -> None:
    """Check a proof or, with --since, an export. Needs no database and no secret."""
    if since is None:
        _check_proof(file, key)
        return
    if key is None:
        raise click.UsageError("--key KEY: whose checkpoints these are.")
    public = checkpoints.read_key(key)
    earlier = witnessing.read(notes.text_of(since.read_bytes()), public)
    later = witnessing.check(notes.text_of(file.read_bytes()), earlier, public)
    click.echo(f"Nothing of the first {earlier.size} rows changed; now there are {later.size}.")


def _check_proof(file: Path, key: str | None) -> None:
    document = proving.check(file.read_bytes())
    if key is not None and key != document.key:
        raise Damaged("signed by another key than the one you gave")
    for row in document.rows:
        click.echo(f"{row.position:>8}  {row.day}  {row.act:<22} {row.actor or '–'}")
    click.echo(f"{len(document.rows)} rows, each in the signed audit.")
    if key is None:
        click.echo(f"Compare this key with the one the organisation gave you:\n{document.key}")


def _verified(building: Building, public: bytes, kept: list[Checkpoint]) -> Verdict:
    with building.services().database.reading() as session:
        return verifying.verify(session, public, kept)


def _tell(verdict: Verdict) -> None:
    click.echo(
        f"{verdict.rows} rows under {verdict.checkpoints} checkpoints; "
        f"{verdict.waiting} not numbered yet."
    )
    if verdict.turned_back:
        click.echo(f"{verdict.turned_back} times a day comes after a later one: the clock was set.")
    for problem in verdict.problems:
        click.echo(_sentence(problem))
    if verdict.problems:
        raise click.exceptions.Exit(1)
    click.echo("All of it holds.")


def _sentence(one: Problem) -> str:
    return _SAYS[one.fault].format(first=one.first, last=one.until - 1, until=one.until)
