"""`keys ceremony` and `keys hand`: a fresh recovery key in sheets, and who keeps which sheet.

The sheets are handed out before anything changes: what is broken off leaves the former key.
"""

from pathlib import Path

import click

from hrd_report.accounts.actions import custody, recovering
from hrd_report.cli import ceremony, sheets, spoken
from hrd_report.cli.building import Building, pass_building
from hrd_report.cli.rotate import tell_next
from hrd_report.cli.sheets import Speaker
from hrd_report.vault import shares
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.shares import ShareRefused
from hrd_report.web.services import Services


@click.command("ceremony")
@click.option("--with-former", is_flag=True, help="Custodians of the former key type their sheets.")
@spoken.files
@ceremony.counts
@ceremony.folder
@pass_building
def hold(
    building: Building,
    with_former: bool,  # noqa: FBT001 - click hands options over by name
    paths: tuple[Path, ...],
    count: int,
    need: int,
    into: Path | None,
) -> None:
    """Make a fresh recovery key and hand it out in sheets; the former ones become void.

    With the former key's sheets everything is granted to the fresh one at once. Without them,
    members do it as they come by.
    """
    ceremony.check(count, need)
    parts, fresh, former = building.services(), Key.new(), None
    if with_former or paths:
        former = _former(parts, paths)
    made = shares.split(fresh.seed, count=count, need=need)
    by, today = Speaker(building.settings.languages[0]), parts.clock().date()
    handed = ceremony.sheets_of(made, fresh.public, building.settings, today, by)
    sheets.hand_out(handed, into, by)
    with parts.database.writing() as session:
        recovering.begin(session, fresh.public, count, by=None, day=today)
    if former is not None:
        regrant(parts, former, fresh.public)
    tell_next(building, parts)
    building.number_audit(parts)


@click.command()
@click.argument("share", type=int)
@click.argument("name")
@pass_building
def hand(building: Building, share: int, name: str) -> None:
    """Write down that sheet SHARE lies with NAME, who then confirms it once a year."""
    parts = building.services()
    with parts.database.writing() as session:
        custody.give(session, share, name)
    click.echo(f"Sheet {share} lies with {name}.")


def regrant(parts: Services, former: Key, fresh: PublicKey) -> None:
    """Grant everything that the former recovery key leads to to the fresh one, and show how far."""
    day, after = parts.clock().date(), b""
    with parts.database.reading() as session:
        length = recovering.hanging(session, former.kid)
    with click.progressbar(length=length, label="Keys granted anew") as bar:
        while True:
            with parts.database.writing() as session:
                found = recovering.regrant(session, former, fresh, after=after, day=day)
            if found is None:
                break
            after = found
            bar.update(recovering.BATCH)
        bar.update(length - bar.pos)


def _former(parts: Services, paths: tuple[Path, ...]) -> Key:
    with parts.database.reading() as session:
        kids = recovering.known(session)
    try:
        return spoken.recovery_key(paths, kids)
    except ShareRefused as problem:
        raise click.ClickException(spoken.explain(problem)) from None
