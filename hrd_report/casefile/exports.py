"""Reads the steps of originals on their way out, so that each zone judges them alike. Adds none."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hrd_report.documents.evidence import ExportDocument, ExportStep

HOLDS: Final = dt.timedelta(days=1)
"""How long an approval may wait until the original is fetched."""

_ORDER: Final[Sequence[ExportStep]] = ("asked", "approved", "refused", "taken")


@dataclass(frozen=True, slots=True, repr=False)
class Export:
    """One original on its way out: what was asked, and the last thing that happened."""

    first: ExportDocument
    last: ExportDocument
    steps: tuple[ExportDocument, ...]

    def may_leave(self, person: bytes, now: dt.datetime) -> bool:
        """Whether whoever asked may take it now: somebody else approved, and not long ago."""
        waits = now - self.last.at > HOLDS
        return self.first.person == person.hex() and self.last.step == "approved" and not waits


def of(documents: Iterable[ExportDocument]) -> list[Export]:
    """Return exports from their steps, the newest first."""
    found: dict[str, list[ExportDocument]] = {}
    for one in documents:
        found.setdefault(one.export, []).append(one)
    exports = []
    for steps in found.values():
        ordered = sorted(steps, key=lambda one: (_ORDER.index(one.step), one.at))
        if ordered[0].step == "asked":
            exports.append(Export(ordered[0], ordered[-1], tuple(ordered)))
    return sorted(exports, key=lambda one: one.first.at, reverse=True)
