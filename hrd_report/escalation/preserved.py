"""What a notice needs to know of its case before it may leave. Opens, decides nothing."""

from sqlalchemy.orm import Session

from hrd_report.casefile import opening
from hrd_report.documents.escalations import NoticeDocument, NoticeItem
from hrd_report.documents.evidence import CaptureDocument, same_address
from hrd_report.escalation import casefile, doings, together
from hrd_report.escalation.casefile import CaseFile, Desk
from hrd_report.escalation.checks import Case, Other
from hrd_report.escalation.enclosing import held, rules
from hrd_report.records.keys import ItemKind
from hrd_report.reference import handling


def of_notice(session: Session, desk: Desk, notice: NoticeDocument) -> Case:
    """Return what all cases of a notice say of it, and which items nobody captured yet."""
    others = together.files(session, desk, notice)
    tlp, pap = _marking(session, desk.file)
    marked, doing = desk.reference.handling, doings.of(notice, desk.reference)
    pieces = held.chosen(session, desk, notice) if notice.enclosed else []
    files = rules.problems(notice, pieces, marked, doing, desk.actor.id, desk.now)
    return Case(
        tlp=tlp,
        pap=pap,
        uncaptured=uncaptured(notice.items, captures_for(session, desk, notice)),
        others=tuple(_other(session, one, notice) for one in others),
        files=tuple(files),
        careful=rules.is_careful(notice, pieces, marked, doing),
    )


def _other(session: Session, file: CaseFile | None, notice: NoticeDocument) -> Other | None:
    if file is None:
        return None
    tlp, pap = _marking(session, file)
    return Other(
        tlp=tlp,
        pap=pap,
        consents=tuple(casefile.standings(session, file)),
        files=any(one.case == file.case.id.hex() for one in notice.enclosed),
    )


def _marking(session: Session, file: CaseFile) -> tuple[str, str]:
    marked = casefile.assessment(session, file)
    return (marked.tlp, marked.pap) if marked else (handling.TLP, handling.PAP)


def captures_for(
    session: Session, desk: Desk, notice: NoticeDocument
) -> dict[str, tuple[str, CaptureDocument]]:
    """Return what was preserved in all cases of a notice, its own first."""
    found: dict[str, tuple[str, CaptureDocument]] = {}
    for file in together.files(session, desk, notice):
        found |= captures(session, file) if file is not None else {}
    return found | captures(session, desk.file)


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
