"""Where an arriving report belongs, and to whom it is sealed. Knows public keys of others only."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.casefile.routing import Rule, Told, route
from hrd_report.errors import NotSupported
from hrd_report.records import cases, joining, keys, people
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
    """Who can follow to a fresh case: the team that works on it, and recovery.

    `rules` are the ids of the routing rules by which the team was chosen.
    """

    team_id: bytes
    public: tuple[PublicKey, ...]
    rules: frozenset[bytes] = frozenset()

    def still_are(self, session: Session) -> bool:
        """Whether the same keys would be chosen now."""
        chosen = {one.kid for one in self.public} | self.rules
        return joining.deciding(session, self.team_id) == chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Where reports go: the rules, who holds the cases of each team, and the team for the rest.

    Rules that were made on our pages end with one that takes everything else; `otherwise` serves
    while there are none.
    """

    rules: tuple[Rule, ...]
    holders: Mapping[bytes, Holders]
    otherwise: bytes

    def of(self, told: Told) -> Holders:
        """Return who is granted the case that a report makes."""
        return self.holders[route(self.rules, told) or self.otherwise]


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


def ways(session: Session) -> Ways:
    """Return where reports go now. Raises `NotSupported` before a team is founded."""
    teams = session.scalars(people.teams()).all()
    if not teams:
        raise NotSupported("there is no team to receive reports")
    rows = session.scalars(joining.routing_rules()).all()
    recovery = tuple(
        PublicKey.from_raw(row.public) for row in session.scalars(keys.active(KeyKind.RECOVERY))
    )
    ids = frozenset(row.id for row in rows)
    return Ways(
        rules=tuple(
            Rule(team_id=row.team_id, language=row.language, threat=row.threat, country=row.country)
            for row in rows
        ),
        holders={
            team.id: Holders(
                team_id=team.id,
                public=(keeping.public_key(session, team.kid), *recovery),
                rules=ids,
            )
            for team in teams
        },
        otherwise=teams[0].id,
    )


def intake_keys(session: Session) -> tuple[PublicKey, ...]:
    """Return the keys that sealed reports may be sealed to, the newest first."""
    rows = session.scalars(keys.active(KeyKind.INTAKE)).all()
    return tuple(
        PublicKey.from_raw(row.public) for row in sorted(rows, key=lambda row: row.day)[::-1]
    )
