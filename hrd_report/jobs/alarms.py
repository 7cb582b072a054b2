"""Writes to colleagues that a second person is needed. The message says nothing of the case."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from hrd_report.accounts.actions.waking import KIND
from hrd_report.documents.escalations import DeliveryDocument
from hrd_report.errors import Damaged, NotAllowed
from hrd_report.escalation import delivery
from hrd_report.escalation.delivery import MailServer
from hrd_report.escalation.undelivered import NotDelivered
from hrd_report.i18n import catalogues, languages
from hrd_report.i18n.marks import N_
from hrd_report.records import alarms
from hrd_report.records.alarms import Alarm, WakingAddress
from hrd_report.sealed import Plain
from hrd_report.vault import digests, items
from hrd_report.vault.keys import Key
from hrd_report.vault.preamble import Context
from hrd_report.web.services import Services

AGAIN: Final = dt.timedelta(minutes=15)
"""How long a call waits for an answer before colleagues are written to again; also the lease."""
MOST_CALLS: Final = 8
_SUBJECT: Final = N_("Somebody is needed at the desk")
_BODY: Final = N_(
    "A second person is needed at the desk, now.\n\n"
    "Log in: %(url)s\n\n"
    "This message says nothing more, on purpose."
)


@dataclass(frozen=True, slots=True, repr=False)
class _Called:
    alarm: bytes
    to: tuple[tuple[str, WakingAddress], ...]


def call(parts: Services, key: Key, server: MailServer | None) -> bool:
    """Write to everybody one call is for. False where no call was due.

    The lease is taken first: a crash leads to one message more, never to none.
    """
    if not _is_due(parts):
        return False
    taken = _take(parts)
    if taken is None:
        return False
    reached = [_write(parts, key, server, code, one) for code, one in taken.to]
    with parts.database.writing() as session:
        alarm = session.get(Alarm, taken.alarm, with_for_update=True)
        if alarm is not None and any(reached):
            alarm.calls += 1
            if alarm.calls >= MOST_CALLS:
                alarm.next_at = None
    return True


def _is_due(parts: Services) -> bool:
    with parts.database.reading() as session:
        return session.execute(alarms.due(parts.clock())).first() is not None


def _take(parts: Services) -> _Called | None:
    now = parts.clock()
    with parts.database.writing() as session:
        found = session.execute(alarms.due(now)).first()
        if found is None:
            return None
        alarm, case = found
        alarm.next_at = now + AGAIN
        people = session.execute(alarms.to_wake(case, {alarm.raised_by})).all()
        return _Called(alarm.id, tuple((person.language, one) for person, one in people))


def _write(
    parts: Services, key: Key, server: MailServer | None, code: str, one: WakingAddress
) -> bool:
    if server is None:
        return False
    try:
        found = items.open_json(one.blob, key, Context(KIND, one.person_id, one.person_id))
        delivery.send(_message(parts, found["address"], code), server, parts.clock(), _nothing)
    except (Damaged, NotAllowed, NotDelivered):
        return False
    return True


def _message(parts: Services, address: str, code: str) -> DeliveryDocument:
    said = catalogues.catalogue(code if code in languages.codes() else languages.SOURCE)
    url = f"{parts.settings.public_url}/desk/"
    domain = parts.settings.mail_from.rpartition("@")[2].rstrip(">")
    return DeliveryDocument(
        address=address,
        sender=parts.settings.mail_from,
        subject=Plain(said.gettext(_SUBJECT)),
        body=Plain(said.gettext(_BODY) % {"url": url}),
        message_id=f"<{digests.random_bytes(16).hex()}@{domain}>",
    )


def _nothing() -> None:
    """Nothing can stop a call."""
