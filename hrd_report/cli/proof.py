"""`proof`: checks a proof of filing without a network, a database or a secret of the server."""

import json
from pathlib import Path
from typing import Any

import click

from hrd_report.casefile import filing
from hrd_report.errors import Damaged, WrongReceipt
from hrd_report.reference.load import load
from hrd_report.sealed import Plain
from hrd_report.vault import notes, owner, proofs, receipts, roster
from hrd_report.vault.proofs import Opening, Statement

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def proof() -> None:
    """Check what somebody filed, and when."""


@proof.command()
@click.argument("file", type=_FILE)
@click.option("--key", help="The organisation's key of proofs, as it publishes it.")
@click.option("--published", type=_FILE, help="Its hrd-report.json, which names the key.")
@click.option("--owner", "owner_key", help="Its owner's key, got by another way.")
@click.option("--report", "shown", type=_FILE, multiple=True, help="What was filed; repeatable.")
@click.option("--words", is_flag=True, help="Ask for the receipt, to check the words as well.")
def verify(
    file: Path,
    key: str | None,
    published: Path | None,
    owner_key: str | None,
    shown: tuple[Path, ...],
    words: bool,  # noqa: FBT001 - click hands options over by name
) -> None:
    """Check that FILE is a proof by this organisation, and of what is shown with --report."""
    opening, note = proofs.split(notes.text_of(file.read_bytes()))
    public = _key(key, published, owner_key)
    found = proofs.read(note, public)
    click.echo(f"Something was filed on {found.day}, with {len(found.files)} files.")
    if key is None and owner_key is None:
        click.echo(f"Compare this key with the organisation's:\n{proofs.spell_key(public)}")
    if words:
        opening = _opened(opening)
    if shown and not _all_filed(found, opening, shown):
        raise click.exceptions.Exit(1)


def _key(key: str | None, published: Path | None, owner_key: str | None) -> bytes:
    """Return the key of proofs, by whom it was said to be the organisation's. Raises `Damaged`."""
    if published is None:
        if key is None:
            raise click.UsageError("--key KEY or --published FILE: whose proof this is.")
        return proofs.read_key(key)
    said = _published(published)
    try:
        public = proofs.read_key(said["proofs"]["key"])
        endorsement = notes.read_bytes(said["proofs"]["endorsement"])
        vouched_by = owner.read_public(owner_key or said["owner"])
        found = roster.read(said["roster"], vouched_by)
    except (KeyError, TypeError, AttributeError):
        raise Damaged("not what an organisation publishes") from None
    proofs.check_endorsement(found.endorser, endorsement, public)
    if key is not None and proofs.read_key(key) != public:
        raise Damaged("another key than the one you gave")
    return public


def _published(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError:
        raise Damaged("not JSON") from None
    if not isinstance(found, dict):
        raise Damaged("not what an organisation publishes")
    return found


def _opened(opening: Opening | None) -> Opening:
    """Return what opens a proof, from the receipt itself. It is cleared from the screen at once."""
    typed = Plain(click.prompt("Your twelve words, or your digits"))
    click.clear()
    try:
        receipt = receipts.parse(typed)[0]
    except WrongReceipt:
        raise click.ClickException("This is no receipt.") from None
    blind = proofs.blind_of(receipt.key)
    if opening is not None and opening.blind != blind:
        raise click.ClickException("These words belong to another proof.")
    return Opening(blind, receipt.mac_key)


def _all_filed(found: Statement, opening: Opening | None, shown: tuple[Path, ...]) -> bool:
    if opening is None:
        raise click.ClickException("The line that opens it is not there: give --words.")
    contents = [(path.name, path.read_bytes()) for path in shown]
    threats = [one.id for one in load().threats]
    fine = True
    for name, content in contents:
        day = filing.day_of_file(found, opening, content)
        others = [one for one in contents if one[0] != name]
        if day is not None:
            click.echo(f"{name}: this very file came on {day}.")
        elif filing.is_report(found, opening, content, others, threats):
            click.echo(f"{name}: this is what was reported on {found.day}.")
        else:
            fine = False
            click.echo(f"{name}: not what was filed, or not shown by this proof.")
    return fine
