"""`release`: draws the figures of frozen buckets with an analyst's key. Prints no figure."""

from pathlib import Path

import click

from hrd_report.accounts.actions import people
from hrd_report.casefile import buckets
from hrd_report.cli.building import Building, pass_building
from hrd_report.errors import Damaged, WrongPassword
from hrd_report.records.audit import Act
from hrd_report.sealed import Plain
from hrd_report.statistics import archive, manifest, releasing
from hrd_report.statistics.actions import Signer
from hrd_report.statistics.releasing import Drawer
from hrd_report.vault import locks, signatures
from hrd_report.vault.keys import Key
from hrd_report.web.services import Services


@click.command()
@click.option("--as", "name", required=True, help="Pseudonym of an analyst; asks the password.")
@click.option("--password-file", type=click.Path(path_type=Path), help="The password, one line.")
@click.option("--bucket", help="One bucket; without it, every frozen one without a release.")
@click.option(
    "--freeze-now",
    is_flag=True,
    help="Freeze --bucket before its time: what is triaged later in it is not counted.",
)
@click.option("--into", type=click.Path(path_type=Path), default=Path(), help="Folder for the zip.")
@pass_building
def release(
    building: Building,
    name: str,
    password_file: Path | None,
    bucket: str | None,
    freeze_now: bool,  # noqa: FBT001 - click hands options over by name
    into: Path,
) -> None:
    """Draw a release for each frozen bucket that has none, and write it as a zip."""
    parts = building.services()
    by = _drawer(parts)
    if freeze_now and bucket:
        releasing.freeze_now(by, bucket)
        with parts.database.writing() as session:
            day = parts.clock().date()
            buckets.write_down(session, Act.FROZE_BUCKET, bucket, None, day)
    names = [bucket] if bucket else releasing.ready(by)
    if not names:
        click.echo("No bucket is frozen and without a release. Nothing was drawn.")
        return
    key = _analyst(parts, name, password_file)
    for one in names:
        files = releasing.release(by, one, lambda found: parts.open_bucket(key, found))
        parts.record_release(key, one)
        path = into / f"hrd-report-{one}.zip"
        path.write_bytes(files.archive)
        click.echo(f"{one}: {path}")
    building.number_audit(parts)


@click.command("verify-release")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--key", required=True, help="The organisation's signing key, in hex.")
def verify_release(file: Path, key: str) -> None:
    """Check that FILE is whole and was signed by the organisation."""
    inside = archive.unpack(file.read_bytes())
    try:
        signed = inside.pop(archive.MANIFEST)
        signature = inside.pop(archive.SIGNATURE)
        public = bytes.fromhex(key)
    except (KeyError, ValueError):
        raise Damaged("no manifest, no signature, or no key in hex") from None
    manifest.verify(signed, signature, public, inside, signatures.verify)
    click.echo("Whole, and signed by this key.")


def _drawer(parts: Services) -> Drawer:
    return Drawer(
        database=parts.figures,
        lists=parts.reference.codes,
        clock=parts.clock,
        signer=Signer(parts.signed_by, parts.sign),
    )


def _analyst(parts: Services, name: str, password_file: Path | None) -> Key:
    text = (
        password_file.read_text(encoding="utf-8").strip()
        if password_file
        else click.prompt(f"Password of {name}", hide_input=True)
    )
    price = locks.PasswordParams(memory_kib=parts.settings.password_memory_kib)
    with parts.database.reading() as session:
        who = people.candidate(session, name)
    try:
        return people.open_lock(who, Plain(text), pepper=parts.pepper, price=price)
    except WrongPassword:
        raise click.ClickException("Name or password is wrong.") from None
