"""Finds other cases of the team that name what this case names. Judges nothing, links nothing."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from hrd_report.casefile import indexing
from hrd_report.casefile.indexing import HASHTAG
from hrd_report.desk.actions import access, tracing
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.worker import Worker
from hrd_report.vault.multimap import Term


@dataclass(frozen=True, slots=True)
class Match:
    """A term of a case, and the numbers of others that name it and that this reader may open."""

    term: Term
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """What matches, and the cases that are gone."""

    found: tuple[Match, ...] = ()
    gone: tuple[tuple[Term, frozenset[bytes]], ...] = ()


def terms_of(file: CaseFile) -> tuple[Term, ...]:
    """Return what a case can be found by because a defender said so."""
    return tuple(Term(HASHTAG, tag) for tag in tracing.campaign_tags(file))


def find(session: Session, worker: Worker, file: CaseFile) -> Matches:
    """Return which of the team's cases name the same. Only those the worker may open are named.

    What so many name that it tells none from another is passed over.
    """
    terms = terms_of(file)
    if not terms or file.case.team_id != worker.team_id:
        return Matches()
    indexes = tracing.indexes_of(session, worker)
    common = indexing.crowded(session, indexes, terms)
    rare = [one for one in terms if one not in common]
    found, gone = [], []
    for term, case_ids in indexing.look_up_all(session, indexes, rare).items():
        void = case_ids - indexing.living(session, case_ids)
        others = access.open_to(session, worker, case_ids - {file.case.id})
        found += [Match(term, tuple(one.number for one in others))] if others else []
        gone += [(term, void)] if void else []
    return Matches(tuple(found), tuple(gone))


def make_void(session: Session, worker: Worker, matches: Matches) -> None:
    """Make void what speaks of cases that are gone."""
    indexes = tracing.indexes_of(session, worker)
    for term, void in matches.gone:
        indexing.make_void(session, indexes, term, void)
