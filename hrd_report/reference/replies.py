"""Canned replies to a defender: those we ship, and an organisation's own on top. Sends none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hrd_report.reference.reading import BrokenReference, only, parse, several

Replies = Mapping[str, Sequence["Reply"]]
"""Replies by the code of their language."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One text with places to fill. `title` is what a caseworker picks it by."""

    id: str
    title: str
    text: str


def with_own(shipped: Replies, folder: Path) -> Replies:
    """Return the replies with an operator's: `fr.yaml` and so on, as ours are written.

    The same id replaces ours in that language; a fresh one stands first. Raises
    `BrokenReference` where a file cannot be read or is written otherwise.
    """
    if not folder.is_dir():
        raise BrokenReference(f"{folder.name}: no such folder of replies")
    found = {code: tuple(replies) for code, replies in shipped.items()}
    for path in sorted(folder.glob("*.yaml")):
        own = {one.id: one for one in _read(path)}
        ours = found.get(path.stem, ())
        fresh = [one for one in own.values() if one.id not in {other.id for other in ours}]
        found[path.stem] = (*fresh, *(own.get(one.id, one) for one in ours))
    return found


def _read(path: Path) -> tuple[Reply, ...]:
    try:
        found = parse(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError):
        raise BrokenReference(f"{path.name} cannot be read") from None
    if not isinstance(found, dict):
        raise BrokenReference(f"{path.name}: the top is not a mapping")
    only(found, ("replies",), path.name)
    return several(Reply, found["replies"], path.name)
