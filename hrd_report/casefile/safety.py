"""How a safety measure goes on, at the desk and at the public door. Opens nothing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.casefile.lifecycles import MEASURE, MeasureState
from hrd_report.documents.measures import MeasureDocument
from hrd_report.errors import IllegalTransition, NotReady
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain
from hrd_report.vault.keys import PublicKey

_TICK: Final = dt.timedelta(microseconds=1)


def newest(found: Iterable[MeasureDocument]) -> dict[str, MeasureDocument]:
    """Return each measure as it stands, in the order in which they were proposed."""
    held: dict[str, MeasureDocument] = {}
    for one in sorted(found, key=lambda one: one.at):
        held[one.measure] = one
    return held


def moved(
    held: MeasureDocument,
    to: MeasureState,
    who: str,
    *,
    now: dt.datetime,
    have: frozenset[str] = frozenset(),
) -> MeasureDocument:
    """Return a measure after one step of its lifecycle.

    Raises `IllegalTransition`, and `NotReady` naming what the step needs.
    """
    step = MEASURE.step(state_of(held), to, who)
    missing = step.needs - have
    if missing:
        raise NotReady(sorted(missing))
    return replace(held, state=to.value, at=max(now, held.at + _TICK), note=Plain(""))


def state_of(held: MeasureDocument) -> MeasureState:
    """Return how far a measure has come. Raises `IllegalTransition` for a state of no version."""
    try:
        return MeasureState(held.state)
    except ValueError:
        raise IllegalTransition("a state that this version does not know") from None


def keep(
    session: Session,
    case_id: bytes,
    document: MeasureDocument,
    case_key: PublicKey,
    *,
    day: dt.date,
) -> None:
    """Seal a measure to the case and, without the team's note, to the receipt."""
    keeping.keep(session, case_id, ItemKind.MEASURE, document, case_key, day=day)
    theirs = replace(document, note=Plain(""))
    receipt = keeping.receipt_key(session, case_id)
    keeping.keep(session, case_id, ItemKind.MEASURE, theirs, receipt, day=day)
