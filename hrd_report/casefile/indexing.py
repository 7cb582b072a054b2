"""Finds cases that name the same thing, for somebody who holds the team's key. Opens no item.

Terms have a kind and a value in its normal form; whoever adds a kind brings its own. A case is
indexed when somebody opens it. Rows are never deleted: those of a case that is gone are made void.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hrd_report.casefile import regranting
from hrd_report.records import postings
from hrd_report.records.cases import Case
from hrd_report.records.keys import KeyKind
from hrd_report.records.postings import PostingRow
from hrd_report.vault import multimap
from hrd_report.vault.keys import Key
from hrd_report.vault.multimap import Index, Posting, Term

HASHTAG: Final = "hashtag"
MOST: Final = 500
"""Postings of a term that are looked at: what more cases name tells none from another."""

_BATCH: Final = 16
_TOGETHER: Final = 8
"""Rows are added by this many, so that nobody counts what a case names."""


class Indexes:
    """The indexes of the teams somebody works for: by the present keys first, then former ones."""

    def __init__(self, session: Session, person: Key, team_kid: bytes) -> None:
        hand = regranting.hand(session, person)
        held = [kid for kid, row in hand.groups.items() if row.kind is KeyKind.TEAM]
        held.sort(key=lambda kid: kid != team_kid)
        self.all: Final = [Index(hand.ring.key(kid)) for kid in held]
        self.present: Final = self.all[0] if held and held[0] == team_kid else None


def look_up(session: Session, indexes: Indexes, term: Term) -> frozenset[bytes]:
    """Return the ids of the cases that name a term; some may be gone, or not for this reader."""
    return frozenset(
        case_id
        for index in indexes.all
        for posting in _postings(session, index, term)
        if (case_id := index.open(term, posting)) is not None
    )


def is_indexed(session: Session, indexes: Indexes, term: Term, case_id: bytes) -> bool:
    """Whether a case can be found by a term under the team's present key."""
    index = indexes.present
    if index is None:
        return True
    found = _postings(session, index, term)
    return len(found) >= MOST or any(index.open(term, one) == case_id for one in found)


def add(session: Session, indexes: Indexes, terms: Iterable[Term], case_id: bytes) -> None:
    """Let a case be found by terms, among rows of nothing."""
    index, added = indexes.present, 0
    if index is None:
        return
    for term in terms:
        number = len(_postings(session, index, term))
        while not _put(session, index.seal(term, number, case_id)):
            number += 1
        added += 1
    for _ in range(-added % _TOGETHER):
        _put(session, multimap.chaff())


def make_void(session: Session, indexes: Indexes, term: Term, gone: Iterable[bytes]) -> None:
    """Overwrite the postings of cases that are gone."""
    forgotten = frozenset(gone)
    for index in indexes.all:
        for one in _postings(session, index, term):
            if index.open(term, one) in forgotten:
                session.get_one(PostingRow, one.label).blob = multimap.void()


def living(session: Session, case_ids: Iterable[bytes]) -> tuple[list[Case], frozenset[bytes]]:
    """Return the cases that are there, and the ids of those that are gone."""
    found = {one: session.get(Case, one) for one in case_ids}
    gone = frozenset(one for one, case in found.items() if case is None)
    return [case for case in found.values() if case is not None], gone


def _postings(session: Session, index: Index, term: Term) -> Sequence[Posting]:
    """Return a term's postings: they lie without a gap."""
    found: list[Posting] = []
    while len(found) < MOST:
        labels = [index.label(term, len(found) + number) for number in range(_BATCH)]
        rows = {row.label: row for row in session.scalars(postings.at(labels))}
        for label in labels:
            if label not in rows:
                return found
            found.append(Posting(label, rows[label].blob))
    return found


def _put(session: Session, posting: Posting) -> bool:
    """Add a row; say no where somebody was faster."""
    try:
        with session.begin_nested():
            session.add(PostingRow(label=posting.label, blob=posting.blob))
    except IntegrityError:
        return False
    return True
