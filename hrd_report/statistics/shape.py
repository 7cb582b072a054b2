"""Reads facts back: the rules every opened row must keep. Knows no case and opens nothing."""

from typing import Final

import numpy as np
import numpy.typing as npt

from hrd_report.documents.facts import (
    DIMENSIONS,
    MONTH_COLUMN,
    MONTHS,
    ROW_BYTES,
    VERSION,
    Lists,
    column,
)
from hrd_report.errors import Damaged

Matrix = npt.NDArray[np.uint8]
"""Facts of one bucket: one row each, `ROW_BYTES` columns."""

_TABLE: Final = 2
_CODED: Final = [column(name) for name in DIMENSIONS]


def decode(body: bytes, lists: Lists) -> tuple[dict[str, str], int]:
    """Return a body's codes by dimension, and its month. Raises `Damaged` if it breaks a rule."""
    if len(body) != ROW_BYTES:
        raise Damaged("a fact of the wrong length")
    check(np.frombuffer(body, dtype=np.uint8).reshape(1, ROW_BYTES), lists)
    codes = {name: lists[name].codes[body[column(name)]] for name in DIMENSIONS}
    return codes, body[MONTH_COLUMN]


def check(facts: Matrix, lists: Lists) -> None:
    """Check every rule of every row. Raises `Damaged` naming no more than a row's number."""
    if facts.ndim != _TABLE or facts.shape[1] != ROW_BYTES:
        raise Damaged("facts of the wrong shape")
    sizes = np.array([len(lists[name].codes) for name in DIMENSIONS])
    month = facts[:, MONTH_COLUMN]
    good = facts[:, 0] == VERSION
    good &= (facts[:, _CODED] < sizes).all(axis=1)
    good &= (month >= 1) & (month <= MONTHS)
    if not good.all():
        raise Damaged(f"fact {int(np.argmin(good))} breaks a rule")
