"""The other cases that a notice speaks for: who may go with it, what they say to it. Keeps nothing.

Whoever writes the notice opens each of them; a case that this person may not open is not there.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.errors import NotFound
from hrd_report.escalation import casefile, standing
from hrd_report.escalation.casefile import CaseFile, Desk
from hrd_report.escalation.standing import Standing
from hrd_report.records.cases import OVER, Case

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


def consents(session: Session, desk: Desk, notice: NoticeDocument) -> list[Standing]:
    """Return the consents of the other cases that a notice stands on."""
    return [
        one
        for file in files(session, desk, notice)
        if file is not None
        for one in standing.covering(
            notice, casefile.standings(session, file), desk.now, desk.reference
        )
    ]


def _file(session: Session, desk: Desk, case_id: str) -> CaseFile | None:
    case = session.get(Case, bytes.fromhex(case_id))
    if case is None:
        return None
    try:
        return casefile.numbered(session, case.number, desk.actor.key)
    except NotFound:
        return None
