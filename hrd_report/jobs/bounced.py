"""Writes down what became of a message of ours, as mail servers say; keeps no word of theirs."""

from typing import TYPE_CHECKING, Final

from hrd_report.escalation import case_clock, lifecycle, telling
from hrd_report.escalation.mails.bounces import Kind
from hrd_report.jobs import incoming
from hrd_report.records import escalations, locking
from hrd_report.records.acts import Act
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import Case
from hrd_report.records.correspondence import MailKind, MailState
from hrd_report.records.escalations import Delivery, DeliveryState, Escalation, EscalationState

if TYPE_CHECKING:
    from hrd_report.jobs.incoming import Intake, Match

_PROBLEMS: Final[dict[Kind, str]] = {
    "address": "bounced_address",
    "full": "bounced_full",
    "policy": "bounced_policy",
    "other": "bounced_other",
    "delayed": "delayed",
}


def record(intake: "Intake", digest: bytes, match: "Match", kind: Kind) -> None:
    """Record a bounce: what came back for good was not sent, what is late is still on its way.

    Only the message that left last is meant: an earlier one says nothing of it.
    """
    now = intake.clock()
    with intake.database.writing() as session:
        escalation = session.get(Escalation, match.escalation_id)
        if escalation is None:
            return
        case = session.get_one(Case, escalation.case_id, with_for_update=LOCKED)
        escalation = locking.locked(session, escalation.id)
        row = incoming.row(intake, digest, MailKind.BOUNCE, case.team_id)
        row.state, row.escalation_id, row.token = MailState.DONE, escalation.id, match.token
        row.problem = _PROBLEMS.get(kind, "arrived")
        session.add(row)
        delivery = session.scalars(escalations.delivery_of(escalation.id)).one_or_none()
        if delivery is not None and incoming.is_of(delivery, match.token):
            _mark(escalation, delivery, kind)
            if escalation.state is EscalationState.FAILED:
                telling.note(session, escalation, Act.NOT_SENT, now, None)
                news = telling.news(escalation, "escalation_not_sent", now)
                telling.tell(session, escalation, news)
                case_clock.follow(session, escalation, now)


def _mark(escalation: Escalation, delivery: Delivery, kind: Kind) -> None:
    if kind == "arrived":
        delivery.problem = None if delivery.problem == "delayed" else delivery.problem
        return
    delivery.problem = _PROBLEMS[kind]
    if kind != "delayed" and escalation.state is EscalationState.SENT:
        delivery.state = DeliveryState.DEAD
        escalation.due_at = None
        lifecycle.move(escalation, EscalationState.FAILED, lifecycle.PROGRAM)
