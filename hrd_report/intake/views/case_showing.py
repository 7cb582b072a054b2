"""Puts a defender's case into plain words of the reader's language. Reads and keeps nothing."""

import datetime as dt
from typing import Any, Final

from hrd_report.documents.reports import FileDocument, NewsDocument
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.intake.reading import Letter, Mine
from hrd_report.intake.views import consents_showing, requests_showing
from hrd_report.records.cases import OVER, CaseState, Due
from hrd_report.web import pages
from hrd_report.web.services import services

EMPTY: Final = "empty"
FULL: Final = "storage_full"
NOT_TICKED: Final = "not_ticked"
_HEADLINES: Final = {
    CaseState.RECEIVED: N_("Your report is here. Nobody has opened it yet."),
    CaseState.OPEN: N_("A person has read you."),
    CaseState.IN_PROGRESS: N_("We are working on it."),
    CaseState.WAITING_DEFENDER: N_("We wait for your answer."),
    CaseState.WAITING_PLATFORM: N_("We wait for a platform."),
    CaseState.RESOLVED: N_("This case is settled."),
    CaseState.CLOSED: N_("This case is closed. A letter opens it again."),
}
_HAPPENED: Final = {
    "received": N_("What you added is kept."),
    "opened": N_("A person has read you."),
    "unreadable": N_("What you sent cannot be opened. Send it again with the form."),
    "in_progress": N_("We are working on it."),
    "waiting_defender": N_("We asked you something."),
    "resolved": N_("Your case is settled."),
    "closed": N_("Your case is closed."),
    "reopened": N_("Your case is open again."),
    "measures_proposed": N_("We proposed something for your safety."),
    "erasure_announced": N_("We told you until when we keep your case."),
}
_WRONG: Final = {
    EMPTY: (
        N_("Your letter is empty"),
        N_("Write a line or choose a file: that is enough."),
    ),
    NOT_TICKED: (
        N_("Nothing was erased"),
        N_("Tick the box below the explanation, then press the button once more."),
    ),
    FULL: (
        N_("We cannot keep anything right now"),
        N_(
            "Nothing of yours was kept. Your text is still here: "
            "copy it and send it again in an hour."
        ),
    ),
}

_AT: Final = {EMPTY: "message", FULL: "message", NOT_TICKED: "understood"}
_PLACES: Final = {"message": N_("Reply"), "understood": N_("Erase everything")}


def shown(mine: Mine, wrong: str) -> dict[str, Any]:
    """Return what the case page's template takes, apart from the session's own parts."""
    heading, lead = _WRONG.get(wrong, ("", ""))
    return {
        "headline": _headline(mine),
        "next_word": _next_word(mine),
        "ends": _ends(mine),
        "unreadable": mine.unreadable,
        "happened": _happened(mine),
        "escalations": requests_showing.shown(mine.news),
        "letters": [_letter(one) for one in mine.letters],
        "files": [_file(one, number) for number, one in enumerate(mine.files, start=1)],
        "consents": [consents_showing.row(one) for one in mine.consents],
        "errors": _errors(wrong),
        "at": _AT.get(wrong, ""),
        "heading": pages.say(heading),
        "lead": pages.say(lead),
    }


def _ends(mine: Mine) -> str:
    """Return the day that was announced for the case's erasure, while it still stands."""
    case = mine.case
    told = [one.next_at for one in mine.news if one.event == "erasure_announced" and one.next_at]
    if case.state not in OVER or case.held or case.warned_day is None or not told:
        return ""
    return formats.day(told[-1], pages.language())


def _errors(wrong: str) -> list[dict[str, str]]:
    if not wrong:
        return []
    return [{"field": _AT[wrong], "message": pages.say(_PLACES[_AT[wrong]])}]


def _headline(mine: Mine) -> str:
    if mine.case.state is CaseState.WAITING_PLATFORM and mine.waiting > 1:
        said = pages.catalogue().ngettext(
            "We wait for %(num)s platform.", "We wait for %(num)s platforms.", mine.waiting
        )
        return said % {"num": mine.waiting}
    return pages.say(_HEADLINES[mine.case.state])


def _next_word(mine: Mine) -> dict[str, str]:
    """Return when the next word is due, and whether that moment has passed."""
    due = mine.case.due_at
    if mine.case.state in OVER or mine.case.due is Due.NOTHING or due is None:
        return {}
    late = due < services().clock()
    return {"when": formats.moment(due, pages.language()), "late": "yes" if late else ""}


def _happened(mine: Mine) -> list[dict[str, str]]:
    rows = [_row(mine.case.received_day, pages.say(N_("Received and kept.")))]
    rows += [
        _row(one.at, pages.say(_HAPPENED[one.event]), _said(one))
        for one in sorted(mine.news, key=lambda one: (one.at, _order(one)))
        if one.event in _HAPPENED
    ]
    return rows


def _order(one: NewsDocument) -> int:
    """Return where news of one moment stands among others: in the order things happen."""
    order = tuple(_HAPPENED)
    return order.index(one.event) if one.event in order else 0


def _row(day: dt.date, text: str, more: str = "") -> dict[str, str]:
    when = formats.short_day(day, pages.language())
    return {"when": when, "strong": text, "text": more, "kind": "done"}


def _said(news: NewsDocument) -> str:
    return news.says.reveal() if news.says else ""


def _letter(letter: Letter) -> dict[str, object]:
    one = letter.document
    own = one.author == "defender"
    team = pages.say(N_("%(name)s, of the team"), name=one.name) if one.name else ""
    return {
        "id": letter.id.hex(),
        "who": pages.say(N_("You")) if own else team or pages.say(N_("The team")),
        "own": own,
        "day": formats.short_day(one.at, pages.language()),
        "text": one.text,
        "too_large": one.too_large,
        "files": one.files,
    }


def _file(one: FileDocument, number: int) -> dict[str, str]:
    """Name a file by its number alone: a receipt does not open a report."""
    size = formats.size(one.size, pages.language())
    return {
        "name": pages.say(N_("File %(num)s, %(size)s"), num=number, size=size),
        "sha256": one.sha256,
    }
