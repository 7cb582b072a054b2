"""Keeps what cases add to their team's overviews, and reads it for who holds the team's key.

Opens no item. A tally that cannot be read is as good as none: it is made anew from its case.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from hrd_report.casefile import regranting, shelving
from hrd_report.documents.tallies import Tally
from hrd_report.errors import Damaged
from hrd_report.records import tallies
from hrd_report.records.keys import KeyKind
from hrd_report.records.tallies import TallyRow
from hrd_report.sealed import Sealed
from hrd_report.vault.keys import Key
from hrd_report.vault.tallies import Tallies


@dataclass(frozen=True, slots=True)
class _Lying:
    child: bytes
    holder: bytes
    blob: Sealed
    shelf: int | None


class Kept(Protocol):
    """A tally as it lies in the database."""

    @property
    def case_id(self) -> bytes:
        """Whose it is."""

    @property
    def kid(self) -> bytes:
        """The team's key it lies under."""

    @property
    def blob(self) -> Sealed:
        """What is kept."""

    @property
    def shelf(self) -> int | None:
        """The week it lies under."""


class Books:
    """The tallies of a team, under its present key and former ones that somebody still holds."""

    def __init__(self, session: Session, person: Key, team_id: bytes, team_kid: bytes) -> None:
        hand = regranting.hand(session, person)
        held = [kid for kid, row in hand.groups.items() if row.kind is KeyKind.TEAM]
        self.team_id = team_id
        self._session = session
        self._seals = {kid: Tallies(hand.ring.key(kid)) for kid in held}
        self._present = self._seals.get(team_kid)

    @property
    def kids(self) -> frozenset[bytes]:
        """The keys whose tallies these books open."""
        return frozenset(self._seals)

    def put(self, case_id: bytes, tally: Tally, *, day: dt.date) -> None:
        """Keep what a case adds, in the place of what it added before."""
        if self._present is None:
            tallies.forget(self._session, case_id)
            return
        kid = self._present.kid
        sealed = self._present.seal(case_id, tally.to_bytes())
        blob, week = shelving.put_up(self._session, case_id, kid, sealed, day=day)
        self._session.merge(TallyRow(case_id=case_id, kid=kid, blob=blob, shelf=week))

    def all(self) -> Iterator[tuple[bytes, Tally]]:
        """Yield what each case adds. One that cannot be read is passed over."""
        for row in self._session.execute(tallies.cells_of_team(self.team_id)):
            found = self._read(row)
            if found is not None:
                yield row.case_id, found

    def renew(self, *, day: dt.date, most: int) -> int:
        """Put tallies of earlier weeks under the present one, before those weeks are forgotten.

        Those that cannot be read any more go. Return how many rows were touched.
        """
        week = shelving.week(self._session, day)
        old = tallies.of_team(self.team_id).where(TallyRow.shelf < week).limit(most)
        rows = self._session.scalars(old).all() if week is not None else []
        for row in rows:
            found = self._read(row)
            if found is None:
                tallies.forget(self._session, row.case_id)
            else:
                self.put(row.case_id, found, day=day)
        return len(rows)

    def _read(self, row: Kept) -> Tally | None:
        seal = self._seals.get(row.kid)
        if seal is None:
            return None
        lying = _Lying(row.case_id, row.kid, row.blob, row.shelf)
        try:
            sealed = shelving.taken_down(self._session, lying)
            return Tally.from_bytes(seal.open(row.case_id, sealed))
        except Damaged:
            return None
