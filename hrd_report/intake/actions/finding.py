"""Finds the case a receipt answers to. Tells nobody which of several readings was near."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.errors import WrongReceipt
from hrd_report.records.cases import Report
from hrd_report.vault import forced
from hrd_report.vault.receipts import Receipt


def find(session: Session, candidates: Iterable[Receipt]) -> tuple[Receipt, bytes]:
    """Return the first receipt that some report answers to, with its case's id.

    Where a receipt was forced, it is its stand-in that answers. All are asked for at once, so that
    it costs the same whether one answers, and which. Raises `WrongReceipt`.
    """
    readings = list(candidates)
    wanted = [*readings, *map(forced.stand_in, readings)]
    asked = select(Report.lookup, Report.case_id).where(
        Report.lookup.in_([one.lookup for one in wanted])
    )
    found = {row.lookup: row.case_id for row in session.execute(asked)}
    for receipt in wanted:
        if receipt.lookup in found:
            return receipt, found[receipt.lookup]
    raise WrongReceipt("no report answers")


def find_forced(session: Session, said: Receipt | None) -> tuple[Receipt, bytes] | None:
    """Return the true receipt beside which `said` was said under force, with its case's id.

    Nothing where none answers, or where the last word may be a mistake.
    """
    if said is None:
        return None
    by_lookup = {one.lookup: one for one in forced.siblings(said)}
    asked = select(Report.lookup, Report.case_id).where(Report.lookup.in_(by_lookup))
    for lookup, case_id in session.execute(asked):
        if forced.is_far(said, by_lookup[lookup]):
            return by_lookup[lookup], case_id
    return None
