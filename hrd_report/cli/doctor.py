"""`doctor`: looks for what should never be, and says what to do. Changes nothing."""

from collections.abc import Iterator
from typing import Final

import click
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from hrd_report.accounts.actions import recovering, rostering
from hrd_report.casefile import erasing, handing, regranting
from hrd_report.cli import leftovers
from hrd_report.cli.building import Building, pass_building
from hrd_report.cli.roster import explain
from hrd_report.records import migrations, uploads
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.facts import Bucket
from hrd_report.records.keys import Item
from hrd_report.records.people import teams
from hrd_report.sandbox import deriving
from hrd_report.vault import selftest
from hrd_report.web.services import Services

_WALLS: Final = {
    "no_bubblewrap": "Evidence is not decoded here: bubblewrap is missing. Install it.",
    "no_namespaces": (
        "Evidence is not decoded here: bubblewrap cannot make namespaces on this machine. "
        "See docs/operate.md, Evidence."
    ),
    "network": "The sandbox for evidence lets its processes reach the network. Close the desk.",
    "files": "The sandbox for evidence shows its processes files of this machine. Close the desk.",
}


@click.command()
@pass_building
def doctor(building: Building) -> None:
    """Check the machine, the tables, recovery, the store, the shelf and the sandbox."""
    selftest.check()
    parts = building.services()
    found = [*_complaints(parts), *_about_erasing(building, parts), *_about_walls(parts)]
    for complaint in found:
        click.echo(complaint)
    if found:
        raise click.exceptions.Exit(1)
    click.echo("All is well.")


def _complaints(parts: Services) -> Iterator[str]:
    if migrations.current(parts.database.engine) != migrations.head():
        yield "The tables are behind. Run: python -m hrd_report database upgrade"
        return
    if not _figures_open(parts):
        yield "Statistics cannot open its connection. See docs/operate.md, PostgreSQL."
    with parts.database.reading() as session:
        yield from _about_rosters(parts, session)
        lost = len(recovering.unreachable(session))
        if lost:
            yield f"{lost} keys have no grant to recovery: a lost password would lose their cases."
        yield from _about_former_keys(session)
        kept = set(session.scalars(uploads.known_objects()))
        yield from about_files(session)
    there = {name for name in parts.store.names() if not erasing.is_mark(name)}
    if kept - there:
        yield f"{len(kept - there)} sealed files are missing from the store. Restore a backup."
    if there - kept:
        yield f"{len(there - kept)} files in the store belong to nothing (an upload under way?)."


def about_files(session: Session) -> list[str]:
    """Say how many sealed files were not what they were when they were read again."""
    failed = AuditRow.act == Act.INTEGRITY_FAILED
    count = session.scalars(
        select(func.count(AuditRow.object.distinct())).where(
            failed, select(Item.id).where(Item.id == AuditRow.object).exists()
        )
    ).one()
    if not count:
        return []
    return [f"{count} sealed files were altered or lost: see their cases' evidence, and a backup."]


def _about_former_keys(session: Session) -> Iterator[str]:
    """Say which cases wait for a holder, and which nobody here can open any more."""
    waiting = sum(regranting.remaining(session, team.id) for team in session.scalars(teams()))
    if waiting:
        yield (
            f"{waiting} cases still have a key that somebody without a right may know: "
            "a colleague who may open them has to log in."
        )
    alone = [case.number for case in handing.left_to_recovery(session)]
    if alone:
        yield f"Only the recovery shares open: {', '.join(alone)}."


def _about_erasing(building: Building, parts: Services) -> Iterator[str]:
    if migrations.current(parts.database.engine) == migrations.head():
        yield from leftovers.complaints(parts, building.secrets().shelf.now())


def _about_walls(parts: Services) -> Iterator[str]:
    """Say whether what strangers sent can be looked at safely, where somebody looks at it."""
    if "desk" in parts.settings.doors:
        yield from (_WALLS[one] for one in deriving.works() if one in _WALLS)


def _about_rosters(parts: Services, session: Session) -> Iterator[str]:
    """Say whether the owner vouches for the keys in use, and for how long."""
    problems = list(parts.trust.complaints(session))
    for problem in problems:
        yield f"The door is closed. {explain(problem)}"
    if problems:
        return
    found = parts.trust.roster(session)
    if rostering.ends_soon(found, parts.clock().date()):
        yield f"The roster ends on {found.until}: keys roster draft, sign, install."
    if parts.trust.endorser is not None and not rostering.is_current(session, parts.trust, found):
        yield "Keys changed since the roster was signed: keys roster draft, sign, install."


def _figures_open(parts: Services) -> bool:
    """Whether the database lets us narrow ourselves to what statistics may touch."""
    try:
        with parts.figures.reading() as session:
            session.scalars(select(Bucket.name).limit(1)).first()
    except DBAPIError:
        return False
    return True
