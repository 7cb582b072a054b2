"""Who works at the desk, as the actions see it. Knows no session of a browser."""

from dataclasses import dataclass

from hrd_report.records.people import Role
from hrd_report.vault.keys import Key


@dataclass(frozen=True, slots=True, repr=False)
class Worker:
    """A caseworker or lead at work, with the key that leads to the team's cases."""

    id: bytes
    name: str
    role: Role
    team_id: bytes
    key: Key


@dataclass(frozen=True, slots=True)
class Seen:
    """The case somebody acts on, in the version they saw: an older one than now is refused."""

    number: str
    version: int
