"""Counts over all cases somebody may open how platforms follow the ten steps. Keeps no count."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.desk.actions import access
from hrd_report.desk.actions.reading import Reader
from hrd_report.desk.worker import Worker
from hrd_report.documents.casework import FindingDocument
from hrd_report.documents.tallies import Tally
from hrd_report.errors import NotAllowed
from hrd_report.records.cases import Case
from hrd_report.records.keys import ItemKind

PAGE: Final = 20
"""Cases that are opened for one page."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What all cases say of one platform: in how many it is judged, and the findings by step."""

    cases: int
    steps: Mapping[str, Counter[str]]

    def of(self, step: str) -> Counter[str]:
        """Return how often each finding stands on a step."""
        return self.steps.get(step, Counter())


@dataclass(frozen=True, slots=True, repr=False)
class Heard:
    """What one case says of a step at a platform; without a finding where it cannot be opened."""

    case: Case
    finding: FindingDocument | None


def standings(told: Mapping[bytes, Tally]) -> dict[str, Standing]:
    """Return what cases say of each platform, the one that most of them judge first."""
    cases: Counter[str] = Counter()
    steps: dict[str, dict[str, Counter[str]]] = {}
    for tally in told.values():
        for platform, findings in tally.findings.items():
            cases[platform] += 1
            held = steps.setdefault(platform, {})
            for step, finding in findings.items():
                held.setdefault(step, Counter())[finding] += 1
    ordered = sorted(cases, key=lambda one: (-cases[one], one))
    return {one: Standing(cases[one], steps[one]) for one in ordered}


def saying(
    session: Session, told: Mapping[bytes, Tally], platform: str, step: str, values: tuple[str, ...]
) -> list[Case]:
    """Return the cases that say one of `values` of a step at a platform, the newest first."""
    wanted = [
        case_id
        for case_id, tally in told.items()
        if tally.findings.get(platform, {}).get(step) in values
    ]
    found: list[Case] = []
    for start in range(0, len(wanted), _TOGETHER):
        some = wanted[start : start + _TOGETHER]
        found += session.scalars(select(Case).where(Case.id.in_(some)))
    return sorted(found, key=lambda one: (one.received_day, one.number), reverse=True)


def hear(session: Session, worker: Worker, case: Case, platform: str, step: str) -> Heard:
    """Open what one case says of a step at a platform."""
    try:
        ring = access.open_ring(session, worker, case)
    except NotAllowed:
        return Heard(case, None)
    read = Reader(session, case, ring)
    found = [
        one.document
        for one in read.all(ItemKind.FINDING, FindingDocument)
        if (one.document.platform, one.document.step) == (platform, step)
    ]
    return Heard(case, max(found, key=lambda one: one.at, default=None))


_TOGETHER: Final = 500
