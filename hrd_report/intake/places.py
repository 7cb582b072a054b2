"""Where an arriving report belongs, and to whom it is sealed. Knows public keys of others only."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.casefile.routing import Rule, Told, route
from hrd_report.casefile.vouching import Vouching
from hrd_report.errors import NotSupported
from hrd_report.records import cases, custody, joining, people
from hrd_report.records.cases import Case
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.roster import Roster


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

    `rules` are the ids of the routing rules by which the team was chosen, `note` is the signed
    roster that vouches for the keys.
    """

    team_id: bytes
    team: PublicKey
    recovery: tuple[PublicKey, ...]
    note: str
    rules: frozenset[bytes] = frozenset()

    @property
    def public(self) -> tuple[PublicKey, ...]:
        """The keys that a fresh case's key is sealed to."""
        return (self.team, *self.recovery)

    def still_are(self, session: Session) -> bool:
        """Whether the same keys would be chosen now."""
        chosen = {self.team.kid} | self.rules
        same = joining.deciding(session, self.team_id) == chosen
        return same and custody.last_note(session) == self.note


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Where reports go: the rules, who holds the cases of each team, and the team for the rest.

    Rules that were made on our pages end with one that takes everything else; `otherwise` serves
    while there are none. `roster` vouches for every key among them, as long as it holds, and
    `epochs` are those of the teams' keys.
    """

    rules: tuple[Rule, ...]
    holders: Mapping[bytes, Holders]
    otherwise: bytes
    note: str
    roster: Roster
    epochs: Mapping[bytes, int]

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


def of_case(session: Session, case_id: bytes) -> Place:
    """Return the place of a case that is open, with the key it has at this moment."""
    case = session.get_one(Case, case_id)
    return Place(case_id=case.id, recipient=keeping.public_key(session, case.kid))


def ways(session: Session, trust: Vouching) -> Ways:
    """Return where reports go now.

    Raises `NotSupported` before a team is founded, and `NotVouched` where the owner vouches for no
    roster or the roster for no key of a team: then nobody can say who would read a report.
    """
    note = trust.note(session)
    roster = trust.judge(note)
    teams = session.scalars(people.teams()).all()
    if not teams:
        raise NotSupported("there is no team to receive reports")
    rows = session.scalars(joining.routing_rules()).all()
    ids = frozenset(row.id for row in rows)
    return Ways(
        rules=tuple(
            Rule(team_id=row.team_id, language=row.language, threat=row.threat, country=row.country)
            for row in rows
        ),
        holders={
            team.id: Holders(
                team_id=team.id,
                team=trust.team_under(roster, session, team),
                recovery=roster.recovery,
                note=note,
                rules=ids,
            )
            for team in teams
        },
        otherwise=teams[0].id,
        note=note,
        roster=roster,
        epochs={team.id: team.epoch for team in teams},
    )
