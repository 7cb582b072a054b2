"""The formats a case leaves in, and the consent and the marking that each asks for. Pure."""

from dataclasses import dataclass
from typing import Final

from hrd_report.i18n.marks import N_

ANYBODY: Final = ""
"""The addressee of a consent that names none."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `purposes` are those of which one must hold, `doing` what TLP and PAP are asked.

    `addressed`: the consent must be for the very one who gets it; `to` says how ids of those begin.
    `summarised`: it tells what happened in the desk's own summary, so there must be one.
    """

    id: str
    label: str
    meaning: str
    doing: str
    purposes: tuple[str, ...]
    media: str
    ending: str
    addressed: bool = False
    to: str = ""
    summarised: bool = False


_UN: Final = ("notice_identified", "notice_anonymous")

FORMATS: Final = (
    Format(
        "un-html",
        N_("Submission to UN Special Procedures"),
        N_("Seven blocks, a page to print. Holds the desk’s summary, never the defender’s words."),
        "authority",
        _UN,
        "text/html; charset=utf-8",
        "html",
        addressed=True,
        to="un_",
        summarised=True,
    ),
    Format(
        "un-text",
        N_("Submission to UN Special Procedures, as text"),
        N_("The same seven blocks, to be copied into the form field by field."),
        "authority",
        _UN,
        "text/plain; charset=utf-8",
        "txt",
        addressed=True,
        to="un_",
        summarised=True,
    ),
    Format(
        "huridocs",
        N_("HURIDOCS table"),
        N_("Events Standard Formats: the event, and a row for each act. One partner gets it."),
        "partner",
        ("partner",),
        "text/csv; charset=utf-8",
        "csv",
        addressed=True,
        summarised=True,
    ),
    Format(
        "misp",
        N_("MISP event"),
        N_("Traces of the attack alone: addresses, accounts, hashes. Nothing of the defender."),
        "community",
        ("indicators",),
        "application/json",
        "json",
    ),
    Format(
        "json",
        N_("Our own format"),
        N_("Everything said in the case but notes, for ourselves: to keep, or to move elsewhere."),
        "own_file",
        ("keep",),
        "application/json",
        "json",
    ),
    Format(
        "csv",
        N_("Our own table"),
        N_("One row: codes, days and the summary, for a spreadsheet of ours."),
        "own_file",
        ("keep",),
        "text/csv; charset=utf-8",
        "csv",
    ),
)
BY_ID: Final = {one.id: one for one in FORMATS}
