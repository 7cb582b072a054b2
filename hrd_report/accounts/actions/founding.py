"""Founds an organisation: its first keys and its first team. Keeps no private half of them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.errors import Conflict
from hrd_report.records.keys import KeyKind, KeyRow
from hrd_report.records.people import TEAM_ROLES, Role, Team
from hrd_report.vault.keys import Key, PublicKey

Endorse = Callable[[bytes, int, PublicKey], bytes | None]
"""Vouches for a team's key: its id, its epoch, the key."""


@dataclass(frozen=True, slots=True, repr=False)
class Founded:
    """The private halves at the one moment they exist together: grant them on, then forget them.

    `recovery` belongs on paper, off this machine.
    """

    team: Team
    team_key: Key
    analysts: Key
    recovery: Key


def found(
    session: Session, *, team_name: str, delivery: PublicKey, endorse: Endorse, day: dt.date
) -> Founded:
    """Make the keys everything else hangs from: recovery, analysts, intake and one team.

    Whoever holds recovery can follow to each of them. Raises `Conflict` the second time.
    """
    if session.scalars(select(KeyRow).limit(1)).first() is not None:
        raise Conflict("there are keys already")
    recovery, analysts, intake, team_key = Key.new(), Key.new(), Key.new(), Key.new()
    kinds = {
        KeyKind.RECOVERY: recovery.public,
        KeyKind.ANALYST: analysts.public,
        KeyKind.INTAKE: intake.public,
        KeyKind.TEAM: team_key.public,
        KeyKind.DELIVERY: delivery,
    }
    for kind, public in kinds.items():
        keeping.keep_key(session, public, kind, day=day)
    session.flush()  # grants name keys that must be there
    for child, holder in (
        (team_key, recovery),
        (analysts, recovery),
        (intake, recovery),
        (intake, team_key),
    ):
        keeping.keep_grant(session, child, holder.public, day=day)
    team = Team(id=keeping.new_id(), name=team_name, kid=team_key.kid, epoch=1)
    team.endorsement = endorse(team.id, team.epoch, team_key.public)
    session.add(team)
    session.flush()  # people name the team
    return Founded(team, team_key, analysts, recovery)


def works_with(founded: Founded, role: Role) -> tuple[Key, ...]:
    """Return the keys a role works with; an administrator works with none."""
    if role in TEAM_ROLES:
        return (founded.team_key,)
    return (founded.analysts,) if role is Role.ANALYST else ()
