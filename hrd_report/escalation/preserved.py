"""What a notice needs to know of its case before it may leave. Opens, decides nothing."""

from sqlalchemy.orm import Session

from hrd_report.casefile import opening
from hrd_report.documents.escalations import NoticeDocument, NoticeItem
from hrd_report.documents.evidence import CaptureDocument, same_address
from hrd_report.escalation import casefile
from hrd_report.escalation.casefile import CaseFile
from hrd_report.escalation.checks import Case
from hrd_report.records.keys import ItemKind
from hrd_report.reference import handling


def of_notice(session: Session, file: CaseFile, notice: NoticeDocument) -> Case:
    """Return a case's marking, and which items of the notice nobody captured yet."""
    marked = casefile.assessment(session, file)
    return Case(
        tlp=marked.tlp if marked else handling.TLP,
        pap=marked.pap if marked else handling.PAP,
        uncaptured=uncaptured(notice.items, captures(session, file)),
    )


def captures(session: Session, file: CaseFile) -> dict[str, tuple[str, CaptureDocument]]:
    """Return what was preserved by address in its normal form, each with the id of its item."""
    read = opening.read_all(session, file.case, file.ring, ItemKind.CAPTURE, CaptureDocument)
    found: dict[str, tuple[str, CaptureDocument]] = {}
    for one in sorted(read, key=lambda one: one.document.at):
        for address in (one.document.link, one.document.url):
            if address is not None and address:
                found[same_address(address)] = (one.item.id.hex(), one.document)
    return found


def uncaptured(
    items: tuple[NoticeItem, ...], kept: dict[str, tuple[str, CaptureDocument]]
) -> frozenset[int]:
    """Return the numbers of the items, from 1, that nobody captured."""
    return frozenset(
        number for number, item in enumerate(items, 1) if same_address(item.url) not in kept
    )


def with_captures(
    items: tuple[NoticeItem, ...], kept: dict[str, tuple[str, CaptureDocument]]
) -> tuple[NoticeItem, ...]:
    """Return the items with the day and hash of what was preserved of each."""
    return tuple(_with(item, kept.get(same_address(item.url))) for item in items)


def _with(item: NoticeItem, found: tuple[str, CaptureDocument] | None) -> NoticeItem:
    capture, seen = found or ("", None)
    return NoticeItem(
        url=item.url,
        action=item.action,
        object_id=item.object_id,
        captured_at=seen.captured_at if seen else None,
        capture=capture,
        sha256=seen.sha256 if seen else "",
    )
