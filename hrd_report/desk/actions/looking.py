"""Looks at all cases of a team together: which hang together, what is named in bursts. Suggests."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, tracing
from hrd_report.desk.actions import access, campaigns, watching
from hrd_report.desk.actions import tracing as described
from hrd_report.desk.indicators import bursts, grouping, weighing
from hrd_report.desk.indicators.bursts import Burst
from hrd_report.desk.indicators.extracting import ACCOUNT, HASHTAG, Indicator
from hrd_report.desk.indicators.weighing import Named
from hrd_report.desk.worker import Worker
from hrd_report.errors import Damaged
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case

AT_ONCE: Final = 20_000
DAYS: Final = 120
_FEWEST: Final = 3
_MOST: Final = 20
_BURSTING: Final = frozenset({HASHTAG, ACCOUNT})


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that hang together, and what several of them name."""

    cases: tuple[Case, ...]
    shared: tuple[Indicator, ...]
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in all cases of the last months."""

    groups: tuple[Group, ...]
    bursts: tuple[tuple[Indicator, Burst], ...]
    cases: int


def look(session: Session, worker: Worker, *, now: dt.datetime) -> Looked:
    """Return which cases may be one campaign, and which bursts there were. Takes some seconds."""
    indexes = described.indexes_of(session, worker)
    since = now.date() - dt.timedelta(days=DAYS)
    named, seen = [], []
    walk = tracing.walk(session, indexes, worker.team_id)
    for _, found in itertools.islice(walk, AT_ONCE):
        try:
            document = found.document() if found is not None else None
        except Damaged:
            document = None
        if found is None or document is None or document.day < since.isoformat():
            continue
        case = described.named_in(found.case_id, document)
        named.append(case)
        if not document.again:
            seen += _bursting(case)
    watched = watching.watched(session, indexes, worker)
    tags = frozenset(watched.document.hashtags) if watched is not None else frozenset()
    scale = weighing.scale_of(named, tags)
    found_groups = [one for one in grouping.groups(named, scale) if len(one) >= _FEWEST]
    known = _known(session, worker)
    made = (_group(session, worker, one) for one in found_groups if not _is_known(one, known))
    keeping.record(
        session, Act.CAMPAIGNS_LOOKED_FOR, actor=worker.id, thing=worker.team_id, day=now.date()
    )
    return Looked(
        tuple(one for one in itertools.islice(made, _MOST) if len(one.cases) >= _FEWEST),
        tuple((_thing(one.value), one) for one in bursts.find(seen)[:_MOST]),
        len(named),
    )


def _bursting(case: Named) -> list[bursts.Named]:
    return [
        bursts.Named(f"{one.kind} {one.value}", case.day, case.id)
        for one in case.things
        if one.kind in _BURSTING
    ]


def _thing(value: str) -> Indicator:
    kind, _, rest = value.partition(" ")
    return Indicator(kind, rest)


def _group(session: Session, worker: Worker, found: Sequence[Named]) -> Group:
    counted = Counter(thing for one in found for thing in one.things)
    shared = [thing for thing, count in counted.most_common() if count > 1]
    days = [one.day for one in found]
    cases = access.open_to(session, worker, [one.id for one in found])
    return Group(tuple(cases), tuple(shared), min(days), max(days))


def _known(session: Session, worker: Worker) -> list[frozenset[bytes]]:
    return [
        frozenset(bytes.fromhex(one) for one in paper.document.members)
        for paper in campaigns.listed(session, worker)
    ]


def _is_known(found: Sequence[Named], known: Sequence[frozenset[bytes]]) -> bool:
    """Whether all of these cases are in one campaign already."""
    ids = {one.id for one in found}
    return any(ids <= members for members in known)
