"""Finds other cases of the team that name what this case names. Judges nothing, links nothing."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import indexing
from hrd_report.casefile.indexing import HASHTAG, Indexes
from hrd_report.desk.actions import access
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.worker import Worker
from hrd_report.documents import hashtags
from hrd_report.errors import NotFound
from hrd_report.records.cases import Case
from hrd_report.records.people import Team
from hrd_report.vault.multimap import Term

CAMPAIGN: Final = "campaign"
_TAGS: Final = "hashtags"
_MOST_TERMS: Final = 20


@dataclass(frozen=True, slots=True)
class Match:
    """A term of a case, and the numbers of others that name it and that this reader may open."""

    term: Term
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """What matches; terms by which the case cannot be found yet, and cases that are gone."""

    found: tuple[Match, ...] = ()
    missing: tuple[Term, ...] = ()
    gone: tuple[tuple[Term, frozenset[bytes]], ...] = ()

    @property
    def is_behind(self) -> bool:
        """Whether `bring_up_to_date` has anything to write."""
        return bool(self.missing or self.gone)


def terms_of(file: CaseFile) -> tuple[Term, ...]:
    """Return what a case can be found by."""
    lines = [
        line.reveal()
        for answer in file.answers
        if answer.subject == CAMPAIGN
        for line in answer.words.get(_TAGS, ())
    ]
    return tuple(Term(HASHTAG, tag) for tag in hashtags.named(lines)[:_MOST_TERMS])


def find(session: Session, worker: Worker, file: CaseFile) -> Matches:
    """Return which of the team's cases name the same. Only those the worker may open are named."""
    terms = terms_of(file)
    if not terms or file.case.team_id != worker.team_id:
        return Matches()
    indexes = _indexes(session, worker)
    found, missing, gone = [], [], []
    for term in terms:
        cases, void = indexing.living(session, indexing.look_up(session, indexes, term))
        others = sorted(one.number for one in cases if _may_open(session, worker, file, one))
        found += [Match(term, tuple(others))] if others else []
        gone += [(term, void)] if void else []
        # What is restricted to people named is not told to the rest of the team, not even so.
        if not file.case.restricted and not indexing.is_indexed(
            session, indexes, term, file.case.id
        ):
            missing.append(term)
    return Matches(tuple(found), tuple(missing), tuple(gone))


def bring_up_to_date(session: Session, worker: Worker, file: CaseFile, matches: Matches) -> None:
    """Let the case be found from now on, and make void what speaks of cases that are gone."""
    indexes = _indexes(session, worker)
    for term, void in matches.gone:
        indexing.make_void(session, indexes, term, void)
    if matches.missing:
        indexing.add(session, indexes, matches.missing, file.case.id)


def _indexes(session: Session, worker: Worker) -> Indexes:
    return Indexes(session, worker.key, session.get_one(Team, worker.team_id).kid)


def _may_open(session: Session, worker: Worker, file: CaseFile, other: Case) -> bool:
    if other.id == file.case.id or other.team_id != worker.team_id:
        return False
    try:
        access.find(session, worker, other.number)
    except NotFound:
        return False
    return True
