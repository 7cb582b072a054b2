"""The sheets of paper that keys are kept on, in the operator's language. Keeps none itself."""

import os
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from hrd_report.i18n.catalogues import catalogue
from hrd_report.i18n.marks import N_
from hrd_report.sealed import Plain

_WIDTH: Final = 78
_COLUMNS: Final = 3


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """One sheet: for whom, the name of its file, and everything that is printed on it."""

    title: str
    name: str
    text: Plain


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in one language."""

    language: str

    def say(self, text: str, **parts: object) -> str:
        """Return a sentence in this language."""
        return catalogue(self.language).gettext(text) % parts

    def paragraph(self, text: str, **parts: object) -> str:
        """Return a paragraph that fits on a sheet."""
        return textwrap.fill(self.say(text, **parts), _WIDTH, break_long_words=False)


def numbered(words: Sequence[str]) -> str:
    """Return words in columns, each behind its number, to be read and typed one by one."""
    rows = -(-len(words) // _COLUMNS)
    cells = [f"{at:>2}. {word:<14}" for at, word in enumerate(words, 1)]
    return "\n".join("  " + "  ".join(cells[row::rows]).rstrip() for row in range(rows))


def joined(*paragraphs: str) -> Plain:
    """Return the text of a sheet."""
    return Plain("\n\n".join(paragraphs) + "\n")


def hand_out(sheets: Sequence[Sheet], into: Path | None, by: Speaker) -> None:
    """Write each sheet into a file of its own, or show one after the other and clear between.

    The files are readable by us alone: print them, hand them out, and destroy them.
    """
    if into is None:
        for sheet in sheets:
            _show(sheet, by)
        return
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    for sheet in sheets:
        path = into / sheet.name
        write_private(path, sheet.text)
        click.echo(f"  {path}")
    click.echo(by.say(N_("Print these files, hand each to one person, then destroy them.")))


def write_private(path: Path, text: Plain) -> None:
    """Write a file that only we may read. Raises `click.ClickException` where there is one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text.reveal())
        file.flush()
        os.fsync(file.fileno())


def _show(sheet: Sheet, by: Speaker) -> None:
    click.clear()
    click.echo(by.say(N_("The next sheet is for one person alone: %(title)s"), title=sheet.title))
    click.pause(by.say(N_("Everybody else looks away. Press a key to show it.")))
    click.clear()
    click.echo(sheet.text.reveal())
    click.pause(by.say(N_("Press a key once it is written down. It is never shown again.")))
    click.clear()
