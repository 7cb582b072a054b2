"""Asks somebody for their password, so that a command acts with what their key opens."""

from pathlib import Path

import click

from hrd_report.accounts.actions import people
from hrd_report.records.people import Person
from hrd_report.sealed import Plain
from hrd_report.vault import locks
from hrd_report.vault.keys import Key
from hrd_report.web.services import Services


def open_key(parts: Services, name: str, password_file: Path | None) -> tuple[Person, Key]:
    """Return a person and the key that their password opens. Raises `WrongPassword`."""
    text = (
        password_file.read_text(encoding="utf-8").strip()
        if password_file
        else click.prompt(f"Password of {name}", hide_input=True)
    )
    price = locks.PasswordParams(memory_kib=parts.settings.password_memory_kib)
    with parts.database.reading() as session:
        who = people.candidate(session, name)
    key = people.open_lock(who, Plain(text), pepper=parts.pepper, price=price)
    if who.person is None:
        raise click.UsageError(f"Nobody is called {name}.")
    return who.person, key
