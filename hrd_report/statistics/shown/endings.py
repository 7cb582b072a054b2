"""How cases ended, by platform or by threat, as shares with their ranges. Shows no hidden cell."""

from collections.abc import Mapping
from typing import Any, Final

from hrd_report.i18n.marks import N_
from hrd_report.reference.codes import CodeList
from hrd_report.statistics.display import Figure
from hrd_report.statistics.recode import CROSS
from hrd_report.statistics.shown.headlines import share
from hrd_report.statistics.shown.tables import Reading, say

ENDS: Final = (
    ("acted", N_("The platform acted")),
    ("refused", N_("Refused")),
    ("reappeared", N_("Came back")),
    ("no_response", N_("No response")),
)
"""Outcomes, or groups of them, each with its head."""

_APART: Final = frozenset({"refused", "reappeared"})
"""One group in the coarser list; here each stands alone."""


def heads(language: str) -> list[str]:
    """Return the heads of the columns."""
    return [say(language, text) for _, text in ENDS]


def of(
    dimension: str,
    code: str,
    figures: Mapping[tuple[str, str], Figure],
    lists: Mapping[str, CodeList],
    reading: Reading,
) -> dict[str, Any] | None:
    """Return a row, or nothing where the release says nothing of it."""
    whole = figures.get((dimension, code))
    if whole is None or not whole.value:
        return None
    into, table = lists["outcome"].into, f"{dimension}{CROSS}outcome"
    cells = []
    for wanted, text in ENDS:
        parts = [
            one
            for outcome in lists["outcome"].codes
            if (outcome if wanted in _APART else into[outcome]) == wanted
            if (one := figures.get((table, f"{code}{CROSS}{outcome}"))) is not None
        ]
        cells.append(share(parts, whole, text, reading.language))
    return {"name": reading.name(whole), "cells": cells} if any(cells) else None
