"""Shutdowns as a list, what a sheet would bring, and what would leave. Opens nothing."""

from collections.abc import Mapping
from typing import Any, Final

from hrd_report.desk import addresses
from hrd_report.desk.actions.shutdowns.bringing_in import Sorted
from hrd_report.desk.actions.shutdowns.leaving import Leaving
from hrd_report.desk.shown import labels
from hrd_report.desk.shown.shutdowns.form import WRONG
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.stop import Fault, Sheet
from hrd_report.i18n.marks import N_
from hrd_report.reference.reference import Reference

Row = dict[str, Any]
LISTED: Final = 50
_TOLD: Final = 200
_STAYS: Final = {
    "nobody_has_it": N_("Nobody has this case: take it first."),
    "marking": N_("Its marking keeps it in: change TLP or PAP in the case."),
    "consent": N_("No consent to publish holds: ask the defender."),
}
_FILE: Final = {
    "no_header": N_("The first line must name the columns, country and start_date among them."),
    "not_utf8": N_("Letters that are no UTF-8: save the sheet as CSV in UTF-8."),
    "not_csv": N_("A quotation mark is missing or too many. From here on nothing was read."),
    "cells": N_("Another number of cells than in the first line: look for a stray comma."),
    "too_many_rows": N_("More rows than one sheet may have: split it."),
}


def rows(found: list[tuple[str, tuple[str, ...]]], reference: Reference, voice: Voice) -> list[Row]:
    """Return one row for each case: its number, where, since and until when, whether it is over."""
    statuses = next(one.seen for one in reference.stop_fields if one.name == "shutdown_status")
    return [
        {
            "number": number,
            "href": addresses.shutdown(number),
            "country": said[0] or labels.NOTHING,
            "start": said[1] or labels.NOTHING,
            "end": said[2] or labels.NOTHING,
            "status": voice.say(said[3]) if said[3] in statuses else said[3] or labels.NOTHING,
        }
        for number, said in found
    ]


def brought(sheet: Sheet, rows: Sorted, reference: Reference, voice: Voice) -> dict[str, Any]:
    """Return what came of a sheet, or would come: numbers, then lines to mend and to look at."""
    names = {one.name: voice.say(one.label) for one in reference.stop_fields}
    return {
        "fresh": len(rows.fresh),
        "known": len(rows.known),
        "over": rows.over,
        "faults": [_fault(one, names, voice) for one in sheet.faults[:_TOLD]],
        "doubts": [_fault(one, names, voice) for one in sheet.doubts[:_TOLD]],
        "broken": len({one.line for one in sheet.faults}),
        "unknown": ", ".join(sheet.unknown),
    }


def leaving(found: list[Leaving], voice: Voice) -> dict[str, Any]:
    """Return how many rows would leave, and which cases stay and why."""
    stay = [one for one in found if one.why]
    return {
        "leave": len(found) - len(stay),
        "stay": [
            {
                "number": one.case.number,
                "href": addresses.case(one.case.number),
                "why": voice.say(_STAYS[one.why]),
            }
            for one in stay[:_TOLD]
        ],
        "stay_count": len(stay),
    }


def _fault(one: Fault, names: Mapping[str, str], voice: Voice) -> Row:
    text = voice.say({**WRONG, **_FILE}[one.code])
    column = names.get(one.column, "")
    return {"line": one.line, "column": column, "name": one.column, "text": text}
