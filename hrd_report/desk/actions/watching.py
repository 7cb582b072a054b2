"""Keeps the list of hashtags that a team watches: what many name for good reasons joins nobody."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, papers
from hrd_report.casefile.indexing import Indexes
from hrd_report.casefile.papers import Opened
from hrd_report.casefile.trust import Trust
from hrd_report.desk.worker import Worker
from hrd_report.documents import hashtags
from hrd_report.documents.watched import WatchedDocument
from hrd_report.records.acts import Act

MOST: Final = 500


def watched(session: Session, indexes: Indexes, worker: Worker) -> Opened[WatchedDocument] | None:
    """Return a team's list. Of several, which two people began at once, the first by id holds."""
    found = papers.of_team(session, indexes.ring, worker.team_id, WatchedDocument)
    return min(found, key=lambda one: one.id, default=None)


def keep(
    session: Session,
    worker: Worker,
    former: Opened[WatchedDocument] | None,
    lines: Iterable[str],
    version: int,
    trust: Trust,
    *,
    now: dt.datetime,
) -> None:
    """Keep a team's list anew. Raises `Conflict` when somebody changed it meanwhile."""
    document = WatchedDocument(hashtags=hashtags.named(lines)[:MOST])
    papers.keep(
        session,
        trust,
        worker.team_id,
        document,
        paper_id=former.id if former is not None else None,
        version=version,
    )
    keeping.record(
        session, Act.WATCHED_CHANGED, actor=worker.id, thing=worker.team_id, day=now.date()
    )
