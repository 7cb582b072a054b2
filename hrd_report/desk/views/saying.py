"""Keeps what a caseworker says that a case names, for a page and for a program alike.

Pictures are drawn between two transactions: none should wait for that.
"""

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from hrd_report.desk.actions import indicators, tracing
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.indicators.extracting import FILE, Indicator
from hrd_report.desk.worker import Seen, Worker
from hrd_report.web.services import services

Writing = Callable[[], AbstractContextManager[Session]]


def keep(
    who: Worker,
    seen: Seen,
    file: CaseFile,
    ticked: Collection[str],
    added: Callable[[], Iterable[Indicator]],
    writing: Writing,
) -> None:
    """Keep the proposals that were ticked, by their ids, and what was added by hand.

    Raises `Invalid`, `Conflict`.
    """
    parts = services()
    with parts.database.reading() as session:
        former = tracing.held(session, file)
        proposals = indicators.propose(file, former)
        wanted = indicators.wanted_pictures(
            session,
            who,
            file,
            [one.thing.value for one in proposals if one.id in ticked and one.thing.kind == FILE],
            former,
        )
    drawings, now = indicators.drawn(wanted, parts.store), parts.clock()
    said = indicators.said_by(who, proposals, ticked, added(), drawings, former=former, now=now)
    with writing() as session:
        indicators.keep(session, who, seen, said, now=now)
        session.flush()
        tracing.bring_up_to_date(session, who, file, day=now.date())
