"""Which public keys the organisation's owner vouches for. Signs no roster, opens nothing.

The signed roster decides, and nothing else that lies in the database.
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.clock import Clock
from hrd_report.errors import Damaged, NotFound, NotVouched
from hrd_report.records import custody, people
from hrd_report.records.people import Team
from hrd_report.vault import endorsements, notes, owner, roster
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.roster import Roster
from hrd_report.vault.seen import Older, Seen
from hrd_report.vault.signatures import SigningKey

_NONE: Final[Mapping[bytes, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, repr=False)
class Vouching:
    """Judges by the pinned owner's key, the clock, and the epochs seen here before.

    `endorser` vouches for teams' keys made here; a process without it makes none. `self_signed`:
    a demo whose owner's key lies beside it.
    """

    owner: bytes | None
    seen: Seen
    clock: Clock
    endorser: SigningKey | None = None
    self_signed: bool = False

    def roster(self, session: Session) -> Roster:
        """Return the roster that holds now. Raises `NotVouched`."""
        return self.judge(self.note(session))

    def note(self, session: Session) -> str:
        """Return the newest roster as it lies there. Raises `NotVouched` when there is none."""
        row = session.scalars(custody.last_roster()).first()
        if row is None:
            raise NotVouched("no_roster")
        return row.text

    def judge(self, note: str) -> Roster:
        """Return the roster of a note if it holds now. Raises `NotVouched`."""
        if self.owner is None:
            raise NotVouched("no_owner")
        found = _read(note, self.owner)
        self.judge_again(found)
        return found

    def judge_again(self, found: Roster, epochs: Mapping[bytes, int] = _NONE) -> None:
        """Raise `NotVouched` when a roster, or keys of teams under it, hold no longer.

        It costs next to nothing: whoever remembers what it found asks before each use.
        """
        today = self.clock().date()
        if today < found.since:
            raise NotVouched("not_begun")
        if today > found.until:
            raise NotVouched("over")
        try:
            self.seen.rely_on_roster(found.epoch)
        except Older:
            raise NotVouched("older") from None
        try:
            for team, epoch in epochs.items():
                self.seen.rely_on_team(team, epoch)
        except Older:
            raise NotVouched("team_older") from None

    def recovery(self, session: Session) -> tuple[PublicKey, ...]:
        """Return the keys that every team's and every case's key is granted to."""
        return self.roster(session).recovery

    def team(self, session: Session, team: Team) -> PublicKey:
        """Return a team's key. Raises `NotVouched` when it is not endorsed, or an older one."""
        return self.team_under(self.roster(session), session, team)

    def team_under(self, found: Roster, session: Session, team: Team) -> PublicKey:
        """Return a team's key under a roster that holds. Raises `NotVouched`."""
        try:
            public = keeping.public_key(session, team.kid)
            signature = team.endorsement or b""
            _check_endorsement(found.endorser, signature, team.id, team.epoch, public)
            self.seen.rely_on_team(team.id, team.epoch)
        except Older:
            raise NotVouched("team_older", team=team.name) from None
        except (Damaged, NotFound):
            raise NotVouched("not_endorsed", team=team.name) from None
        return public

    def endorse(self, team: bytes, epoch: int, public: PublicKey) -> bytes | None:
        """Vouch for a key that was just made for a team; nothing where this process may not."""
        if self.endorser is None:
            return None
        return endorsements.endorse(self.endorser, team, epoch, public)

    def complaints(self, session: Session) -> Iterator[NotVouched]:
        """Yield what is wrong: with the roster alone, or else with each team's key."""
        try:
            found = self.roster(session)
        except NotVouched as problem:
            yield problem
            return
        for team in session.scalars(people.teams()):
            try:
                self.team_under(found, session, team)
            except NotVouched as problem:
                yield problem


@functools.lru_cache(maxsize=4)
def _read(note: str, owner_public: bytes) -> Roster:
    try:
        return roster.read(note, owner_public)
    except Damaged:
        signers = _signers(note)
        ours = owner.name(owner_public) in signers
        reason = "altered" if ours else "other_owner" if signers else "unsigned"
        raise NotVouched(reason) from None


def _signers(note: str) -> tuple[str, ...]:
    try:
        return notes.signers(note)
    except Damaged:
        return ()


@functools.lru_cache(maxsize=256)
def _check_endorsement(
    endorser: bytes, signature: bytes, team: bytes, epoch: int, public: PublicKey
) -> None:
    endorsements.check(endorser, signature, team, epoch, public)
