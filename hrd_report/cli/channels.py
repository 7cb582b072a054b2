"""`channels`: accounts of capture apps and bridges, which can add reports and read nothing."""

import click

from hrd_report.accounts.actions import channelling
from hrd_report.cli.building import Building, pass_building
from hrd_report.errors import Invalid, NotFound
from hrd_report.records.channels import ChannelKind


@click.group()
def channels() -> None:
    """Look after accounts that bring reports from apps and bridges."""


@channels.command("list")
@pass_building
def list_channels(building: Building) -> None:
    """List names, kinds and since when they are over."""
    with building.services().database.reading() as session:
        for one in channelling.every(session):
            over = f"ended {one.ended}" if one.ended else "in use"
            click.echo(f"{one.name:<40} {one.kind.value:<8} {over}")


@channels.command()
@click.argument("name")
@click.option("--kind", type=click.Choice([kind.value for kind in ChannelKind]), required=True)
@click.option("--public", default="", help="A bridge's own public key, whpk_…: no shared secret.")
@pass_building
def add(building: Building, name: str, kind: str, public: str) -> None:
    """Make an account NAME and print its secret, once."""
    parts = building.services()
    try:
        with parts.database.writing() as session:
            account, secret = channelling.make(
                session,
                name,
                ChannelKind(kind),
                pepper=parts.pepper,
                day=parts.clock().date(),
                public=public,
            )
    except Invalid as problem:
        codes = ", ".join(code for codes in problem.fields.values() for code in codes)
        raise click.ClickException(f"No account was made: {codes}") from None
    tella = account.kind is ChannelKind.TELLA
    path = "/tella/" if tella else f"/hooks/{account.id.hex()}"
    click.echo(f"Address: {parts.settings.public_url}{path}")
    if secret is not None:
        click.echo(f"Secret, shown once: {secret.reveal()}")
    building.number_audit(parts)


@channels.command()
@click.argument("name")
@pass_building
def end(building: Building, name: str) -> None:
    """End the account NAME at once. What it sent stays."""
    parts = building.services()
    try:
        with parts.database.writing() as session:
            account = channelling.named(session, name)
            channelling.end(session, account.id, day=parts.clock().date())
    except NotFound:
        raise click.ClickException(f"No account {name} is in use.") from None
    click.echo(f"{name} can do nothing any more.")
    building.number_audit(parts)
