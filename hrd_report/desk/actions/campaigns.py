"""Keeps campaigns, and reads of their cases what a team may know of them together.

Of a case that the reader may not open nothing is told but that there is one.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import indexing, keeping, papers, tracing
from hrd_report.casefile.indexing import Indexes
from hrd_report.casefile.papers import Opened
from hrd_report.casefile.trust import Trust
from hrd_report.desk.actions import access
from hrd_report.desk.actions import tracing as described
from hrd_report.desk.worker import Worker
from hrd_report.documents import hashtags
from hrd_report.documents.campaigns import CampaignDocument
from hrd_report.documents.traces import TraceDocument
from hrd_report.errors import Damaged, Invalid, NotFound
from hrd_report.records import traces
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.reference.reference import Reference

MOST_MEMBERS: Final = 2000
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Member:
    """A case of a campaign that the reader may open, and what its team knows of it at a glance."""

    case: Case
    trace: TraceDocument | None


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign, its cases, and how many of them are closed to the reader."""

    paper: Opened[CampaignDocument]
    members: tuple[Member, ...]
    restricted: int

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """Return when it was first and last seen: as it was written, or as the cases say."""
        said = self.paper.document
        seen = [one.case.received_day for one in self.members]
        first = dt.date.fromisoformat(said.first) if said.first else min(seen, default=None)
        last = dt.date.fromisoformat(said.last) if said.last else max(seen, default=None)
        return (first, max(first, last)) if first is not None and last is not None else None


def listed(session: Session, worker: Worker) -> list[Opened[CampaignDocument]]:
    """Return a team's campaigns: those that go on first, the newest first."""
    indexes = described.indexes_of(session, worker)
    found = papers.of_team(session, indexes.ring, worker.team_id, CampaignDocument)
    newest = sorted(found, key=lambda one: one.document.at, reverse=True)
    return sorted(newest, key=lambda one: one.document.over)


def opened(session: Session, worker: Worker, paper_id: bytes) -> Campaign:
    """Return a campaign with its cases. Raises `NotFound`."""
    indexes = described.indexes_of(session, worker)
    found = papers.one(session, indexes.ring, worker.team_id, paper_id, CampaignDocument)
    ids = [bytes.fromhex(one) for one in found.document.members]
    cases = access.open_to(session, worker, ids)
    known = _traces(session, indexes, [one.id for one in cases])
    members = tuple(Member(one, known.get(one.id)) for one in cases)
    return Campaign(found, members, len(indexing.living(session, ids)) - len(cases))


def begun_from(
    session: Session, worker: Worker, numbers: Collection[str], blank: CampaignDocument
) -> CampaignDocument:
    """Return a campaign to begin with: the defenders' own, where these cases tell of one.

    Its days and hashtags; what else they said of it is read from their cases, never copied.
    """
    indexes = described.indexes_of(session, worker)
    wanted = select(Case.id).where(Case.number.in_(list(numbers)), Case.team_id == worker.team_id)
    cases = access.open_to(session, worker, session.scalars(wanted).all())
    known = _traces(session, indexes, [one.id for one in cases]).values()
    told = [one.campaign for one in known if one.campaign]
    if not told:
        return blank
    said = {
        name: [each.reveal() for one in told for each in one.get(name, ())]
        for name in (described.TAGS, "since", "until")
    }
    return replace(
        blank,
        kind="own",
        hashtags=hashtags.named(said[described.TAGS]),
        first=min(said["since"], default=""),
        last=max(said["until"], default=""),
    )


def keep(
    session: Session,
    worker: Worker,
    document: CampaignDocument,
    trust: Trust,
    reference: Reference,
    *,
    former: tuple[bytes, int] | None = None,
    now: dt.datetime,
) -> bytes:
    """Keep a campaign, a new one or in place of `former`: its id, and the version that was seen.

    Raises `Invalid`, `Conflict`.
    """
    check(document, reference)
    known, version = former if former is not None else (None, 0)
    paper_id = papers.keep(
        session,
        trust,
        worker.team_id,
        replace(document, by=worker.name, at=now),
        paper_id=known,
        version=version,
    )
    _record(session, Act.CAMPAIGN_WRITTEN, worker, paper_id, now)
    return paper_id


def with_members(
    session: Session, worker: Worker, document: CampaignDocument, numbers: Iterable[str]
) -> CampaignDocument:
    """Return a campaign with some cases more. Raises `Invalid` for a number that is none."""
    found = []
    for number in numbers:
        try:
            found.append(access.find(session, worker, number.strip()).id.hex())
        except NotFound:
            raise Invalid({"case": ["unknown"]}) from None
    return replace(document, members=tuple(dict.fromkeys([*document.members, *found])))


def without_members(campaign: Campaign, numbers: Collection[str]) -> CampaignDocument:
    """Return a campaign without some cases, and without those that are gone."""
    gone = {one.case.id.hex() for one in campaign.members if one.case.number in numbers}
    document = campaign.paper.document
    return replace(document, members=tuple(one for one in document.members if one not in gone))


def remove(session: Session, worker: Worker, paper_id: bytes, *, now: dt.datetime) -> None:
    """Forget a campaign. Its cases stay as they are. Raises `NotFound`."""
    opened(session, worker, paper_id)
    papers.remove(session, worker.team_id, paper_id)
    _record(session, Act.CAMPAIGN_REMOVED, worker, paper_id, now)


def check(document: CampaignDocument, reference: Reference) -> None:
    """Refuse what does not fit. Raises `Invalid`."""
    tactics = {one.id for one in reference.tactics}
    wrong = {
        "name": not document.name.reveal().strip(),
        "tactics": not set(document.tactics) <= tactics,
        "state_role": document.state_role not in {"", *(one.id for one in reference.state_roles)},
        "helped": not set(document.helped) <= {one.id for one in reference.helped},
        "first": not _is_day(document.first),
        "last": not _is_day(document.last) or (document.first > document.last > ""),
        "story": max(len(document.story), len(document.lessons)) > LONGEST,
        "case": len(document.members) > MOST_MEMBERS,
    }
    if any(wrong.values()):
        codes = {"name": "missing", "story": "too_long", "case": "too_many"}
        raise Invalid({name: [codes.get(name, "unknown")] for name, bad in wrong.items() if bad})


def _traces(session: Session, indexes: Indexes, ids: list[bytes]) -> dict[bytes, TraceDocument]:
    found = {}
    for row in session.scalars(traces.of_cases(ids)):
        known = tracing.opened(session, indexes, row)
        if known is not None:
            try:
                found[known.case_id] = known.document()
            except Damaged:
                continue
    return found


def _is_day(text: str) -> bool:
    try:
        return not text or bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _record(session: Session, act: Act, worker: Worker, paper_id: bytes, now: dt.datetime) -> None:
    keeping.record(session, act, actor=worker.id, thing=paper_id, day=now.date())
