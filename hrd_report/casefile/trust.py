"""Which public keys are granted anything: what somebody vouches for, never a row by itself.

Whoever writes to the database could put a key of their own in place of a team's. Everything that
grants a key to recovery or to a team asks here first.
"""

from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.records import keys
from hrd_report.records.keys import KeyKind
from hrd_report.records.people import Team
from hrd_report.vault.keys import PublicKey


class Trust(Protocol):
    """What vouches for keys."""

    def recovery(self, session: Session) -> tuple[PublicKey, ...]:
        """Return the keys that every team's and every case's key is granted to."""

    def team(self, session: Session, team: Team) -> PublicKey:
        """Return a team's key. Raises `Damaged` when nobody vouches for the one in its row."""

    def endorse(self, team: bytes, epoch: int, public: PublicKey) -> bytes | None:
        """Vouch for a key that was just made for a team."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """Takes the rows at their word: for tests, and where nothing is signed yet."""

    endorsement: bytes | None = field(default=None)

    def recovery(self, session: Session) -> tuple[PublicKey, ...]:
        """Return the active recovery keys."""
        rows = session.scalars(keys.active(KeyKind.RECOVERY).order_by(keys.KeyRow.kid))
        return tuple(PublicKey.from_raw(row.public) for row in rows)

    def team(self, session: Session, team: Team) -> PublicKey:
        """Return the key in the team's row."""
        return keeping.public_key(session, team.kid)

    def endorse(self, team: bytes, epoch: int, public: PublicKey) -> bytes | None:
        """Vouch for nothing."""
        del team, epoch, public
        return self.endorsement
