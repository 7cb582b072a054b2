"""What an administrator sees: people, keys and the outbox. An administrator opens no case."""

import datetime as dt
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.acts import ACTS
from hrd_report.accounts.labels import KINDS, ROLES, STATES
from hrd_report.accounts.views import (
    channelling,
    handing,
    invited,
    leaving,
    letting_in,
    looking_back,
    notifying,
    office,
    person,
    platforms,
    powers,
    routing,
    teams,
    vouched,
)
from hrd_report.accounts.views import people as people_pages
from hrd_report.accounts.views.blueprint import administration as blueprint
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.records import audit, keys, people
from hrd_report.records.escalations import Delivery, DeliveryState
from hrd_report.rights import Right
from hrd_report.vault import recipients
from hrd_report.vault.keys import PublicKey
from hrd_report.web import guard, pages
from hrd_report.web.services import services

__all__ = [
    "blueprint",
    "channelling",
    "handing",
    "invited",
    "leaving",
    "letting_in",
    "looking_back",
    "notifying",
    "people_pages",
    "person",
    "platforms",
    "powers",
    "routing",
    "teams",
    "vouched",
]

_SHOWN: Final = dt.timedelta(days=31)

DELIVERIES: Final = {
    DeliveryState.QUEUED: N_("waiting to leave"),
    DeliveryState.SENDING: N_("leaving now"),
    DeliveryState.SENT: N_("sent"),
    DeliveryState.STOPPED: N_("stopped before leaving"),
    DeliveryState.DEAD: N_("could not be sent"),
    DeliveryState.BY_HAND: N_("with somebody who sends it by hand"),
}


@blueprint.get("/")
@guard.staff(Right.OPERATE)
def overview() -> AnyResponse:
    """Show what has to be seen to, who works here and what waits in the outbox."""
    with services().database.reading() as session:
        return office.show(
            "admin.html",
            at=office.OVERVIEW,
            people_rows=_people(session),
            outbox_rows=_outbox(session),
            warnings=vouched.warnings(session),
        )


@blueprint.get("/keys/")
@guard.staff(Right.OPERATE)
def keys_page() -> AnyResponse:
    """Show which keys are in use, who vouches for them, and where recovery lies."""
    with services().database.reading() as session:
        return office.show(
            "keys.html",
            at=office.KEYS,
            key_rows=_active_keys(session),
            warnings=vouched.warnings(session),
            roster_rows=vouched.roster_rows(session),
            sheet_rows=vouched.sheet_rows(session),
        )


@blueprint.get("/audit")
@guard.staff(Right.SEE_AUDIT)
def audit_page() -> AnyResponse:
    """Show where the audit stands, and how often each act was done on each day; no case, no name.

    Nothing is verified here: this page comes from the very database that would be in doubt.
    """
    since = services().clock().date() - _SHOWN
    with services().database.reading() as session:
        last = session.scalars(audit.last_checkpoint()).first()
        return office.show(
            "audit.html",
            at=office.AUDIT,
            rows=last.size if last else 0,
            day=session.scalars(audit.last_day()).first(),
            waiting=session.scalars(audit.waiting()).one(),
            note=last.text if last else "",
            act_rows=[
                [formats.short_day(day, pages.language()), pages.say(ACTS[act]), str(count)]
                for day, act, count in session.execute(audit.acts_by_day(since))
            ],
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
