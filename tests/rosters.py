"""Rosters for tests: what the owner of a house would sign, and what somebody else would."""

import datetime as dt
from dataclasses import replace

from house import House
from sqlalchemy import delete

from hrd_report.accounts.actions import rostering
from hrd_report.records.custody import RosterRow
from hrd_report.vault import instance, roster
from hrd_report.vault.roster import Roster
from hrd_report.vault.signatures import SigningKey


def owner_of(house: House) -> SigningKey:
    """Return the key with which a house's demo signs for itself."""
    return instance.load(house.services.settings.secrets).owner_key


def drafted(house: House, **changes: object) -> Roster:
    """Return the roster that the owner would be asked to sign, changed as wanted."""
    with house.services.database.reading() as session:
        return replace(rostering.draft(session, house.services.trust), **changes)


def put(house: House, note: str, epoch: int = 1) -> None:
    """Put a note in the place of all rosters, as somebody could who writes to the database."""
    with house.services.database.writing() as session:
        session.execute(delete(RosterRow))
        session.add(RosterRow(epoch=epoch, text=note, day=dt.date(2026, 11, 21)))


def renew(house: House, **changes: object) -> Roster:
    """Install another roster, as the owner would."""
    with house.services.database.writing() as session:
        made = replace(rostering.draft(session, house.services.trust), **changes)
        note = roster.sign(made, owner_of(house))
        return rostering.install(session, house.services.trust, note)


def note_of(house: House) -> str:
    """Return the newest roster as it lies there."""
    with house.services.database.reading() as session:
        return house.services.trust.note(session)
