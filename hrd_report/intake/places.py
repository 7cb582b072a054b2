"""Where an arriving report belongs, and to whom it is sealed. Knows public keys of others only."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.errors import NotSupported
from hrd_report.records import cases, keys, people
from hrd_report.records.keys import KeyKind
from hrd_report.vault.keys import Key, PublicKey


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Place:
    """A case and the key everything in it is sealed to.

    `key` is there for a case that does not exist yet, and is forgotten with the request.
    `digest` recognises the report that made the case.
    """

    case_id: bytes
    recipient: PublicKey
    key: Key | None = None
    digest: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Who can follow to a fresh case: the team that works on it, and recovery."""

    team_id: bytes
    public: tuple[PublicKey, ...]

    def still_are(self, session: Session) -> bool:
        """Whether the same keys would be chosen now."""
        return people.kids_granted(session, self.team_id) == {one.kid for one in self.public}


def fresh() -> Place:
    """Return the place of a case that is about to exist."""
    key = Key.new()
    return Place(case_id=keeping.new_id(), recipient=key.public, key=key)


def known(session: Session, lookup: bytes) -> Place | None:
    """Return the place of the case that a receipt answers to, or nothing."""
    found = cases.place(session, lookup)
    if found is None:
        return None
    case_id, public, digest = found
    return Place(case_id=case_id, recipient=PublicKey.from_raw(public), digest=digest)


def holders(session: Session) -> Holders:
    """Return who is granted a fresh case. Raises `NotSupported` before a team is founded."""
    team = session.scalars(people.teams()).first()
    if team is None:
        raise NotSupported("there is no team to receive reports")
    recovery = session.scalars(keys.active(KeyKind.RECOVERY)).all()
    return Holders(
        team_id=team.id,
        public=(
            keeping.public_key(session, team.kid),
            *(PublicKey.from_raw(row.public) for row in recovery),
        ),
    )


def intake_keys(session: Session) -> tuple[PublicKey, ...]:
    """Return the keys that sealed reports may be sealed to, the newest first."""
    rows = session.scalars(keys.active(KeyKind.INTAKE)).all()
    return tuple(
        PublicKey.from_raw(row.public) for row in sorted(rows, key=lambda row: row.day)[::-1]
    )
