"""Gives way to somebody who forces a defender: an empty case is shown, the true one is safe.

What the page says and how long it takes must not differ from a visit like any other.
"""

from contextlib import suppress

from hrd_report.errors import NotVouched, WrongReceipt
from hrd_report.intake import arriving, openness
from hrd_report.intake.actions import finding, forcing
from hrd_report.intake.places import Ways
from hrd_report.sealed import Plain
from hrd_report.vault import forced, receipts
from hrd_report.vault.receipts import Receipt
from hrd_report.web.services import services


def entered(typed: Plain) -> tuple[Receipt, bytes]:
    """Return the receipt that was typed, and the case it opens now. Raises `WrongReceipt`.

    Whether somebody is forced is asked in any case: a receipt that opens costs as much as another.
    """
    candidates = receipts.parse(typed)
    with services().database.reading() as session:
        true = finding.find_forced(session, receipts.exact(typed))
        with suppress(WrongReceipt):
            return finding.find(session, candidates)
    if true is None:
        raise WrongReceipt("no report answers")
    return _give_way(*true)


def _give_way(true: Receipt, case_id: bytes) -> tuple[Receipt, bytes]:
    """Return the empty case that stands in for the one a defender is forced to open.

    Raises `WrongReceipt` while the door is closed, after the true case was put out of reach: then
    no case can be made to stand in.
    """
    parts, within = services(), arriving.promise()
    receipt, ways, now = forced.stand_in(true), _ways(), parts.clock()
    try:
        with parts.database.writing() as session:
            case = forcing.revoke(session, true, case_id, now=now, promise=within)
            if ways is not None:
                files = arriving.fresh_files()
                forcing.stand_in(session, receipt, case, ways, files, now=now)
    except WrongReceipt:
        pass  # somebody said the same a moment earlier
    with parts.database.reading() as session:
        return finding.find(session, [receipt])


def _ways() -> Ways | None:
    openness.forget()
    try:
        return openness.ways()
    except NotVouched:
        return None
