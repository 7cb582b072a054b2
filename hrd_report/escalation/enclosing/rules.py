"""Which evidence may go with a notice, as stable codes. Pure: opens nothing and mends nothing.

A copy shows what the original shows and nothing that a file hides. An original goes only after the
two people who let originals out agreed; through a partner's package it never goes, for that leaves
in any number of copies. Unsealed goes only what others may know: a copy of nothing sensitive,
marked TLP:GREEN or freer.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from hrd_report.documents.escalations import Enclosed, NoticeDocument
from hrd_report.documents.evidence import CaptureDocument
from hrd_report.escalation import inline
from hrd_report.escalation.channels import kinds
from hrd_report.escalation.enclosing.held import Piece
from hrd_report.reference import handling
from hrd_report.reference.handling import Handling, Rule

Form = Literal["copy", "original"]

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of all files together: more than this many a mail server refuses."""

MOST: Final = 40
"""Pictures and originals together."""

_STAYS: Final = frozenset({"intimate", "minor_suspected"})
_LABELS: Final = frozenset({"sexual", "minors"})
_OPEN: Final = frozenset({"CLEAR", "GREEN"})
_CAREFUL: Final = frozenset({"special_category", "third_party"})


def why_not(
    piece: Piece, form: Form, marked: Handling, doing: str, person: bytes, now: dt.datetime
) -> str | None:
    """Return why a file cannot go in this form, or nothing. `person` is whoever sends."""
    capture = piece.capture
    if capture is None:
        return "file_not_captured"
    if capture.sensitivity in _STAYS or piece.labels & _LABELS:
        return "file_stays"
    if capture.tlp == "RED" or _verdict(piece, marked, doing) == "no":
        return "file_marked"
    if form == "copy":
        return None if piece.pictures else "file_no_copy"
    if piece.derived is not None and "holds_cookies" in piece.derived.problems:
        return "file_holds_cookies"
    return None if approved(piece, person, now) else "file_not_approved"


def approved(piece: Piece, person: bytes, now: dt.datetime) -> str:
    """Return the export (hex) under which somebody may let an original out now, or nothing."""
    open_ones = (one for one in piece.exports if one.may_leave(person, now))
    return next((one.first.export for one in open_ones), "")


def export_consents(
    notice: NoticeDocument, pieces: Sequence[Piece], person: bytes, now: dt.datetime
) -> frozenset[str]:
    """Return the consents (hex) under which the originals of a notice were let out."""
    originals = {one.file for one in notice.enclosed if one.form == "original"}
    return frozenset(
        export.first.consent
        for piece in pieces
        if piece.file.file in originals
        for export in piece.exports
        if export.first.export == approved(piece, person, now) and export.first.consent
    )


def problems(
    notice: NoticeDocument,
    pieces: Sequence[Piece],
    marked: Handling,
    doing: str,
    person: bytes,
    now: dt.datetime,
) -> Iterator[str]:
    """Yield what keeps a notice's files here, each code once."""
    if not notice.enclosed:
        return
    kind = kinds.kind(notice.way.channel)
    if kind is None or not kind.files:
        yield "no_files_here"
    elif not notice.way.key.strip() and not inline.is_bare(notice):
        yield "files_need_key"
    elif kind.hand == "person" and any(one.form == "original" for one in notice.enclosed):
        yield "original_by_hand"
    there = {one.file.file: one for one in pieces}
    if inline.is_inline(notice):
        yield from dict.fromkeys(_inside(notice, there))
    found = [
        _still(one, there.get(one.file), marked, doing, person, now) for one in notice.enclosed
    ]
    yield from dict.fromkeys(filter(None, found))


def is_careful(
    notice: NoticeDocument, pieces: Sequence[Piece], marked: Handling, doing: str
) -> bool:
    """Whether a file among them lets a second person read the notice first."""
    if inline.is_bare(notice):
        return True
    named = {one.file for one in notice.enclosed}
    there = [one for one in pieces if one.file.file in named and one.capture is not None]
    return any(
        one.capture is not None
        and (one.capture.sensitivity in _CAREFUL or _verdict(one, marked, doing) != "free")
        for one in there
    )


def _inside(notice: NoticeDocument, there: Mapping[str, Piece]) -> Iterator[str]:
    """Yield what keeps a file out of a report that a program reads, and out of a bare one."""
    bare = inline.is_bare(notice)
    for one in notice.enclosed:
        if one.form == "original" and (bare or one.media_type != "text/plain"):
            yield "original_inside"
        piece = there.get(one.file)
        capture = piece.capture if piece is not None else None
        if bare and capture is not None and not _is_open(capture):
            yield "file_not_bare"


def _is_open(capture: CaptureDocument) -> bool:
    return capture.tlp in _OPEN and capture.sensitivity == "normal"


def _still(
    one: Enclosed,
    piece: Piece | None,
    marked: Handling,
    doing: str,
    person: bytes,
    now: dt.datetime,
) -> str | None:
    if piece is None:
        return "file_gone"
    return why_not(piece, one.form, marked, doing, person, now)


def _verdict(piece: Piece, marked: Handling, doing: str) -> Rule:
    if piece.capture is None:
        return "no"
    tlp = piece.capture.tlp.lower().replace("_", "+")
    return handling.verdict(marked, tlp=tlp, pap=handling.PAP, doing=doing).rule
