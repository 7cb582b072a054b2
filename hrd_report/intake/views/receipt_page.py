"""The page that shows a receipt: the words, what comes next, what helps now. Keeps nothing."""

import datetime as dt

from flask import Response

from hrd_report.documents.incoming import NOT_SURE, Incoming
from hrd_report.i18n import formats, languages
from hrd_report.i18n.marks import N_
from hrd_report.intake.arriving import Taking
from hrd_report.intake.views import advising, receipt_forms, start, waiting
from hrd_report.reference import advice
from hrd_report.vault import forced
from hrd_report.vault.receipts import Receipt
from hrd_report.web import pages
from hrd_report.web.services import services


def show(taking: Taking, report: Incoming, *, added: bool) -> Response:
    """Answer a report that is kept. `added`: the receipt had a case before."""
    parts, code = services(), pages.language()
    in_danger = report.danger == "yes"
    return pages.render_for_defender(
        "intake/receipt.html",
        "defender-more.css",
        added=added,
        in_danger=in_danger,
        words=receipt_forms.written(taking.receipt, code),
        digits=languages.language(code).receipt == "digits",
        proves=parts.prover is not None,
        forced_word=_forced_word(taking.receipt, code),
        files=taking.files.sent(),
        too_large=taking.files.too_large,
        deferred=taking.files.deferred,
        file_limit=formats.size(parts.settings.file_limit, code),
        happens=_comes_next(parts.clock()),
        advice=[_lines(name, code) for name in _named(report, in_danger=in_danger)],
        helpers=advising.fitting(list(report.threats), in_danger=in_danger),
        receipt_value=taking.receipt.form_value(),
        threats=[one for one in report.threats if one != NOT_SURE],
        languages=start.offered(),
    )


def _forced_word(receipt: Receipt, code: str) -> str:
    """Return what is to be said in place of the last word, or of the last digits that differ."""
    mine = receipt_forms.written(receipt, code)
    other = receipt_forms.written(forced.proposed(receipt), code)
    first = next(at for at, pair in enumerate(zip(mine, other, strict=True)) if pair[0] != pair[1])
    return " ".join(other[first:])


def _comes_next(now: dt.datetime) -> list[dict[str, str]]:
    code, hours = pages.language(), services().settings.promise_hours
    within = pages.catalogue().ngettext("Within %(num)s hour", "Within %(num)s hours", hours)
    return [
        {
            "when": pages.say(N_("Today, %(day)s"), day=formats.weekday(now, code)),
            "strong": pages.say(N_("Received and kept.")),
            "kind": "done",
        },
        {
            "when": within % {"num": hours},
            "strong": pages.say(N_("A person reads you and answers here.")),
            "text": waiting.sentence(),
            "kind": "next",
        },
        {
            "when": pages.say(N_("Then, with your consent")),
            "strong": pages.say(N_("We write to the platforms.")),
            "text": pages.say(N_("Without your name, unless you ask for it.")),
            "kind": "next",
        },
    ]


def _named(report: Incoming, *, in_danger: bool) -> list[str]:
    """Return what advice to show, the most urgent first; without a named threat the general."""
    named = [one for one in report.threats if one != NOT_SURE] or ["other"]
    return ["danger", *named] if in_danger else named


def _lines(name: str, code: str) -> dict[str, object]:
    found = advice.full(name, code)
    href = f"/{code}/advice/{found.threat}"
    return {"title": found.title, "lines": list(found.lines), "href": href}
