"""Reads what a scorecard counts, from cases that one may open, and remembers it under a seal.

What the whole team may open is remembered in a paper of the team, so that a page opens no more
than what changed since. What is granted to some only is read anew for whoever may, and never kept.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, only_papers, opening
from hrd_report.documents.casework import FindingDocument
from hrd_report.documents.scorecards import (
    Contested,
    JudgedDocument,
    LineDocument,
    ScorecardDocument,
)
from hrd_report.errors import Damaged, NotAllowed
from hrd_report.escalation import casefile
from hrd_report.escalation.casefile import CaseFile
from hrd_report.records import escalations
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.records.keys import ItemKind
from hrd_report.reference.reference import Reference
from hrd_report.vault.keys import Key

AT_ONCE: Final = 200
"""Cases that are opened for one page; the next page opens the next ones."""

_NOTHING: Final = ScorecardDocument()
_SILENT: Final = frozenset({EscalationState.NO_RESPONSE})
_ENDS: Final[dict[EscalationState, Contested]] = {
    EscalationState.APPEALED: "open",
    EscalationState.UPHELD: "upheld",
    EscalationState.OVERTURNED: "overturned",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who counts, for which team, by which rules, and when."""

    person_id: bytes
    key: Key
    team_id: bytes
    reference: Reference
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """What can be counted now, and how many cases are still to be read."""

    lines: tuple[LineDocument, ...]
    judged: tuple[JudgedDocument, ...]
    unread: int


def read(session: Session, reader: Reader) -> Counted:
    """Return what can be counted, and remember what was opened for it."""
    paper = only_papers.read(session, reader.key, reader.team_id, _NOTHING)
    rows = session.execute(escalations.counted_of_team(reader.team_id, reader.key.kid)).all()
    known = {one.id: one for one in paper.document.lines}
    stale = {
        case.id: case
        for row, case in rows
        if case.restricted or _is_new(row, known.get(row.id.hex()))
    }
    opened, unread = list(stale.values())[:AT_ONCE], max(0, len(stale) - AT_ONCE)
    fresh = {case.id.hex(): _case(session, reader, case) for case in opened}
    there = {row.id.hex() for row, _ in rows}
    lines = [one for one in known.values() if one.case not in fresh and one.id in there]
    judged = [one for one in paper.document.judged if one.case not in fresh]
    shared = {case.id.hex() for case in opened if not case.restricted}
    kept = ScorecardDocument(
        lines=(*lines, *_lines(fresh, shared)), judged=(*judged, *_judged(fresh, shared))
    )
    if shared:
        only_papers.keep(session, reader.key, reader.team_id, kept, paper.version)
    _write_down(session, reader)
    alone = set(fresh) - shared
    return Counted(
        (*kept.lines, *_lines(fresh, alone)), (*kept.judged, *_judged(fresh, alone)), unread
    )


_Read = tuple[tuple[LineDocument, ...], tuple[JudgedDocument, ...]]


def _is_new(row: Escalation, known: LineDocument | None) -> bool:
    return known is None or known.version != row.version


def _case(session: Session, reader: Reader, case: Case) -> _Read:
    try:
        file = CaseFile(case, opening.case_keyring(session, reader.key, case))
    except (NotAllowed, Damaged):
        return (), ()
    found = session.scalars(escalations.escalations_of(case.id)).all()
    threat = _threat(session, file, reader.reference)
    lines = tuple(_line(session, file, row, threat) for row in found if row.sent_at is not None)
    return lines, tuple(_findings(session, file))


def _line(session: Session, file: CaseFile, row: Escalation, threat: str) -> LineDocument:
    notice = casefile.notice(session, file, row)
    said = casefile.decision(session, file, row)
    return LineDocument(
        id=row.id.hex(),
        case=file.case.id.hex(),
        version=row.version,
        platform=notice.about or notice.platform,
        kind=notice.kind,
        rung=notice.rung,
        threat=threat,
        language=file.case.language,
        sent=row.sent_at,
        acknowledged=row.acknowledged_at,
        decided=row.decided_at,
        silent=row.state in _SILENT or (row.decided_at is None and row.state in _ENDS),
        asked=len(notice.items),
        items=tuple(one.decision for one in said.items) if said else (),
        reasons=said.reasons_given if said else None,
        contested=_ENDS.get(row.state) or (said.contested if said else ""),
        looked=said is not None and said.looked_at is not None,
        reappeared=len(said.reappeared) if said else 0,
    )


def _threat(session: Session, file: CaseFile, reference: Reference) -> str:
    assessed = casefile.assessment(session, file)
    if assessed is None:
        return ""
    if assessed.subtypes:
        return reference.subtype(assessed.subtypes[0]).parent
    return assessed.threats[0] if assessed.threats else ""


def _findings(session: Session, file: CaseFile) -> Iterator[JudgedDocument]:
    read = opening.read_all(session, file.case, file.ring, ItemKind.FINDING, FindingDocument)
    newest = {
        (one.document.platform, one.document.step): one.document
        for one in sorted(read, key=lambda one: one.document.at)
    }
    for (platform, step), one in newest.items():
        yield JudgedDocument(
            case=file.case.id.hex(), platform=platform, step=step, finding=one.finding
        )


def _lines(fresh: dict[str, _Read], cases: Iterable[str]) -> tuple[LineDocument, ...]:
    return tuple(line for case in cases for line in fresh[case][0])


def _judged(fresh: dict[str, _Read], cases: Iterable[str]) -> tuple[JudgedDocument, ...]:
    return tuple(one for case in cases for one in fresh[case][1])


def _write_down(session: Session, reader: Reader) -> None:
    keeping.record(
        session,
        Act.SCORECARD_OPENED,
        actor=reader.person_id,
        thing=reader.team_id,
        day=reader.now.date(),
    )
