"""Hands a proof of filing over: to whoever has the receipt, and on the case page. Keeps nothing."""

import datetime as dt

from flask import Response, make_response, request

from hrd_report.casefile import filing
from hrd_report.errors import NotFound, WrongReceipt
from hrd_report.intake import reading
from hrd_report.intake.reading import Mine
from hrd_report.intake.views import giving_way
from hrd_report.records import cases
from hrd_report.sealed import Plain
from hrd_report.vault import proofs
from hrd_report.vault.keys import Key
from hrd_report.vault.proofs import Opening, Prover
from hrd_report.vault.receipts import Receipt
from hrd_report.web import guard, pace, visitors
from hrd_report.web.services import services


@guard.public
@pace.even
def give_proof(lang: str) -> Response:
    """Prove to whoever has a receipt what was filed under it, words and files."""
    del lang
    try:
        receipt, case_id = giving_way.entered(Plain(request.form.get("receipt", "")))
    except WrongReceipt:
        raise NotFound from None
    return _proof(case_id, receipt.key, receipt)


@guard.defender
def give_own_proof(lang: str) -> Response:
    """Prove what was filed. Files can be shown by it; the words only with the receipt besides."""
    del lang
    someone = visitors.this_defender()
    return _proof(someone.case_id, someone.key)


def _proof(case_id: bytes, key: Key, receipt: Receipt | None = None) -> Response:
    prover, blind = _prover(), proofs.blind_of(key)
    with services().database.reading() as session:
        report = session.scalars(cases.report_of(case_id)).first()
        if report is None:
            raise NotFound
        files = _files(reading.mine(session, case_id, key))
    signed = prover.sign(filing.statement(report.day, report.digest, files, blind))
    opening = Opening(blind, receipt.mac_key if receipt else None)
    answer = make_response(proofs.write(opening, signed))
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="statement.txt"'
    return answer


def _files(mine: Mine) -> list[tuple[dt.date, str]]:
    """Return day and digest of each file that came, with the report or a later letter."""
    found = [(one.received_at.date(), one.sha256) for one in mine.files]
    for letter in mine.letters:
        found += [(letter.document.at.date(), one.sha256) for one in letter.document.files]
    return list(dict.fromkeys(found))


def _prover() -> Prover:
    found = services().prover
    if found is None:
        raise NotFound
    return found
