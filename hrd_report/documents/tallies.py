"""What a case adds to its team's overviews: codes, and no word of a person. Seals nothing."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from hrd_report.documents.casework import FindingDocument
from hrd_report.errors import Damaged

STEPS: Final = 10
_LETTERS: Final = {"met": "m", "partly": "p", "not_met": "n", "unknown": "u", "not_applicable": "x"}
_FINDINGS: Final = {letter: name for name, letter in _LETTERS.items()}
_NONE: Final = "."


@dataclass(frozen=True, slots=True, repr=False)
class Tally:
    """The threats of a case, its findings at each platform by step, and when its net was cut.

    `shutdown` is country, first day, last day and status of a shutdown as STOP has them, or empty.
    """

    threats: tuple[str, ...] = ()
    findings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shutdown: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return it as few bytes."""
        rows = {name: _row(found) for name, found in self.findings.items()}
        said = {"t": self.threats, "f": rows, "s": self.shutdown}
        return json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Tally":
        """Read what `to_bytes` wrote. Raises `Damaged`."""
        try:
            said = json.loads(content)
            rows = {name: _findings(row) for name, row in said["f"].items()}
            return cls(tuple(said["t"]), rows, tuple(said["s"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Damaged("not a tally") from None


def by_platform(findings: Iterable[FindingDocument]) -> dict[str, dict[str, str]]:
    """Return the newest finding at each platform on each step."""
    found: dict[str, dict[str, str]] = {}
    for one in sorted(findings, key=lambda one: one.at):
        found.setdefault(one.platform, {})[one.step] = one.finding
    return found


def _row(found: Mapping[str, str]) -> str:
    return "".join(_LETTERS.get(found.get(str(n), ""), _NONE) for n in range(1, STEPS + 1))


def _findings(row: str) -> dict[str, str]:
    return {str(n): _FINDINGS[one] for n, one in enumerate(row, start=1) if one in _FINDINGS}
