"""Finds the case a receipt answers to. Tells nobody which of several readings was near."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from hrd_report.errors import WrongReceipt
from hrd_report.records import cases
from hrd_report.vault.receipts import Receipt


def find(session: Session, candidates: Iterable[Receipt]) -> tuple[Receipt, bytes]:
    """Return the first receipt that some report answers to, with its case's id.

    Raises `WrongReceipt` where none does.
    """
    for receipt in candidates:
        report = session.scalars(cases.report(receipt.lookup)).first()
        if report is not None:
            return receipt, report.case_id
    raise WrongReceipt("no report answers")
