"""Compares a case with what its team may find: suggests, and says why. Links nothing, opens none.

Of a case that the reader may not open nothing is told but that there is one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import indexing, tracing
from hrd_report.casefile.indexing import Indexes
from hrd_report.desk.actions import access, linking, watching
from hrd_report.desk.actions import tracing as described
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.indicators import weighing
from hrd_report.desk.indicators.extracting import Indicator
from hrd_report.desk.indicators.weighing import LIKELY, POSSIBLE, Named, Scale, Weighed
from hrd_report.desk.worker import Worker
from hrd_report.documents.traces import LinkDocument, TraceDocument
from hrd_report.records import traces
from hrd_report.records.cases import Case
from hrd_report.vault.multimap import Term

MOST: Final = 60
_RARE: Final = 100
"""Cases are looked at that share a term which no more cases than this have."""

_MOST_LOOKED_AT: Final = 300

Lying = Mapping[Term, frozenset[bytes] | None]
"""The cases that name each term; nothing where more do than are told apart by it."""


@dataclass(frozen=True, slots=True)
class Match:
    """Another case: how much it has in common, and what was said of it before."""

    case: Case
    weighed: Weighed
    said: LinkDocument | None

    @property
    def is_likely(self) -> bool:
        """Whether it is ticked before anybody looks."""
        return self.weighed.score >= LIKELY


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a case matches: suggestions, what is linked, what was rejected; how many are closed."""

    confirmed: bool
    suggested: tuple[Match, ...] = ()
    linked: tuple[Match, ...] = ()
    rejected: tuple[Match, ...] = ()
    restricted: int = 0

    def of(self, number: str) -> Match | None:
        """Return what is known of a case by its number."""
        every = (*self.suggested, *self.linked, *self.rejected)
        return next((one for one in every if one.case.number == number), None)


def compare(session: Session, worker: Worker, file: CaseFile) -> Compared:
    """Return which cases of the team have enough in common with a case, and what it is."""
    said = linking.said_of(session, file)
    kept = described.held(session, file)
    indexes = described.indexes_of(session, worker)
    document = described.described(session, file, kept)
    ours = described.named_in(file.case.id, document)
    others, lying = _others(session, indexes, file.case, document, kept=said)
    linked = {one for one, link in said.items() if link.verdict == "linked"}
    scale = _scale(session, worker, indexes, lying)
    weighed = _weighed(ours, others, scale, lying, linked)
    weighty = {one for one, found in weighed.items() if found.score >= POSSIBLE}
    wanted = weighty | {one for one, link in said.items() if link.verdict != "undone"}
    found = [
        Match(case, weighed.get(case.id, Weighed(0.0, ())), said.get(case.id))
        for case in access.open_to(session, worker, wanted)
    ]
    # Of what is erased nothing is told, of what is closed to this reader that it is there.
    closed = len(indexing.living(session, wanted)) - len(found)
    return _sorted(found, confirmed=kept is not None, closed=closed)


def _sorted(found: Iterable[Match], *, confirmed: bool, closed: int) -> Compared:
    heavy = sorted(found, key=lambda one: (-one.weighed.score, one.case.number))
    verdict = {one.case.id: one.said.verdict for one in heavy if one.said is not None}

    def those(*wanted: str) -> tuple[Match, ...]:
        return tuple(one for one in heavy if verdict.get(one.case.id, "undone") in wanted)

    suggested = [one for one in those("undone") if one.weighed.score >= POSSIBLE]
    return Compared(
        confirmed=confirmed,
        suggested=tuple(suggested[:MOST]),
        linked=those("linked"),
        rejected=those("rejected"),
        restricted=closed,
    )


def _lying(session: Session, indexes: Indexes, terms: Collection[Term]) -> Lying:
    """Look up who names each term, but where so many do that it says nothing."""
    common = indexing.crowded(session, indexes, terms)
    rare = indexing.look_up_all(session, indexes, [one for one in terms if one not in common])
    return {**rare, **dict.fromkeys(common)}


def _others(
    session: Session, indexes: Indexes, case: Case, document: TraceDocument, kept: Collection[bytes]
) -> tuple[list[Named], Lying]:
    """Return the cases that name something rare that this one names too, as they are weighed."""
    lying = _lying(session, indexes, tracing.terms_of(document))
    shared: Counter[bytes] = Counter()
    for holders in lying.values():
        if holders is not None and len(holders) <= _RARE:
            shared.update(holders)
    del shared[case.id]
    wanted = [*kept, *(one for one, _ in shared.most_common(_MOST_LOOKED_AT))]
    rows = session.scalars(traces.of_cases(wanted)).all()
    opened = (tracing.opened(session, indexes, row) for row in rows if row.team_id == case.team_id)
    found = (described.named_of(one) for one in opened if one is not None)
    return [one for one in found if one is not None], lying


def _scale(session: Session, worker: Worker, indexes: Indexes, lying: Lying) -> Scale:
    watched = watching.watched(session, indexes, worker)
    return Scale(
        session.scalars(traces.cases_of(worker.team_id)).one(),
        _counted(lying),
        frozenset(watched.document.hashtags) if watched is not None else (),
    )


def _weighed(
    ours: Named,
    others: Collection[Named],
    scale: Scale,
    lying: Lying,
    linked: Collection[bytes],
) -> dict[bytes, Weighed]:
    """Weigh twice: what the likely ones and the linked ones name counts as if one case named it."""
    first = {one.id: weighing.weigh(ours, one, scale) for one in others}
    group = {one for one, found in first.items() if found.score >= LIKELY} | {*linked, ours.id}
    second = Scale(scale.cases, _counted(lying, group), scale.watched)
    return {one.id: weighing.weigh(ours, one, second) for one in others}


def _counted(lying: Lying, group: Collection[bytes] = frozenset()) -> dict[Indicator, int]:
    """Count who names each thing; a group counts as one case."""
    together = frozenset(group)
    return {
        Indicator(term.kind, term.value): weighing.MOST
        if holders is None
        else len(holders - together) + bool(together)
        for term, holders in lying.items()
    }
