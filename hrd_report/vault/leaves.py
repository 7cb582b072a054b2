"""The bytes that stand for one row of the audit in the hash tree. Knows no table.

See docs/formats.md, section 9.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from hrd_report.errors import Damaged
from hrd_report.vault.digests import prefixed

ID_BYTES: Final = 16
_LABEL: Final = b"hrd1/audit"
_ACT: Final = re.compile(r"[a-z_]{1,32}")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One act: its id, its day (YYYY-MM-DD), its name, who did it and to what.

    Ids have 16 bytes. `actor` is None for a job, `object` where an act is done to nothing.
    """

    id: bytes
    day: str
    act: str
    actor: bytes | None
    object: bytes | None


def leaf_bytes(leaf: Leaf) -> bytes:
    """Return the bytes of a leaf. No two leaves have the same, however badly they are formed."""
    return _LABEL + prefixed(
        leaf.id, leaf.day.encode(), leaf.act.encode(), _some(leaf.actor), _some(leaf.object)
    )


def check(leaf: Leaf) -> None:
    """Raise Damaged for a leaf that no program of ours writes."""
    if any(len(one) != ID_BYTES for one in (leaf.id, leaf.actor, leaf.object) if one is not None):
        raise Damaged("an id has 16 bytes")
    if not _ACT.fullmatch(leaf.act):
        raise Damaged("not the name of an act")
    try:
        day = dt.date.fromisoformat(leaf.day)
    except ValueError:
        raise Damaged("not a day") from None
    if day.isoformat() != leaf.day:
        raise Damaged("not a day as it is written")


def _some(value: bytes | None) -> bytes:
    return b"\x00" if value is None else b"\x01" + value
