"""Keeps and opens what a team writes beside its cases. Sealed to the team's key, like an item."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.casefile.trust import Trust
from hrd_report.documents import codec
from hrd_report.errors import Conflict, Damaged, NotAllowed, NotFound
from hrd_report.records import traces
from hrd_report.records.people import Team
from hrd_report.records.traces import Paper
from hrd_report.vault import items
from hrd_report.vault.keyring import Keyring
from hrd_report.vault.preamble import Context

Document = TypeVar("Document")

_KIND = "paper"


@dataclass(frozen=True, slots=True, repr=False)
class Opened(Generic[Document]):
    """A paper and what it says."""

    id: bytes
    version: int
    document: Document


def of_team(
    session: Session, ring: Keyring, team_id: bytes, shape: type[Document]
) -> list[Opened[Document]]:
    """Open a team's papers of one shape. What does not open, or is of another one, is left out."""
    found = []
    for row in session.scalars(traces.papers_of(team_id)):
        try:
            found.append(Opened(row.id, row.version, _read(row, ring, shape)))
        except (Damaged, NotAllowed):
            continue
    return found


def one(
    session: Session, ring: Keyring, team_id: bytes, paper_id: bytes, shape: type[Document]
) -> Opened[Document]:
    """Open one paper of a team. Raises `NotFound`."""
    row = session.get(Paper, paper_id)
    if row is None or row.team_id != team_id:
        raise NotFound
    try:
        return Opened(row.id, row.version, _read(row, ring, shape))
    except (Damaged, NotAllowed):
        raise NotFound from None


def keep(
    session: Session,
    trust: Trust,
    team_id: bytes,
    document: object,
    *,
    paper_id: bytes | None = None,
    version: int = 0,
) -> bytes:
    """Seal a paper to the team's key, a new one or in place of one; return its id.

    Raises `Conflict` when somebody changed it since `version`, `NotFound` when it is gone.
    """
    team = session.get_one(Team, team_id)
    public = trust.team(session, team)
    chosen = paper_id or keeping.new_id()
    data = {_shape(type(document)): codec.to_data(document)}
    blob = items.seal_json(data, public, Context(_KIND, team_id, chosen))
    if paper_id is None:
        session.add(Paper(id=chosen, team_id=team_id, kid=public.kid, blob=blob))
        return chosen
    row = session.get(Paper, paper_id, with_for_update=True)
    if row is None or row.team_id != team_id:
        raise NotFound
    if row.version != version:
        raise Conflict
    row.blob, row.kid, row.version = blob, public.kid, version + 1
    return chosen


def remove(session: Session, team_id: bytes, paper_id: bytes) -> None:
    """Forget a paper."""
    session.execute(delete(Paper).where(Paper.id == paper_id, Paper.team_id == team_id))


def rekey(session: Session, ring: Keyring, row: Paper, trust: Trust) -> None:
    """Seal a paper to its team's present key. One that does not open stays as it is."""
    context = Context(_KIND, row.team_id, row.id)
    public = trust.team(session, session.get_one(Team, row.team_id))
    try:
        data = items.open_json(row.blob, ring.key(row.kid), context)
    except (Damaged, NotAllowed):
        return
    row.blob, row.kid = items.seal_json(data, public, context), public.kid


def _read(row: Paper, ring: Keyring, shape: type[Document]) -> Document:
    data = items.open_json(row.blob, ring.key(row.kid), Context(_KIND, row.team_id, row.id))
    if not isinstance(data, dict) or list(data) != [_shape(shape)]:
        raise Damaged("a paper of another shape")
    return codec.from_data(data[_shape(shape)], shape)


def _shape(kind: type[object]) -> str:
    return kind.__name__.removesuffix("Document").lower()
