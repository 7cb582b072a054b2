"""Finds cases that name the same thing, for somebody who holds the team's key. Opens no item.

Terms have a kind and a value in its normal form; whoever adds a kind brings its own. Rows are
never deleted: those of a case that is gone, or names a thing no more, are made void.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from sqlalchemy import select
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
from hrd_report.vault.traces import Tracer

HASHTAG: Final = "hashtag"
MOST: Final = 500
"""Postings of a term that are looked at: what more cases name tells none from another."""

_STEPS: Final = (2, 14, 112, 384)
"""How many postings of a term are asked for at a time: most have one or two."""

_AT_ONCE: Final = 400
_TOGETHER: Final = (8, 16, 32, 64, 128, 256, 512)
"""Rows are added by so many, so that nobody counts what a case names."""

_CHANCE: Final = secrets.SystemRandom()


class TeamKeys:
    """One key of a team, as the index and the traces under it are opened."""

    def __init__(self, key: Key) -> None:
        self.kid: Final = key.kid
        self.index: Final = Index(key)
        self.tracer: Final = Tracer(key)


class Indexes:
    """The indexes of the teams somebody works for: by the present keys first, then former ones."""

    def __init__(self, session: Session, person: Key, team_kid: bytes) -> None:
        hand = regranting.hand(session, person)
        held = [kid for kid, row in hand.groups.items() if row.kind is KeyKind.TEAM]
        held.sort(key=lambda kid: kid != team_kid)
        self.keys: Final = {kid: TeamKeys(hand.ring.key(kid)) for kid in held}
        self.ring: Final = hand.ring
        self.all: Final = [one.index for one in self.keys.values()]
        self.present: Final = self.keys.get(team_kid)


def look_up(session: Session, indexes: Indexes, term: Term) -> frozenset[bytes]:
    """Return the ids of the cases that name a term; some may be gone, or not for this reader."""
    return look_up_all(session, indexes, [term])[term]


def look_up_all(
    session: Session, indexes: Indexes, terms: Iterable[Term]
) -> dict[Term, frozenset[bytes]]:
    """Return the ids of the cases that name each term."""
    wanted = list(dict.fromkeys(terms))
    found: dict[Term, set[bytes]] = {term: set() for term in wanted}
    for index in indexes.all:
        for term, lying in _postings(session, index, wanted).items():
            opened = (index.open(term, posting) for posting in lying)
            found[term].update(case_id for case_id in opened if case_id is not None)
    return {term: frozenset(case_ids) for term, case_ids in found.items()}


def crowded(session: Session, indexes: Indexes, terms: Iterable[Term]) -> frozenset[Term]:
    """Return the terms that `MOST` cases name, or named: one look at each tells, none is opened."""
    return _crowded(session, indexes.all, frozenset(terms))


def is_indexed(session: Session, indexes: Indexes, term: Term, case_id: bytes) -> bool:
    """Whether a case can be found by a term under the team's present key."""
    if indexes.present is None:
        return True
    index = indexes.present.index
    if _crowded(session, [index], {term}):
        return True
    found = _postings(session, index, [term])[term]
    return any(index.open(term, one) == case_id for one in found)


def add(session: Session, keys: TeamKeys, terms: Iterable[Term], case_id: bytes) -> list[bytes]:
    """Let a case be found by terms, among rows of nothing, in no order. Return where they lie.

    What `MOST` cases name already is passed over: nothing is told by it.
    """
    wanted = dict.fromkeys(terms)
    full = _crowded(session, [keys.index], wanted)
    lying = _postings(session, keys.index, [one for one in wanted if one not in full])
    waiting = [
        (term, len(found), keys.index.seal(term, len(found), case_id))
        for term, found in lying.items()
    ]
    if not waiting:
        return []
    most = next((one for one in _TOGETHER if one >= len(waiting)), len(waiting))
    chaff = [multimap.chaff() for _ in range(most - len(waiting))]
    together = [posting for _, _, posting in waiting] + chaff
    _CHANCE.shuffle(together)
    if _put(session, *together):
        return [posting.label for _, _, posting in waiting]
    return [_one_by_one(session, keys.index, term, at, case_id) for term, at, _ in waiting]


def make_void(session: Session, indexes: Indexes, term: Term, gone: Iterable[bytes]) -> list[bytes]:
    """Overwrite the postings by which a term leads to some cases; return where they lay."""
    forgotten = frozenset(gone)
    where: list[bytes] = []
    for index in indexes.all:
        lying = _postings(session, index, [term])[term]
        where += [one.label for one in lying if index.open(term, one) in forgotten]
    void_places(session, where)
    return where


def void_places(session: Session, labels: Iterable[bytes]) -> None:
    """Overwrite the postings that lie at these places with random bytes."""
    for some in _some(labels):
        for row in session.scalars(postings.at(some)):
            row.blob = multimap.void()
    session.flush()


def living(session: Session, case_ids: Iterable[bytes]) -> frozenset[bytes]:
    """Return which of these cases are there."""
    return frozenset(session.scalars(select(Case.id).where(Case.id.in_(list(case_ids)))))


def _crowded(
    session: Session, indexes: Iterable[Index], terms: Collection[Term]
) -> frozenset[Term]:
    """Look at the last place alone: postings lie without a gap."""
    last = {index.label(term, MOST - 1): term for index in indexes for term in terms}
    taken = (session.scalars(postings.taken(some)) for some in _some(last))
    return frozenset(last[label] for some in taken for label in some)


def _postings(
    session: Session, index: Index, terms: Sequence[Term]
) -> Mapping[Term, list[Posting]]:
    """Return the postings of terms: those of a term lie without a gap."""
    found: dict[Term, list[Posting]] = {term: [] for term in terms}
    going = list(terms)
    for step in _STEPS:
        wanted = {
            index.label(term, len(found[term]) + number): term
            for term in going
            for number in range(min(step, MOST - len(found[term])))
        }
        rows = dict(_rows(session, wanted))
        going = [term for term in going if _extended(found[term], index, term, step, rows)]
        if not going:
            break
    return found


def _extended(
    lying: list[Posting], index: Index, term: Term, step: int, rows: Mapping[bytes, Posting]
) -> bool:
    """Take what follows of a term's postings; say whether there may be more."""
    for _ in range(min(step, MOST - len(lying))):
        row = rows.get(index.label(term, len(lying)))
        if row is None:
            return False
        lying.append(row)
    return len(lying) < MOST


def _some(labels: Iterable[bytes]) -> Iterator[list[bytes]]:
    left = iter(labels)
    while batch := list(islice(left, _AT_ONCE)):
        yield batch


def _rows(session: Session, labels: Iterable[bytes]) -> Iterator[tuple[bytes, Posting]]:
    for some in _some(labels):
        for row in session.scalars(postings.at(some)):
            yield row.label, Posting(row.label, row.blob)


def _one_by_one(session: Session, index: Index, term: Term, number: int, case_id: bytes) -> bytes:
    """Add a posting where others add theirs at the same time."""
    while not _put(session, posting := index.seal(term, number, case_id)):
        number += 1
    return posting.label


def _put(session: Session, *added: Posting) -> bool:
    """Add rows; say no where somebody was faster."""
    try:
        with session.begin_nested():
            session.add_all([PostingRow(label=one.label, blob=one.blob) for one in added])
    except IntegrityError:
        return False
    return True
