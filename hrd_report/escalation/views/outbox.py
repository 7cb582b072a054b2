"""The page of what has not left yet: dead letters first, each with a button to try it again."""

from typing import Any, Final

from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.escalation.sentences import DELIVERY
from hrd_report.escalation.views import entrance
from hrd_report.escalation.views.blueprint import blueprint
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.records import escalations
from hrd_report.records.cases import Case
from hrd_report.records.escalations import Delivery, DeliveryState, Escalation
from hrd_report.records.keys import Item
from hrd_report.rights import Right
from hrd_report.web import guard, pages, visitors
from hrd_report.web.services import services

_MOST: Final = 100
_STATES: Final = {
    DeliveryState.DEAD: N_("could not be sent"),
    DeliveryState.QUEUED: N_("waits"),
    DeliveryState.SENDING: N_("leaves now"),
    DeliveryState.BY_HAND: N_("in somebody’s hands"),
}


@blueprint.get("/desk/escalations/outbox")
@guard.staff(Right.ESCALATE)
def outbox() -> Response:
    """List what has not left, from clear columns alone."""
    person = visitors.this_staff()
    with services().database.reading() as session:
        rows = _rows(session, person.team_id, person.key.kid) if person.team_id else []
    return entrance.show("outbox.html", rows=rows, full=len(rows) == _MOST)


def _rows(session: Session, team_id: bytes, kid: bytes) -> list[dict[str, Any]]:
    found = session.execute(escalations.outbox_of_team(team_id, kid, limit=_MOST)).all()
    there = select(Item.id).where(
        Item.id.in_([delivery.item_id for delivery, _, _ in found]), Item.blob.is_not(None)
    )
    whole = set(session.scalars(there))
    return [_row(*one, whole=one[0].item_id in whole) for one in found]


def _row(delivery: Delivery, escalation: Escalation, case: Case, *, whole: bool) -> dict[str, Any]:
    language = pages.language()
    dead = delivery.state is DeliveryState.DEAD
    waits = delivery.state is DeliveryState.QUEUED and delivery.attempts
    return {
        "number": case.number,
        "href": entrance.address(escalation),
        "state": pages.say(_STATES[delivery.state]),
        "dead": dead,
        "why": pages.say(DELIVERY[delivery.problem]) if delivery.problem else "",
        "tries": formats.number(delivery.attempts, language),
        "next": formats.moment(delivery.next_at, language) if waits else "",
        # What left and came back lies nowhere any more: it is written anew.
        "retry": entrance.address(escalation, "retry") if dead and whole else "",
        "version": escalation.version,
    }
