"""What a search found, as its page says it: numbers of cases, never a word of them."""

from typing import Any

from hrd_report.casefile import lifecycles
from hrd_report.desk import addresses
from hrd_report.desk.actions.searching import Found
from hrd_report.desk.shown import related
from hrd_report.desk.shown.voice import Voice
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.records.cases import Case
from hrd_report.sealed import Plain

Row = dict[str, Any]


def page(found: Found, voice: Voice) -> Row:
    """Return everything that the page says of what was found."""
    listed = [_row(one, voice) for one in found.words]
    return {
        "named": [
            {"thing": related.shown(one.thing), "rows": [_row(case, voice) for case in one.cases]}
            for one in found.named
        ],
        "similar": [
            {**_row(case, voice), "note": formats.percent(share, voice.code)}
            for case, share in found.similar
        ],
        "words": listed,
        "more": found.hits - len(listed),
        "nothing": not (found.named or found.similar or found.words),
        "progress": voice.ngettext(
            "%(done)s of %(num)s case looked through",
            "%(done)s of %(num)s cases looked through",
            found.all,
            done=min(found.searched, found.all),
        ),
        "share": 100 * min(found.searched, found.all) // max(1, found.all),
        "missing": voice.ngettext(
            "%(num)s case has not been opened since words can be searched: open it once.",
            "%(num)s cases have not been opened since words can be searched: open them once.",
            found.missing,
        )
        if found.missing
        else "",
        "after": found.after.hex() if found.after is not None else "",
        "done": found.searched,
    }


def problem(code: str, voice: Voice) -> str:
    """Return what is wrong with what was asked for."""
    del code
    return voice.say(N_("Write two letters at least."))


def empty() -> Row:
    """Return the page before anything was asked for."""
    return {"progress": "", "wanted": Plain("")}


def _row(case: Case, voice: Voice) -> Row:
    return {
        "number": case.number,
        "href": addresses.case(case.number),
        "state": voice.say(lifecycles.CASE_LABELS[case.state]),
        "day": voice.day(case.received_day),
        "note": "",
    }
