"""Which evidence goes inside a report that a program reads, and what is too large for it. Pure.

A report has no envelope of its own: where the mail around it is not encrypted, whatever lies in it
can be read on the way. Then it goes only where somebody chose so (`Way.bare`).
"""

from collections.abc import Iterator
from typing import Final

from hrd_report.documents.escalations import Enclosed, NoticeDocument
from hrd_report.documents.evidence import same_address

CHANNELS: Final = frozenset({"xarf"})
"""Ways whose reports carry evidence themselves."""

EACH: Final = 1024 * 1024
"""Bytes of one file: XARF takes five times this, many mailboxes of programs do not."""

TOGETHER: Final = 2 * 1024 * 1024
"""Bytes of all files: twice in base64 they are less than four."""


def is_inline(notice: NoticeDocument) -> bool:
    """Whether a notice's evidence goes inside a report."""
    return notice.way.channel in CHANNELS


def is_bare(notice: NoticeDocument) -> bool:
    """Whether evidence leaves readable for everybody on the way."""
    bare = is_inline(notice) and notice.way.bare and not notice.way.key.strip()
    return bare and bool(notice.enclosed)


def carried(notice: NoticeDocument) -> tuple[Enclosed, ...]:
    """Return what really leaves, in the order it was chosen."""
    return tuple(_fitting(notice)) if is_inline(notice) else notice.enclosed


def left_out(notice: NoticeDocument) -> tuple[Enclosed, ...]:
    """Return what is only named, with its hash."""
    there = carried(notice)
    return tuple(one for one in notice.enclosed if one not in there)


def place(notice: NoticeDocument, one: Enclosed) -> int:
    """Return the number of the item whose report a file goes into: what it shows, or the first."""
    shown = same_address(one.shows)
    numbers = (n for n, item in enumerate(notice.items, 1) if same_address(item.url) == shown)
    return next(numbers, 1)


def _fitting(notice: NoticeDocument) -> Iterator[Enclosed]:
    left = TOGETHER
    for one in notice.enclosed:
        if one.size <= min(EACH, left):
            left -= one.size
            yield one
