"""`keys owner`: makes the key that signs rosters, on a machine that serves nothing. Needs none."""

import datetime as dt
import re
from pathlib import Path
from typing import Final

import click

from hrd_report.cli import sheets
from hrd_report.cli.building import Building, pass_building
from hrd_report.cli.sheets import Sheet, Speaker
from hrd_report.errors import Damaged
from hrd_report.i18n.marks import N_
from hrd_report.sealed import Plain
from hrd_report.vault import owner
from hrd_report.vault.signatures import SigningKey
from hrd_report.vault.words import LISTS

_SPELT: Final = re.compile(r"HRD-OWNER-KEY-1[A-Z0-9]+", re.IGNORECASE)


@click.command("owner")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@pass_building
def make_owner(building: Building, file: Path) -> None:
    """Make an owner's key in FILE, for a machine or a stick that is kept off the server."""
    key = SigningKey.new()
    by = Speaker(building.settings.languages[0])
    sheet = sheet_of(key, building.settings.organisation, dt.date.min, by)
    sheets.write_private(file, sheet.text)
    tell_public(key.public_raw)


def tell_public(public: bytes) -> None:
    """Print an owner's public key and its six words."""
    click.echo(owner.spell_public(public))
    for language in LISTS:
        click.echo(f"{language}: {' '.join(owner.fingerprint_words(public, language))}")


def read_key(file: Path | None) -> SigningKey:
    """Return the key in a file, or as it is typed. Raises `Damaged`."""
    if file is None:
        return owner.read_secret(Plain(click.prompt("The owner's key", hide_input=True)))
    found = _SPELT.findall(file.read_text(encoding="utf-8"))
    if len(found) != 1:
        raise Damaged("the file holds no owner's key")
    return owner.read_secret(Plain(found[0]))


def sheet_of(key: SigningKey, organisation: str, day: dt.date, by: Speaker) -> Sheet:
    """Return the sheet of an owner's key."""
    title = by.say(N_("The owner’s key of %(organisation)s"), organisation=organisation)
    words = " ".join(owner.fingerprint_words(key.public_raw, by.language))
    made = [by.say(N_("Made on %(day)s."), day=day.isoformat())] if day > dt.date.min else []
    text = sheets.joined(
        title,
        *made,
        by.paragraph(
            N_(
                "This key signs the list of keys that reports are sealed to. Whoever has it can "
                "make the public door seal reports to a key of their own. Keep it off every "
                "server, and let two people know where it is."
            )
        ),
        "  " + owner.spell_secret(key).reveal(),
        by.say(N_("Its public half, in six words: %(words)s"), words=words),
        by.paragraph(
            N_(
                "Once a year, and when keys change: python -m hrd_report keys roster sign, on a "
                "machine of your own, with the draft that the server wrote."
            )
        ),
    )
    return Sheet(title, "owner.txt", text)
