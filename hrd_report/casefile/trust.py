"""Which public keys are granted anything: what somebody vouches for, never a row by itself.

Whoever writes to the database could put a key of their own in place of a team's. Everything that
grants a key to recovery or to a team asks here first.
"""

from typing import Protocol

from sqlalchemy.orm import Session

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
