"""The papers of which a team has one: its directory, its settings, its scorecard. Opens no case."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from hrd_report.casefile import papers, regranting, renewing
from hrd_report.errors import Conflict, NotAllowed
from hrd_report.records.people import Team
from hrd_report.vault.keys import Key

Document = TypeVar("Document")


@dataclass(frozen=True, slots=True, repr=False)
class Only(Generic[Document]):
    """What stands in a paper, and the version a change must name. 0: nobody wrote one."""

    version: int
    document: Document


def read(session: Session, person: Key, team_id: bytes, empty: Document) -> Only[Document]:
    """Return a team's paper of this shape, or `empty` where none opens with this person's keys."""
    found = _first(session, person, team_id, empty)
    return Only(found.version, found.document) if found else Only(0, empty)


def keep(session: Session, person: Key, team_id: bytes, document: object, version: int) -> None:
    """Seal a paper to the team's key. Raises `Conflict` over a newer one, `NotAllowed`."""
    trust = renewing.trust_of(session)
    if trust is None:
        raise NotAllowed
    # Whoever writes the first one waits for whoever else does.
    session.get_one(Team, team_id, with_for_update=True)
    found = _first(session, person, team_id, document)
    if version != (found.version if found else 0):
        raise Conflict
    papers.keep(
        session,
        trust,
        team_id,
        document,
        paper_id=found.id if found else None,
        version=version,
    )
    session.flush()


def _first(
    session: Session, person: Key, team_id: bytes, like: Document
) -> papers.Opened[Document] | None:
    ring = regranting.hand(session, person).ring
    found = papers.of_team(session, ring, team_id, type(like))
    return min(found, key=lambda one: one.id, default=None)
