"""`keys`: shows the public keys people compare and publish. Shows no private one."""

import click

from hrd_report.cli.building import Building, pass_building
from hrd_report.cli.owner import make_owner
from hrd_report.cli.recover import check_share, recover
from hrd_report.cli.renewing import hand, hold
from hrd_report.cli.roster import roster
from hrd_report.cli.rotate import rotate
from hrd_report.records import keys as records
from hrd_report.records.keys import KeyKind
from hrd_report.vault import recipients
from hrd_report.vault.keys import PublicKey


@click.group()
def keys() -> None:
    """Show and look after keys."""


@keys.command()
@pass_building
def show(building: Building) -> None:
    """Print the intake recipient (any age client can seal to it) and its fingerprint words."""
    parts = building.services()
    with parts.database.reading() as session:
        for row in session.scalars(records.active(KeyKind.INTAKE)):
            public = PublicKey.from_raw(row.public)
            for language in parts.settings.languages:
                words = recipients.fingerprint_words(public, language)
                click.echo(f"{language}: {' '.join(words)}")
            click.echo(recipients.encode(public))


for _part in (make_owner, roster, hold, hand, recover, check_share, rotate):
    keys.add_command(_part)
