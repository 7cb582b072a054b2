"""Finds the case a receipt answers to. Tells nobody which of several readings was near."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.errors import WrongReceipt
from hrd_report.records import cases
from hrd_report.records.cases import Report
from hrd_report.vault import forced
from hrd_report.vault.receipts import Receipt


def find(session: Session, candidates: Iterable[Receipt]) -> tuple[Receipt, bytes]:
    """Return the first receipt that some report answers to, with its case's id.

    Where a receipt was forced, it is its stand-in that answers. Raises `WrongReceipt`.
    """
    readings = list(candidates)
    for receipt in (*readings, *map(forced.stand_in, readings)):
        report = session.scalars(cases.report(receipt.lookup)).first()
        if report is not None:
            return receipt, report.case_id
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
