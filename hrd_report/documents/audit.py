"""The shape of a proof about one case's rows in the audit. Checks none."""

from dataclasses import dataclass
from typing import Final

FORMAT: Final = "hrd-report audit proof 1"


@dataclass(frozen=True, slots=True)
class ProvenRow:
    """One row, its position, and its path to the root. Ids and hashes in hex, the day in ISO."""

    position: int
    id: str
    day: str
    act: str
    actor: str | None
    object: str | None
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProofDocument:
    """Rows by position, the signed checkpoint they are under, and the key as it is spelt."""

    format: str
    key: str
    checkpoint: str
    rows: tuple[ProvenRow, ...]
