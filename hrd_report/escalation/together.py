"""The other cases that a notice speaks for: who may go with it, what they say to it. Sends nothing.

Whoever writes the notice opens each of them; a case that this person may not open is not there.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, opening
from hrd_report.documents.casework import NOTICE_TOGETHER, DeskRecord
from hrd_report.documents.escalations import NoticeDocument
from hrd_report.errors import NotFound
from hrd_report.escalation import casefile, standing
from hrd_report.escalation.casefile import CaseFile, Desk
from hrd_report.escalation.standing import Standing
from hrd_report.records.cases import OVER, Case
from hrd_report.records.escalations import Escalation, EscalationState, escalations_about
from hrd_report.records.keys import ItemKind
from hrd_report.vault.keys import Key

MOST: Final = 100
"""How many cases a notice may speak for besides its own."""


def openable(session: Session, desk: Desk, numbers: Iterable[str]) -> list[CaseFile]:
    """Return the open cases of the same team among these numbers that this person may open."""
    found: dict[bytes, CaseFile] = {}
    for number in list(dict.fromkeys(numbers))[:MOST]:
        try:
            file = casefile.numbered(session, number, desk.actor.key)
        except NotFound:
            continue
        same = file.case.team_id == desk.file.case.team_id and file.case.state not in OVER
        if same and file.case.id != desk.file.case.id:
            found[file.case.id] = file
    return list(found.values())


def agreed(session: Session, desk: Desk, file: CaseFile) -> set[str]:
    """Return the addressees to whom a case's consents let a notice without a name go now."""
    return {
        one.platform
        for one in casefile.standings(session, file)
        if one.platform is not None and one.purpose in standing.PURPOSES and one.holds(desk.now)
    }


def going(session: Session, desk: Desk, numbers: Iterable[str], platform: str) -> list[CaseFile]:
    """Return the cases among these numbers whose consent covers this addressee."""
    return [
        one for one in openable(session, desk, numbers) if platform in agreed(session, desk, one)
    ]


def files(session: Session, desk: Desk, notice: NoticeDocument) -> list[CaseFile | None]:
    """Return the other cases of a notice, and nothing in the place of one that is closed to us."""
    return [_file(session, desk, one) for one in notice.together]


def point(session: Session, desk: Desk, escalation: Escalation, notice: NoticeDocument) -> None:
    """Let each other case know of a draft, sealed: of what cases share, the database says nothing.

    Whoever reads it looks into the draft: a case that was taken out of it is not in it any more.
    """
    day, codes = desk.now.date(), {"escalation": escalation.id.hex()}
    said = DeskRecord(about=NOTICE_TOGETHER, by=desk.actor.name, at=desk.now, codes=codes)
    for file in files(session, desk, notice):
        if file is not None:
            # Its key may be due for another one: that is done by whoever has its row.
            keeping.keep(session, file.case.id, ItemKind.RECORD, said, file.public, day=day)


def speaking_for(
    session: Session, file: CaseFile, person: Key
) -> list[tuple[Escalation, CaseFile]]:
    """Return a case's escalations and those of other cases that speak for it, drafts among them.

    Left out is whatever lies in a case that this person may not open.
    """
    read = opening.read_all(session, file.case, file.ring, ItemKind.RECORD, DeskRecord)
    about = [one.document for one in read if one.document.about == NOTICE_TOGETHER]
    pointed = [bytes.fromhex(one.codes["escalation"]) for one in about]
    drafts = select(Escalation).where(
        Escalation.id.in_(pointed), Escalation.state == EscalationState.DRAFT
    )
    known = [*escalations_about(session, file.case.id), *session.scalars(drafts)]
    rows = {one.id: one for one in known}.values()
    found = [(one, _of(session, one, file, person)) for one in rows]
    return [(one, lead) for one, lead in found if lead is not None]


def _of(session: Session, one: Escalation, file: CaseFile, person: Key) -> CaseFile | None:
    if one.case_id == file.case.id:
        return file
    lead = _opened(session, one.case_id, person)
    if lead is None or one.state is not EscalationState.DRAFT:
        return lead
    # It may have been taken out.
    named = casefile.notice(session, lead, one).together
    return lead if file.case.id.hex() in named else None


def consents(session: Session, desk: Desk, notice: NoticeDocument) -> list[Standing]:
    """Return the consents of the other cases that a notice stands on."""
    return [
        one
        for case, file in zip(notice.together, files(session, desk, notice), strict=True)
        if file is not None
        for one in standing.of_case(
            notice, case, casefile.standings(session, file), desk.now, desk.reference
        )
    ]


def _file(session: Session, desk: Desk, case_id: str) -> CaseFile | None:
    return _opened(session, bytes.fromhex(case_id), desk.actor.key)


def _opened(session: Session, case_id: bytes, person: Key) -> CaseFile | None:
    case = session.get(Case, case_id)
    if case is None:
        return None
    try:
        return casefile.numbered(session, case.number, person)
    except NotFound:
        return None
