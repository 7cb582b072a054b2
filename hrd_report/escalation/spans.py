"""How long an addressee may take for one notice, decided when it is queued. Opens nothing."""

import datetime as dt
from typing import Final

from hrd_report.documents.escalations import ClocksDocument, NoticeDocument
from hrd_report.escalation import ladder
from hrd_report.escalation.casefile import Desk

_HOUR: Final = dt.timedelta(hours=1)


def of_notice(notice: NoticeDocument, desk: Desk) -> ClocksDocument:
    """Return the clocks of a notice, by addressee and urgency.

    Danger to a person waits for nobody's working days. A reminder starts no later clock of its own
    than a first notice would.
    """
    critical = notice.urgency == "critical"
    clocks = desk.reference.clocks
    answers = desk.reference.platform(notice.platform).answers
    if answers is None or (critical and notice.rung not in ladder.REMEDIES):
        return ClocksDocument(
            acknowledge=clocks.acknowledge_within(critical=critical) // _HOUR,
            decide=clocks.decide_within(critical=critical) // _HOUR,
        )
    office = desk.organisation
    return ClocksDocument(
        acknowledge=answers.acknowledge // _HOUR,
        decide=answers.decide // _HOUR,
        days=answers.working,
        # Whose days off we do not know keeps ours: what is due then, somebody here can act on.
        days_off=office.days_off,
        closed=office.closed,
        zone=office.zone,
    )
