"""Makes a case of what the desk brings in itself: no defender sent it, and no receipt opens it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.casefile.numbers import new_number
from hrd_report.casefile.trust import Trust
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case, CaseState, Due, Report, ReportState, Urgency
from hrd_report.records.keys import ItemKind, KeyKind
from hrd_report.records.people import Team
from hrd_report.vault import digests
from hrd_report.vault.keyring import Keyring
from hrd_report.vault.keys import Key

Documents = Iterable[tuple[ItemKind, object]]


@dataclass(frozen=True, slots=True)
class Brought:
    """Who brings something in, for which team, in which language it is."""

    actor: bytes
    team: Team
    language: str


def bring(
    session: Session, by: Brought, documents: Documents, trust: Trust, *, now: dt.datetime
) -> tuple[Case, Keyring]:
    """Keep a case with its first pieces, taken by whoever brings it; nothing is due.

    It is granted to the team and to recovery, as any other. Raises what `trust` raises.
    """
    day, key, receipt = now.date(), Key.new(), Key.new()
    for public, kind in ((key.public, KeyKind.CASE), (receipt.public, KeyKind.RECEIPT)):
        keeping.keep_key(session, public, kind, day=day)
    session.flush()  # grants name keys that must be there
    for holder in (trust.team(session, by.team), *trust.recovery(session)):
        keeping.keep_grant(session, key, holder, day=day)
    case = Case(
        id=keeping.new_id(),
        number=new_number(),
        kid=key.kid,
        team_id=by.team.id,
        state=CaseState.IN_PROGRESS,
        urgency=Urgency.NORMAL,
        language=by.language,
        received_day=day,
        due=Due.NOTHING,
        assignee=by.actor,
        state_day=day,
    )
    session.add(case)
    session.flush()
    session.add(_report(case, receipt, day))
    for what, document in documents:
        case.size += keeping.keep(session, case.id, what, document, key.public, day=day).size
    keeping.record(session, Act.BROUGHT_IN, actor=by.actor, thing=case.id, day=day)
    ring = Keyring(key)
    return case, ring


def _report(case: Case, receipt: Key, day: dt.date) -> Report:
    """Return the row every case has; its receipt's key was forgotten, so nobody comes back."""
    return Report(
        lookup=digests.random_bytes(32),
        case_id=case.id,
        receipt_kid=receipt.kid,
        state=ReportState.ACCEPTED,
        digest=digests.random_bytes(32),
        day=day,
    )
