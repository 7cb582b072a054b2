"""Keeps in words what somebody saw, so that nobody else has to look."""

import datetime as dt
from collections.abc import Iterable
from typing import Final, cast, get_args

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions import access, assessing
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents.evidence import ContentLabel, DescriptionDocument
from hrd_report.errors import Invalid
from hrd_report.records.acts import Act
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain

LABELS: Final = get_args(ContentLabel)


def keep(
    session: Session,
    worker: Worker,
    seen: Seen,
    exhibit: Exhibit,
    words: Plain,
    labels: Iterable[str],
    *,
    now: dt.datetime,
) -> DescriptionDocument:
    """Seal a description to the case. Raises `Invalid` when it says nothing, `Conflict`."""
    chosen = tuple(one for one in LABELS if one in set(labels))
    if not words.reveal().strip() and not chosen:
        raise Invalid({"words": ["missing"]})
    case, ring = access.fresh(session, worker, seen, day=now.date())
    former = exhibit.description
    document = DescriptionDocument(
        by=worker.name,
        at=assessing.later(former.at if former is not None else None, now),
        words=words,
        labels=cast("tuple[ContentLabel, ...]", chosen),
        file=exhibit.file.file if exhibit.file is not None else None,
        link=exhibit.link,
        sha256=exhibit.file.sha256 if exhibit.file is not None else "",
    )
    item = keeping.keep(
        session, case.id, ItemKind.DESCRIPTION, document, ring.key(case.kid).public, day=now.date()
    )
    keeping.changed(case)
    thing = exhibit.item_id if exhibit.file is not None else item.id
    keeping.record(session, Act.DESCRIBED, actor=worker.id, thing=thing, day=now.date())
    return document
