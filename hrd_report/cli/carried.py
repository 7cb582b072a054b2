"""`import` and `forms`: sealed reports brought by hand, and the forms that make them."""

from pathlib import Path

import click
from flask import Flask

from hrd_report.cli.building import Building, pass_building
from hrd_report.errors import HrdError
from hrd_report.intake import carrying
from hrd_report.intake.actions.receiving import Kept
from hrd_report.intake.views import carrying_page, offline_forms
from hrd_report.vault.words import has_words
from hrd_report.web.services import services

_READABLE = click.Path(path_type=Path, exists=True, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=_READABLE)
@pass_building
def import_files(building: Building, files: tuple[Path, ...]) -> None:
    """Keep sealed reports that somebody brought: each FILE ends in .sealed or .age.

    Ends with 1 when one of them was not kept.
    """
    app = building.application()
    kept = [_import(app, file) for file in files]
    if not all(kept):
        raise click.exceptions.Exit(1)


def _import(app: Flask, file: Path) -> bool:
    with app.app_context(), file.open("rb") as stream:
        language = services().settings.languages[0]
        try:
            brought = carrying.take(stream, file.stat().st_size, language)
        except HrdError as problem:
            click.echo(f"{file}: {carrying_page.wrong(problem)}")
            return False
    is_new = brought.kept is not Kept.NOTHING_NEW
    click.echo(f"{file}: {carrying_page.KEPT if is_new else carrying_page.ALREADY}")
    if brought.older_key:
        click.echo(f"  {carrying_page.OLDER}")
    if brought.receipt is not None:
        words = brought.receipt.words(language) if has_words(language) else ()
        click.echo("  It brought no receipt of its own. For whoever wrote it:")
        click.echo(f"  {' '.join(words) or brought.receipt.digits()}")
    return True


@click.command()
@click.argument("folder", required=False, type=_FOLDER)
@pass_building
def forms(building: Building, folder: Path | None) -> None:
    """Write the offline form of every language into FOLDER, each with a signed note beside it.

    Without FOLDER, into the instance: from there a public door without keys shows the notes.
    """
    folder = folder or building.settings.forms
    folder.mkdir(parents=True, exist_ok=True)
    with building.application().test_request_context():
        for language in building.settings.languages:
            form = offline_forms.form(language)
            (folder / form.name).write_bytes(form.content)
            (folder / offline_forms.note_name(language)).write_text(form.note, encoding="utf-8")
            click.echo(f"{folder / form.name}: sha256 {form.sha256}")
