"""Searches what somebody may open: exact things and similar texts by the index, words in memory.

No index of words rests anywhere: the words of each case are opened, looked through and let go.
What is for people named alone is opened by its own key.
"""

import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import indexing, keeping, tracing
from hrd_report.casefile.indexing import Indexes
from hrd_report.desk.actions import access, reading
from hrd_report.desk.actions import tracing as described
from hrd_report.desk.indicators import extracting, texts, weighing
from hrd_report.desk.indicators.extracting import ACCOUNT, TEXT, Indicator
from hrd_report.desk.indicators.folding import folded
from hrd_report.desk.worker import Worker
from hrd_report.errors import Invalid
from hrd_report.records import cases, traces
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.sealed import Plain
from hrd_report.store.objects import Store
from hrd_report.vault.multimap import Term

AT_ONCE: Final = 20_000
"""Cases whose words are looked through for one page."""

MOST: Final = 100
LONGEST: Final = 2000
_SHORTEST: Final = 2
_MOST_WORDS: Final = 12
_MOST_RESTRICTED: Final = 50
_NAMED: Final = tuple(one for one in extracting.KINDS if one != TEXT)


@dataclass(frozen=True, slots=True)
class Named:
    """Cases that name exactly this."""

    thing: Indicator
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found so far. `after` is where the next page begins, nothing at the end.

    `searched` counts the cases looked through up to here, of `all`; `missing` those that nobody
    has opened since they can be searched.
    """

    named: tuple[Named, ...] = ()
    similar: tuple[tuple[Case, float], ...] = ()
    words: tuple[Case, ...] = ()
    hits: int = 0
    searched: int = 0
    all: int = 0
    missing: int = 0
    after: bytes | None = None


def search(
    session: Session,
    worker: Worker,
    wanted: Plain,
    store: Store,
    *,
    after: bytes = b"",
    done: int = 0,
) -> Found:
    """Return which cases of the team hold what is wanted. Raises `Invalid` for too little of it."""
    text = wanted.reveal().strip()[:LONGEST]
    if len(folded(text)) < _SHORTEST:
        raise Invalid({"wanted": ["too_short"]})
    indexes = described.indexes_of(session, worker)
    needles = _needles(text)
    hits, last, seen = _scan(session, indexes, worker.team_id, needles, after)
    if not after:
        hits += _in_restricted(session, worker, needles, store)
    done += seen
    return Found(
        named=() if after else _named(session, worker, indexes, text),
        similar=() if after else _similar(session, worker, indexes, text),
        words=tuple(access.open_to(session, worker, hits[:MOST])),
        hits=len(hits),
        searched=done,
        # Counting reads the head of every trace: only where the walk has not been through all.
        all=done if last is None else session.scalars(traces.count(worker.team_id)).one(),
        missing=len(session.scalars(traces.without(worker.team_id).limit(MOST)).all()),
        after=last,
    )


def note(session: Session, worker: Worker, *, now: dt.datetime) -> None:
    """Write down that somebody searched, not for what."""
    keeping.record(session, Act.SEARCHED, actor=worker.id, thing=worker.team_id, day=now.date())


def _needles(text: str) -> list[bytes]:
    """Return what a case's words must all hold: each word, and whole what stands in quotes."""
    parts = folded(text).split('"')
    quoted, loose = parts[1::2], " ".join(parts[::2]).split()
    found = [one.strip() for one in [*quoted, *loose] if one.strip()]
    return [one.encode("utf-8", "replace") for one in found[:_MOST_WORDS]]


def _scan(
    session: Session, indexes: Indexes, team_id: bytes, needles: Iterable[bytes], after: bytes
) -> tuple[list[bytes], bytes | None, int]:
    """Look through the next cases; return who holds it, where to go on, how many were looked at."""
    listed, hits, seen, last = list(needles), [], 0, None
    walk = tracing.walk(session, indexes, team_id, after)
    for place, found in itertools.islice(walk, AT_ONCE):
        seen, last = seen + 1, place
        if found is not None and all(one in found.words for one in listed):
            hits.append(found.case_id)
    return hits, last if seen == AT_ONCE else None, seen


def _in_restricted(
    session: Session, worker: Worker, needles: Iterable[bytes], store: Store
) -> list[bytes]:
    mine = select(Case).where(
        Case.restricted, Case.assignee.is_not(None), cases.visible_to(worker.key.kid)
    )
    hits = []
    for case in session.scalars(mine.limit(_MOST_RESTRICTED)).all():
        words = described.words_of(reading.open_case(session, worker, case, store)).encode()
        if all(one in words for one in needles):
            hits.append(case.id)
    return hits


def _named(session: Session, worker: Worker, indexes: Indexes, text: str) -> tuple[Named, ...]:
    """Return the cases that name just what was typed, for each kind it may be of."""
    things = [Indicator(kind, value) for kind in _NAMED if (value := extracting.normal(kind, text))]
    things += [weighing.alike(one) for one in things if one.kind == ACCOUNT]
    by_term = {Term(one.kind, one.value): one for one in things}
    lying = indexing.look_up_all(session, indexes, by_term)
    found = (
        Named(thing, tuple(access.open_to(session, worker, lying[term])))
        for term, thing in by_term.items()
    )
    return tuple(one for one in found if one.cases)


def _similar(
    session: Session, worker: Worker, indexes: Indexes, text: str
) -> tuple[tuple[Case, float], ...]:
    signature = texts.signature(text)
    if signature is None:
        return ()
    terms = [Term(TEXT, band) for band in texts.bands(signature)]
    lying = indexing.look_up_all(session, indexes, terms)
    ids = set[bytes]().union(*lying.values())
    nearness = {}
    for row in session.scalars(traces.of_cases(list(ids)[: 5 * MOST])):
        found = tracing.opened(session, indexes, row)
        named = described.named_of(found) if found is not None else None
        if named is not None:
            nearness[named.id] = max(
                (texts.similarity(signature, one) for one in named.signatures), default=0.0
            )
    near = {one for one, share in nearness.items() if share >= texts.SIMILAR}
    listed = [(case, nearness[case.id]) for case in access.open_to(session, worker, near)]
    return tuple(sorted(listed, key=lambda one: -one[1])[:MOST])
