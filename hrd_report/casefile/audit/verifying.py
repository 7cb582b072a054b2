"""Recomputes the whole audit and says what does not fit. Mends nothing."""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile.audit import head
from hrd_report.errors import Damaged
from hrd_report.records import audit
from hrd_report.vault.checkpoints import Checkpoint
from hrd_report.vault.leaves import Leaf, leaf_bytes
from hrd_report.vault.merkle import Frontier, leaf_hash


class Fault(enum.Enum):
    """What can be wrong; the numbers beside it are positions, from `first` to before `until`."""

    MISSING = "missing"  # no row has this position
    DOUBLE = "double"  # more than one has
    UNREADABLE = "unreadable"  # a row cannot even be read
    ALTERED = "altered"  # the rows are not those that were signed
    BEYOND = "beyond"  # rows are numbered that no checkpoint covers
    CUT = "cut"  # a checkpoint covers rows that are not there
    FORGED = "forged"  # a kept checkpoint does not hold
    FORKED = "forked"  # a checkpoint does not lead to the later ones
    ELSEWHERE = "elsewhere"  # a checkpoint that somebody else kept is about another log


_STOPS: Final = {Fault.MISSING, Fault.DOUBLE, Fault.UNREADABLE}
_AT_ONCE: Final = 2000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not fit."""

    fault: Fault
    first: int
    until: int


@dataclass(slots=True)
class Verdict:
    """What came of it. `turned_back` counts days below the day before: a clock that was set."""

    rows: int = 0
    checkpoints: int = 0
    waiting: int = 0
    turned_back: int = 0
    problems: list[Problem] = field(default_factory=list)

    def add(self, fault: Fault, first: int, until: int | None = None) -> None:
        """Note a problem."""
        self.problems.append(Problem(fault, first, first + 1 if until is None else until))


def verify(session: Session, public: bytes, kept: Iterable[Checkpoint] = ()) -> Verdict:
    """Recompute every leaf, root and signature. `kept`: checkpoints kept outside the database."""
    verdict = Verdict(waiting=session.scalars(audit.waiting()).one())
    ours = _signed(session, public, verdict)
    theirs = list(kept)
    roots = _roots(session, verdict, {one.size for one in [*ours, *theirs]})
    if verdict.problems and verdict.problems[-1].fault in _STOPS:
        return verdict
    _compare(ours, roots, verdict)
    for one in theirs:
        if one.size > verdict.rows:
            verdict.add(Fault.CUT, verdict.rows, one.size)
        elif roots[one.size] != one.root:
            verdict.add(Fault.ELSEWHERE, 0, one.size)
    return verdict


def _signed(session: Session, public: bytes, verdict: Verdict) -> list[Checkpoint]:
    found = []
    for row in session.scalars(audit.checkpoints()):
        verdict.checkpoints += 1
        try:
            tree = head.frontier_of(row, public)
        except Damaged:
            verdict.add(Fault.FORGED, row.size)
        else:
            found.append(Checkpoint(tree.size, tree.root()))
    return found


def _roots(session: Session, verdict: Verdict, wanted: set[int]) -> dict[int, bytes]:
    """Return the root at each wanted size the rows reach; stop at the first row out of place."""
    tree, latest, roots = Frontier(), "", {0: Frontier().root()}
    for position, day, leaf in _leaves(session, verdict):
        if position != tree.size:
            fault = Fault.DOUBLE if position < tree.size else Fault.MISSING
            verdict.add(fault, min(position, tree.size))
            break
        tree.add(leaf)
        verdict.turned_back += day < latest
        latest = day
        if tree.size in wanted:
            roots[tree.size] = tree.root()
    verdict.rows = tree.size
    return roots


def _leaves(session: Session, verdict: Verdict) -> Iterator[tuple[int, str, bytes]]:
    """Yield position, day and hash of each numbered row, as far as rows can be read."""
    read = 0
    try:
        with session.execute(audit.numbered().execution_options(yield_per=_AT_ONCE)) as found:
            for row in found:
                day = str(row.day)
                leaf = Leaf(row.id, day, row.act, row.actor, row.object)
                yield int(row.position or 0), day, leaf_hash(leaf_bytes(leaf))
                read += 1
    except (TypeError, ValueError, AttributeError, LookupError):
        verdict.add(Fault.UNREADABLE, read)


def _compare(ours: list[Checkpoint], roots: dict[int, bytes], verdict: Verdict) -> None:
    there = [one for one in ours if one.size <= verdict.rows]
    good = [one.size for one in there if roots[one.size] == one.root]
    last_good = max(good, default=0)
    for one in there:
        if roots[one.size] != one.root:
            # Later ones hold: the rows are right, and this was signed about others.
            fault = Fault.FORKED if one.size < last_good else Fault.ALTERED
            first = max((size for size in good if size < one.size), default=0)
            verdict.add(fault, first, one.size)
    for one in ours[len(there) :]:
        verdict.add(Fault.CUT, verdict.rows, one.size)
    last = max((one.size for one in ours), default=0)
    if verdict.rows > last:
        verdict.add(Fault.BEYOND, last, verdict.rows)
