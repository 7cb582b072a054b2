"""`keys roster`: drafts, signs, installs and shows the signed list of keys. Keeps no secret."""

import datetime as dt
from pathlib import Path

import click

from hrd_report.accounts.actions import rostering
from hrd_report.cli.building import Building, pass_building
from hrd_report.cli.owner import read_key, tell_public
from hrd_report.errors import HrdError, NotVouched
from hrd_report.vault import instance, notes, owner, recipients
from hrd_report.vault import roster as rosters
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.roster import Roster
from hrd_report.vault.words import LISTS
from hrd_report.web.services import Services

_WRITABLE = click.Path(path_type=Path, dir_okay=False)
_READABLE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def roster() -> None:
    """Look after the signed list of keys that reports are sealed to."""


@roster.command()
@click.argument("file", type=_WRITABLE)
@click.option("--days", type=click.IntRange(1, 3660), default=365, help="How long it will hold.")
@pass_building
def draft(building: Building, file: Path, days: int) -> None:
    """Write into FILE what the owner has to sign for the keys in use now."""
    parts = building.services()
    with parts.database.reading() as session:
        made = rostering.draft(session, parts.trust, holds=dt.timedelta(days=days))
    file.write_text(rosters.spell(made), encoding="utf-8")
    _describe(made)
    click.echo(f"\n{file}: take it to the owner's key, run `keys roster sign`, bring it back.")


@roster.command()
@click.argument("file", type=_READABLE)
@click.option("--key", type=_READABLE, help="File of the owner's key; without it, it is asked.")
@click.option("--yes", is_flag=True, help="Do not ask whether these are the right keys.")
def sign(file: Path, key: Path | None, yes: bool) -> None:  # noqa: FBT001 - click's own way
    """Sign the draft in FILE, in its place. Needs no database and no instance."""
    made = rosters.read_text(notes.text_of(file.read_bytes()))
    _describe(made)
    if not yes:
        click.confirm("Compare the words by voice with the server's. Sign?", abort=True)
    signer = read_key(key)
    file.write_text(rosters.sign(made, signer), encoding="utf-8")
    click.echo("\nSigned by:")
    tell_public(signer.public_raw)


@roster.command()
@click.argument("file", type=_READABLE)
@pass_building
def install(building: Building, file: Path) -> None:
    """Let the signed roster in FILE count from now on."""
    parts, note = building.services(), notes.text_of(file.read_bytes())
    try:
        with parts.database.writing() as session:
            found = rostering.install(session, parts.trust, note)
    except HrdError as problem:
        with parts.database.writing() as session:
            rostering.refuse(session, parts.trust)
        building.number_audit(parts)
        raise click.ClickException(explain(problem)) from None
    building.number_audit(parts)
    click.echo(f"Roster {found.epoch} holds until {found.until}.")


@roster.command()
@click.argument("key")
@pass_building
def pin(building: Building, key: str) -> None:
    """Pin the owner's public KEY, once, and vouch for the teams' keys as they are now.

    For an instance that was set up before rosters were signed.
    """
    instance.pin(building.settings.secrets, owner.read_public(key))
    parts = building.services()
    with parts.database.writing() as session:
        rostering.endorse_new(session, parts.trust)
    click.echo("Pinned. Now draft, sign and install a roster.")


@roster.command()
@pass_building
def show(building: Building) -> None:
    """Show which roster holds, who signed it, and what is wrong."""
    parts = building.services()
    if parts.trust.owner is not None:
        click.echo("Owner:")
        tell_public(parts.trust.owner)
    if parts.trust.self_signed:
        click.echo("This instance signs for itself: its roster proves nothing to anybody else.")
    with parts.database.reading() as session:
        problems = list(parts.trust.complaints(session))
        found = _held(parts, problems)
        if found is not None:
            _describe(found)
            here = parts.trust.endorser is not None  # the public door alone drafts nothing
            if here and not rostering.is_current(session, parts.trust, found):
                click.echo("Keys changed since: draft, sign and install another one.")
    for problem in problems:
        click.echo(explain(problem))
    if problems:
        raise click.exceptions.Exit(1)


def _held(parts: Services, problems: list[NotVouched]) -> Roster | None:
    if any(not problem.team for problem in problems):
        return None
    with parts.database.reading() as session:
        return parts.trust.roster(session)


def explain(problem: HrdError) -> str:
    """Return a refusal as a sentence for the operator."""
    if isinstance(problem, NotVouched):
        return WHY[problem.reason].format(team=problem.team)
    return str(problem)


WHY = {
    "no_owner": "No owner's key is pinned: `keys roster pin KEY`.",
    "no_roster": "There is no roster: `keys roster draft FILE`.",
    "unsigned": "This is no signed roster: `keys roster sign FILE` comes before.",
    "other_owner": "The roster was signed by another key than the one pinned here.",
    "altered": "The roster was changed after its owner signed it.",
    "not_begun": "The roster holds from a later day on: is the clock right?",
    "over": "The roster is over, or the clock is ahead: draft, sign and install another one.",
    "older": "The roster is older than one that was relied on here: was a backup put back?",
    "not_endorsed": "The key of {team} is not endorsed: somebody may have put it there.",
    "team_older": "The key of {team} is older than one that was relied on here.",
}
"""What is wrong, and what to do, by reason."""


def _describe(one: Roster) -> None:
    click.echo(f"Roster {one.epoch}, from {one.since} until {one.until}")
    for kind, keys in (("intake", one.intake), ("recovery", one.recovery)):
        for key in keys:
            _tell_words(kind, key)
    click.echo(f"endorser {notes.spell_bytes(one.endorser)}")


def _tell_words(kind: str, key: PublicKey) -> None:
    for language in LISTS:
        click.echo(f"{kind:<9} {language}: {' '.join(recipients.fingerprint_words(key, language))}")
