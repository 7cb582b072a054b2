"""A case's safety plan: measures proposed in the defender's language, moved on, reviewed."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, safety
from hrd_report.casefile.lifecycles import WISH, MeasureState
from hrd_report.desk.actions import access, reading
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents.measures import MeasureDocument
from hrd_report.documents.reports import NewsDocument
from hrd_report.errors import Invalid, NotFound
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.keys import ItemKind
from hrd_report.reference import placeholders, spoken
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

REVIEW_DAYS: Final = 14
LONGEST_DAYS: Final = 366
_TITLE, _TEXT = 120, 2_000


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Proposal:
    """Measures of the library by id, and one in words of one's own; looked at again in `days`."""

    library: tuple[str, ...] = ()
    title: Plain = Plain("")
    text: Plain = Plain("")
    days: int = REVIEW_DAYS


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Move:
    """One step of a measure, or a review that leaves it where it is (`to` is None).

    `wish`: the defender said so. `note` is for the team.
    """

    measure: str
    to: MeasureState | None
    wish: bool = False
    days: int = REVIEW_DAYS
    note: Plain = Plain("")


def propose(
    session: Session,
    worker: Worker,
    seen: Seen,
    wanted: Proposal,
    reference: Reference,
    *,
    now: dt.datetime,
) -> Case:
    """Propose measures to the defender, in their language, and say so on their page.

    Raises `Invalid` for nothing, an unknown measure or a place left to fill, `Conflict`.
    """
    _check(wanted, reference)
    case, ring = access.fresh(session, worker, seen, day=now.date())
    languages = spoken.chain(case.language, reference.fallbacks)
    proposed = []
    for name in wanted.library:
        found = spoken.find(reference.measure_texts, name, languages)
        if found is not None:
            code, words = found
            proposed.append((name, code, Plain(words.title), Plain(words.text)))
    if wanted.title.reveal().strip():
        proposed.append(("", case.language, wanted.title, wanted.text))
    for at, (name, code, title, text) in enumerate(proposed):
        document = MeasureDocument(
            measure=keeping.new_id().hex(),
            state=MeasureState.PROPOSED.value,
            title=title,
            text=text,
            language=code,
            at=now + dt.timedelta(microseconds=at),
            by=worker.name,
            library=name,
            review_on=_day(now, wanted.days),
        )
        safety.keep(session, case.id, document, ring.key(case.kid).public, day=now.date())
    news = NewsDocument(event="measures_proposed", at=now)
    keeping.tell_defender(session, case.id, news, day=now.date())
    return _written(session, worker, case, now)


def move(session: Session, worker: Worker, seen: Seen, wanted: Move, *, now: dt.datetime) -> Case:
    """Take one step of a measure, or review it.

    Raises `NotFound`, `IllegalTransition`, `NotReady` where the defender has not said so,
    `Invalid`, `Conflict`.
    """
    if not 1 <= wanted.days <= LONGEST_DAYS:
        raise Invalid({"days": ["out_of_range"]})
    case, ring = access.fresh(session, worker, seen, day=now.date())
    read = reading.Reader(session, case, ring)
    found = (one.document for one in read.all(ItemKind.MEASURE, MeasureDocument))
    held = safety.newest(found).get(wanted.measure)
    if held is None:
        raise NotFound
    if wanted.to is None:
        after = replace(held, at=max(now, held.at + dt.timedelta(microseconds=1)))
    else:
        have = frozenset({WISH}) if wanted.wish else frozenset[str]()
        after = safety.moved(held, wanted.to, worker.role.value, now=now, have=have)
    after = replace(after, by=worker.name, review_on=_day(now, wanted.days), note=wanted.note)
    safety.keep(session, case.id, after, ring.key(case.kid).public, day=now.date())
    return _written(session, worker, case, now)


def _check(wanted: Proposal, reference: Reference) -> None:
    title, text = wanted.title.reveal().strip(), wanted.text.reveal().strip()
    wrong: dict[str, list[str]] = {}
    if not set(wanted.library) <= {one.id for one in reference.measures}:
        wrong["library"] = ["unknown"]
    elif not wanted.library and not title:
        wrong["library"] = ["missing"]
    if len(title) > _TITLE or len(text) > _TEXT:
        wrong["title"] = ["too_long"]
    elif text and not title:
        wrong["title"] = ["missing"]
    elif placeholders.unfilled(title + text):
        wrong["title"] = ["unfilled"]
    if not 1 <= wanted.days <= LONGEST_DAYS:
        wrong["days"] = ["out_of_range"]
    if wrong:
        raise Invalid(wrong)


def _day(now: dt.datetime, days: int) -> str:
    return (now.date() + dt.timedelta(days=days)).isoformat()


def _written(session: Session, worker: Worker, case: Case, now: dt.datetime) -> Case:
    keeping.changed(case)
    keeping.record(session, Act.PLANNED, actor=worker.id, thing=case.id, day=now.date())
    return case
