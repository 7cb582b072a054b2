"""What custodians are handed at a ceremony: the sheets of a recovery key, and how many.

Keeps neither the key nor a sheet: what was handed out is nowhere here any more.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from hrd_report.cli import sheets
from hrd_report.cli.sheets import Sheet, Speaker
from hrd_report.i18n.marks import N_
from hrd_report.settings import Settings
from hrd_report.vault import recipients, shares
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.shares import Share

COUNT: Final = 5
NEED: Final = 3
_Command = TypeVar("_Command", bound=Callable[..., Any])


def counts(command: _Command) -> _Command:
    """Add the options that say how many sheets are made and how many are needed."""
    many = click.IntRange(shares.FEWEST, shares.MOST)
    more = click.option("--shares", "count", type=many, default=COUNT, help="Sheets to make.")
    enough = click.option("--threshold", "need", type=many, default=NEED, help="Sheets needed.")
    return more(enough(command))


def folder(command: _Command) -> _Command:
    """Add the option that says where the sheets are written."""
    kind = click.Path(path_type=Path, file_okay=False)
    return click.option("--into", type=kind, help="Folder for the sheets; else they are shown.")(
        command
    )


def check(count: int, need: int) -> None:
    """Refuse to ask for more sheets than are made."""
    if need > count:
        raise click.UsageError("--threshold: no more sheets than --shares makes.")


def tell_shortly(made: Sequence[Share]) -> None:
    """Print shares in one line each: for a demo, where nobody keeps a sheet."""
    need = made[0].need
    click.echo(f"\nRecovery: any {need} of these {len(made)} lines, if every password is lost:\n")
    for one in made:
        click.echo(f"  {one.number}: {' '.join(one.words)}")
    click.echo("")


def sheets_of(
    made: Sequence[Share], recovery: PublicKey, settings: Settings, day: dt.date, by: Speaker
) -> list[Sheet]:
    """Return one sheet for each custodian."""
    return [_sheet(one, len(made), recovery, settings, day, by) for one in made]


def _sheet(
    one: Share, count: int, recovery: PublicKey, settings: Settings, day: dt.date, by: Speaker
) -> Sheet:
    about = {"organisation": settings.organisation, "number": one.number, "count": count}
    words = " ".join(recipients.fingerprint_words(recovery, by.language))
    title = by.say(N_("%(organisation)s: recovery sheet %(number)s of %(count)s"), **about)
    text = sheets.joined(
        title,
        by.say(N_("Made on %(day)s."), day=day.isoformat()),
        by.say(N_("For the recovery key with the words: %(words)s"), words=words),
        by.paragraph(
            N_(
                "When every password is lost, any %(need)s of these sheets together open all "
                "cases again. One alone says nothing. Keep it as you keep a passport: away from "
                "the office and from the other sheets, unseen, out of any computer or phone."
            ),
            need=one.need,
        ),
        sheets.numbered(one.words),
        by.paragraph(
            N_(
                "To check it alone, on any machine without a network: python -m hrd_report keys "
                "check-share. To use it: keys recover, on the server, with the other custodians "
                "and two named people. Nobody may ever ask you to send it or to read it aloud."
            )
        ),
        by.paragraph(
            N_(
                "Once a year, say in the program that you still have it. If it is lost or seen, "
                "say so at once: a new ceremony makes new sheets and voids this one."
            )
        ),
    )
    return Sheet(title, f"sheet-{one.number}-of-{count}.txt", text)
