"""An older register on a page: its columns, and line by line what was not understood."""

from typing import Any, Final

from hrd_report.desk.exchange import register
from hrd_report.desk.exchange.register import Understood
from hrd_report.desk.exchange.sheets import Sheet
from hrd_report.desk.shown.voice import Voice
from hrd_report.errors import HrdError, Invalid
from hrd_report.i18n.marks import N_

_MOST_SHOWN: Final = 200
_EXAMPLES: Final = 3
_LONGEST_EXAMPLE: Final = 60
_TROUBLES: Final = {
    "too_long": N_("This cell is longer than a case may be."),
    "no_day": N_("This is no day: 2026-11-21 and 21/11/2026 are."),
    "day_out_of_range": N_("This day is in the future, or before 1990."),
    "day_missing": N_("No day says when it was received."),
    "says_nothing": N_("Nothing says what happened."),
    "unknown_threats": N_("No threat of ours is called so."),
    "unknown_country": N_("No country is called so."),
    "unknown_language": N_("No language is called so."),
    "unknown_outcome": N_("No outcome of ours is called so."),
    "unknown_danger": N_("This is neither yes nor no."),
    "unknown_closed": N_("This is neither open nor closed."),
}
_REFUSED: Final = {
    "too_large": N_("A file has at most 5 MB. Cut it into several."),
    "too_many_lines": N_("A file has at most 20,000 lines. Cut it into several."),
    "too_much_inside": N_("This workbook unfolds to far more than a register. Save it as CSV."),
    "locked": N_("This workbook is locked with a password. Save it without one."),
    "empty": N_("There is nothing in this file."),
    "not_a_table": N_("This is no CSV, XLSX or ODS file."),
}


def fields(voice: Voice) -> list[dict[str, str]]:
    """Return what a column may be."""
    rest = {"id": "", "text": voice.say(N_("keep as words"))}
    named = [{"id": one, "text": voice.say(text)} for one, text in register.FIELDS.items()]
    return [rest, *named]


def columns(sheet: Sheet, mapping: dict[str, str]) -> list[dict[str, Any]]:
    """Return each column with some of what stands in it, and what it seems to be."""
    found = []
    for at, column in enumerate(sheet.columns):
        said = [row[at] for _, row in sheet.lines[:50] if row[at]]
        examples = [one[:_LONGEST_EXAMPLE] for one in dict.fromkeys(said)][:_EXAMPLES]
        found.append(
            {
                "name": f"column-{at}",
                "column": column,
                "examples": examples,
                "chosen": mapping.get(column, ""),
            }
        )
    return found


def report(found: Understood, voice: Voice) -> dict[str, Any]:
    """Return what was understood, and line by line what was not: what is left out comes first."""
    ordered = sorted(found.troubles, key=lambda one: (not one.broken, one.line))
    return {
        "lines": found.lines,
        "understood": len(found.entries),
        "left_out": found.left_out,
        "more": max(0, len(ordered) - _MOST_SHOWN),
        "troubles": [
            {
                "line": one.line,
                "column": one.column,
                "text": voice.say(_TROUBLES[one.code]),
                "broken": one.broken,
            }
            for one in ordered[:_MOST_SHOWN]
        ],
    }


def errors(problem: HrdError, voice: Voice) -> list[dict[str, str]]:
    """Say why a file was not read."""
    code = problem.fields["file"][0] if isinstance(problem, Invalid) else problem.code
    return [{"field": "file", "message": voice.say(_REFUSED[code])}]
