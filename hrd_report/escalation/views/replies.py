"""What came to an escalation as its page shows it: words, and whether the sender is known."""

from typing import Any, Final

from sqlalchemy.orm import Session

from hrd_report.casefile import opening
from hrd_report.documents.correspondence import MailDocument
from hrd_report.escalation import wording
from hrd_report.escalation.casefile import CaseFile
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.records import correspondence
from hrd_report.records.correspondence import MailState
from hrd_report.records.escalations import Escalation
from hrd_report.records.keys import ItemKind
from hrd_report.web import pages
from hrd_report.web.services import services

_PROVED: Final = N_("The sender is proved by our mail server.")
_UNCHECKED: Final = N_("Its domain fits; nobody checked whether it is really from there.")
_AUTOMATIC: Final = N_("A program wrote it.")


def of(session: Session, file: CaseFile, escalation: Escalation) -> list[MailDocument]:
    """Return the mails that came to an escalation, the newest first."""
    read = opening.read_all(session, file.case, file.ring, ItemKind.MAIL, MailDocument)
    found = [one.document for one in read if one.document.escalation == escalation.id.hex()]
    return sorted(found, key=lambda one: one.at, reverse=True)


def shown(mails: list[MailDocument]) -> list[dict[str, Any]]:
    """Return mails as the page shows them."""
    return [_shown(one) for one in mails]


def seen(escalation: Escalation) -> None:
    """Note that somebody has the answers before them, so that no list calls them new."""
    database = services().database
    waiting = correspondence.new_mails_of((escalation.id,))
    with database.reading() as session:
        if session.scalars(waiting.limit(1)).first() is None:
            return
    with database.writing() as session:
        for one in session.scalars(waiting):
            one.state = MailState.DONE


def _shown(one: MailDocument) -> dict[str, Any]:
    notes = [pages.say(_PROVED if one.proved else _UNCHECKED)]
    if one.automatic:
        notes.append(pages.say(_AUTOMATIC))
    return {
        "at": formats.moment(one.at, pages.language()),
        "sender": wording.line(one.sender.reveal()),
        "subject": one.subject.reveal(),
        "body": wording.defanged(one.body.reveal()),
        "notes": notes,
        "proved": one.proved,
        "whole": one.whole,
        "files": len(one.files),
    }
