"""Reads what a case notes of a shutdown: its columns of the STOP data set. Keeps nothing."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Final

from hrd_report.documents.casework import DeskRecord
from hrd_report.sealed import Plain

ABOUT: Final = "shutdown"
VERIFICATION: Final = "verification"
ASNS: Final = "our_asns"
"""Autonomous systems, one per line: ours, no column of the data set."""

_IN_SHORT: Final = ("country", "start_date", "end_date", "shutdown_status")
_LONGEST: Final = 60
_DIGEST: Final = 16


def newest(records: Iterable[DeskRecord]) -> DeskRecord | None:
    """Return the newest record of a shutdown, which holds."""
    found = [one for one in records if one.about == ABOUT]
    return max(found, key=lambda one: one.at, default=None)


def cells(record: DeskRecord | None) -> dict[str, str]:
    """Return a record's columns of the data set, the empty ones left out."""
    words = record.words if record is not None else {}
    return {name: word.reveal() for name, word in words.items() if word and name != ASNS}


def in_short(records: Iterable[DeskRecord]) -> tuple[str, ...]:
    """Return where and when the net was cut and whether it is over, and a digest of the row."""
    held = newest(records)
    if held is None:
        return ()
    row = cells(held)
    return (*(row.get(name, "")[:_LONGEST] for name in _IN_SHORT), digest(row))


def digest(row: Mapping[str, str]) -> str:
    """Return by what the same row is known again; it lies only inside of seals."""
    said = json.dumps(dict(row), sort_keys=True).encode()
    return hashlib.sha256(said).hexdigest()[:_DIGEST]


def words(row: Mapping[str, str]) -> dict[str, Plain]:
    """Return cells as they are sealed."""
    return {name: Plain(cell) for name, cell in row.items() if cell}
