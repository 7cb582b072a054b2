"""`release`: draws the figures of frozen buckets with an analyst's key. Prints no figure."""

from pathlib import Path
from typing import Any, Final

import click

from hrd_report.accounts.actions import people
from hrd_report.casefile import buckets
from hrd_report.cli.building import Building, pass_building
from hrd_report.errors import Damaged, WrongPassword
from hrd_report.records.acts import Act
from hrd_report.sealed import Plain
from hrd_report.statistics import archive, exports, manifest, releasing
from hrd_report.statistics.actions import ReleaseFiles
from hrd_report.statistics.releasing import Drawer, KeyOf, Progress
from hrd_report.statistics.views import drawers
from hrd_report.vault import locks, signatures
from hrd_report.vault.keys import Key
from hrd_report.web.services import Services

_WITHOUT_KEY: Final = (
    "Whole. The file says this key signed it: compare it with the one the organisation publishes.\n"
    "%s"
)


@click.command()
@click.option("--as", "name", required=True, help="Pseudonym of an analyst; asks the password.")
@click.option("--password-file", type=click.Path(path_type=Path), help="The password, one line.")
@click.option("--bucket", help="One bucket or year; without it, all that can be drawn.")
@click.option(
    "--freeze-now",
    is_flag=True,
    help="Freeze --bucket before its time: what is triaged later in it is not counted.",
)
@click.option("--again", is_flag=True, help="Complete --bucket, whose release was cut short.")
@click.option("--workers", default=1, show_default=True, help="Processes that open facts.")
@click.option("--into", type=click.Path(path_type=Path), default=Path(), help="Folder for the zip.")
@pass_building
def release(
    building: Building,
    /,
    name: str,
    password_file: Path | None,
    bucket: str | None,
    into: Path,
    **how: Any,  # noqa: ANN401 - click hands options over by name
) -> None:
    """Draw a release for each bucket or year that has none, and write it as a zip."""
    parts = building.services()
    by = drawers.drawer(parts, how["workers"])
    if how["freeze_now"] and bucket:
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
        files = _drawn(by, one, lambda found: parts.open_bucket(key, found), again=how["again"])
        parts.record_release(key, one)
        path = into / f"hrd-report-{one}.zip"
        path.write_bytes(files.archive)
        click.echo(f"{one}: {path}")
    building.number_audit(parts)


class _Bar(Progress):
    """A bar on the terminal; Ctrl-C stops at the next step."""

    def __init__(self, bar: Any) -> None:  # noqa: ANN401 - click's own type
        self._bar = bar

    def at(self, share: float) -> None:
        self._bar.update(round(share * 100) - self._bar.pos)


def _drawn(by: Drawer, name: str, key_of: KeyOf, *, again: bool) -> ReleaseFiles:
    try:
        with click.progressbar(length=100, label=name) as bar:
            return releasing.release(by, name, key_of, again=again, progress=_Bar(bar))
    except KeyboardInterrupt:
        raise click.ClickException(
            f"Stopped. If {name} now says its budget is spent, complete it with --again: "
            "that spends nothing more."
        ) from None


@click.command("verify-release")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--key", help="The organisation's signing key, in hex, from elsewhere than the file.")
@click.option(
    "--former",
    type=click.Path(path_type=Path, exists=True),
    help="The release before: checks that FILE follows it.",
)
def verify_release(file: Path, key: str | None, former: Path | None) -> None:
    """Check that FILE is whole, who signed it, and what it follows. Needs no instance."""
    signed, signature, inside = _parts(file)
    told = manifest.read(signed)
    try:
        public = bytes.fromhex(key or told["public_key"])
    except (KeyError, ValueError):
        raise Damaged("no key in hex") from None
    manifest.verify(signed, signature, public, inside, signatures.verify)
    if former is not None and told["former"] != exports.digest(_parts(former)[0]):
        raise Damaged("the release does not follow the former one")
    click.echo("Whole, and signed by this key." if key else _WITHOUT_KEY % public.hex())


def _parts(file: Path) -> tuple[bytes, bytes, dict[str, bytes]]:
    inside = archive.unpack(file.read_bytes())
    try:
        return inside.pop(archive.MANIFEST), inside.pop(archive.SIGNATURE), inside
    except KeyError:
        raise Damaged("no manifest, or no signature") from None


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
