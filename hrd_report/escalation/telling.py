"""What every step of an escalation leaves behind: news for the defender, an act in the audit."""

import datetime as dt

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.documents.reports import Event, NewsDocument
from hrd_report.records import escalations
from hrd_report.records.acts import Act
from hrd_report.records.escalations import Escalation


def news(escalation: Escalation, event: Event, now: dt.datetime) -> NewsDocument:
    """Return news of an escalation. A job knows no more: its reader joins by the escalation."""
    return NewsDocument(event=event, at=now, escalation=escalation.id.hex())


def tell(session: Session, escalation: Escalation, said: NewsDocument) -> None:
    """Tell the defender, and those of the other cases that the notice speaks for."""
    others = session.scalars(escalations.cases_in(escalation.id))
    for case_id in {escalation.case_id, *others}:
        keeping.tell_defender(session, case_id, said, day=said.at.date())


def note(
    session: Session, escalation: Escalation, act: Act, now: dt.datetime, actor: bytes | None
) -> None:
    """Add an act on an escalation to the audit; `actor` is a person, or nothing for a job."""
    keeping.record(session, act, actor=actor, thing=escalation.id, day=now.date())
