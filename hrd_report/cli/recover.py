"""`keys recover` and `keys check-share`: what custodians do with their sheets. Keeps no sheet."""

from collections.abc import Sequence
from pathlib import Path

import click
from sqlalchemy.orm import Session

from hrd_report.accounts import passwords
from hrd_report.accounts.actions import recovering
from hrd_report.accounts.actions.recovering import Seat, Witnesses
from hrd_report.cli import spoken
from hrd_report.cli.building import Building, pass_building
from hrd_report.errors import Conflict, Damaged, HrdError, NotAllowed
from hrd_report.records import people
from hrd_report.records.people import TEAM_ROLES, Role, Team
from hrd_report.sealed import Plain
from hrd_report.vault import locks
from hrd_report.vault.keys import Key
from hrd_report.vault.shares import ShareRefused
from hrd_report.web.services import Services

_HALF = 3
_ROLES = click.Choice(sorted(role.value for role in TEAM_ROLES))


@click.command("recover")
@click.argument("name")
@click.option("--by", required=True, help="Pseudonym of the one person who stands for this.")
@click.option("--with", "beside", required=True, help="Pseudonym of the other one.")
@click.option("--role", type=_ROLES, default=Role.LEAD.value, help="Of the fresh account.")
@click.option("--team", help="One team; without it, all of them.")
@spoken.files
@pass_building
def recover(
    building: Building,
    name: str,
    by: str,
    beside: str,
    role: str,
    team: str | None,
    paths: tuple[Path, ...],
) -> None:
    """Let NAME in with a fresh account, by the custodians' sheets: when passwords are lost.

    The first password is made of two halves, each shown to one of the two people.
    """
    parts, two = building.services(), None
    try:
        with parts.database.reading() as session:
            two = recovering.witnesses(session, by, beside)
            kids, teams = recovering.known(session), _teams(session, team)
        key = spoken.recovery_key(paths, kids)
        first = _let_in(parts, key, (name, Role(role), teams), two)
    except (NotAllowed, Damaged, Conflict) as problem:
        with parts.database.writing() as session:
            recovering.refuse(session, two, day=parts.clock().date())
        building.number_audit(parts)
        raise click.ClickException(_why(problem)) from None
    building.number_audit(parts)
    _hand_over(first, (by, beside))
    click.echo(f"{name} opens every case of: {', '.join(one.name for one in teams)}.")


@click.command("check-share")
@spoken.files
def check_share(paths: tuple[Path, ...]) -> None:
    """Check one's sheet alone, without a network, a database or the other sheets."""
    try:
        found = spoken.one_sheet(paths[0] if paths else None)
    except ShareRefused as problem:
        raise click.ClickException(spoken.explain(problem)) from None
    click.echo(
        f"Sheet {found.number} is whole. Any {found.need} sheets that begin with "
        f"“{' '.join(found.words[:2])}” open together."
    )


def _teams(session: Session, name: str | None) -> Sequence[Team]:
    found = [one for one in session.scalars(people.teams()) if name in {None, one.name}]
    if not found:
        raise click.UsageError("--team: there is no such team.")
    return found


def _let_in(
    parts: Services, recovery: Key, who: tuple[str, Role, Sequence[Team]], two: Witnesses
) -> Plain:
    first, key = passwords.one_time(), Key.new()
    price = locks.PasswordParams(memory_kib=parts.settings.password_memory_kib)
    seat = Seat(
        name=who[0].strip().lower(),
        role=who[1],
        language=parts.settings.languages[0],
        key=key,
        first_password=locks.lock_with_password(key, first, parts.pepper, price),
        teams=who[2],
    )
    with parts.database.writing() as session:
        recovering.let_in(session, recovery, seat, two, day=parts.clock().date())
    return first


def _hand_over(first: Plain, names: tuple[str, str]) -> None:
    words = first.reveal().split("-")
    halves = ("-".join(words[:_HALF]), "-".join(words[_HALF:]))
    for number, (name, half) in enumerate(zip(names, halves, strict=True), 1):
        click.pause(f"Half {number} of the first password is for {name} alone. Press a key.")
        click.echo(f"\n  {half}\n")
        click.pause("Press a key once it is written down.")
        click.clear()
    click.echo("Together, with a dash between, they are the first password. It is changed at once.")


def _why(problem: HrdError) -> str:
    return spoken.explain(problem) if isinstance(problem, ShareRefused) else str(problem)
