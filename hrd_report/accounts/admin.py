"""What an administrator sees: people, keys and the outbox. An administrator opens no case."""

from typing import Final

from flask import Blueprint
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.i18n.marks import N_
from hrd_report.records import keys, people
from hrd_report.records.escalations import Delivery, DeliveryState
from hrd_report.records.keys import KeyKind
from hrd_report.records.people import PersonState, Role
from hrd_report.vault import recipients
from hrd_report.vault.keys import PublicKey
from hrd_report.web import guard, pages
from hrd_report.web.services import services

blueprint: Final = Blueprint("admin", __name__, url_prefix="/admin")

ROLES: Final = {
    Role.ADMINISTRATOR: N_("administrator"),
    Role.LEAD: N_("team lead"),
    Role.CASEWORKER: N_("caseworker"),
    Role.ANALYST: N_("analyst"),
}
STATES: Final = {
    PersonState.NEW: N_("has not chosen a password yet"),
    PersonState.ACTIVE: N_("active"),
    PersonState.LEFT: N_("left"),
}
KINDS: Final = {
    KeyKind.INTAKE: N_("intake"),
    KeyKind.TEAM: N_("team"),
    KeyKind.ANALYST: N_("analysts"),
    KeyKind.RECOVERY: N_("recovery"),
}
DELIVERIES: Final = {
    DeliveryState.QUEUED: N_("waiting to leave"),
    DeliveryState.SENDING: N_("leaving now"),
    DeliveryState.SENT: N_("sent"),
    DeliveryState.STOPPED: N_("stopped before leaving"),
    DeliveryState.DEAD: N_("could not be sent"),
}


@blueprint.get("/")
@guard.staff(Role.ADMINISTRATOR)
def overview() -> AnyResponse:
    """Show who works here, which keys are in use and what waits in the outbox."""
    with services().database.reading() as session:
        return pages.render(
            "accounts/admin.html",
            door="administration",
            nav=[],
            people_rows=_people(session),
            key_rows=_active_keys(session),
            outbox_rows=_outbox(session),
        )


def _people(session: Session) -> list[list[str]]:
    return [
        [person.name, pages.say(ROLES[person.role]), pages.say(STATES[person.state])]
        for person in session.scalars(people.people())
    ]


def _active_keys(session: Session) -> list[list[str]]:
    language = pages.language()
    return [
        [
            pages.say(KINDS[kind]),
            " ".join(recipients.fingerprint_words(PublicKey.from_raw(row.public), language)),
        ]
        for kind in KINDS
        for row in session.scalars(keys.active(kind))
    ]


def _outbox(session: Session) -> list[list[str]]:
    counted = select(Delivery.state, func.count()).group_by(Delivery.state)
    return [[pages.say(DELIVERIES[state]), str(count)] for state, count in session.execute(counted)]
