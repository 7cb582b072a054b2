"""What the administrators' overview says of the roster and of recovery sheets. Changes neither."""

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.accounts.actions import custody, rostering
from hrd_report.errors import NotVouched
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.records.people import Person
from hrd_report.vault import owner
from hrd_report.web import pages
from hrd_report.web.services import services

_YEAR: Final = dt.timedelta(days=365)
WHY: Final = {
    "no_owner": N_("No owner’s key is pinned on this server."),
    "no_roster": N_("There is no list of keys."),
    "unsigned": N_("The list of keys is not signed."),
    "other_owner": N_("The list of keys was signed by somebody else than the owner."),
    "altered": N_("The list of keys was changed after it was signed."),
    "not_begun": N_("The list of keys holds from a later day on: is the server’s clock right?"),
    "over": N_("The list of keys is over."),
    "older": N_("The list of keys is older than one that was used here before."),
    "not_endorsed": N_("The key of %(team)s is not vouched for: somebody may have put it there."),
    "team_older": N_("The key of %(team)s is older than one that was used here before."),
}


def warnings(session: Session) -> list[str]:
    """Return what somebody has to see to: the door is closed, or soon will be."""
    trust = services().trust
    closed = [_why(problem) for problem in trust.complaints(session)]
    if closed:
        return [pages.say(N_("The door is closed: no report can be taken.")), *closed]
    found, said = trust.roster(session), []
    if rostering.ends_soon(found, trust.clock().date()):
        day = formats.day(found.until, pages.language())
        said.append(
            pages.say(N_("The signed list of keys ends on %(day)s; then the door closes."), day=day)
        )
    if trust.endorser is not None and not rostering.is_current(session, trust, found):
        said.append(pages.say(N_("Keys changed since the list was signed.")))
    if said:
        said.append(pages.say(N_("The operator drafts the next list, the owner signs it.")))
    return said


def roster_rows(session: Session) -> list[list[str]]:
    """Return what is to be known of the roster in use, as rows of a table."""
    trust, language = services().trust, pages.language()
    try:
        found = trust.roster(session)
    except NotVouched as problem:
        return [[pages.say(N_("State")), _why(problem)]]
    by = " ".join(owner.fingerprint_words(trust.owner or b"", language))
    if trust.self_signed:
        by = pages.say(N_("this demo itself, which proves nothing"))
    return [
        [pages.say(N_("Number")), str(found.epoch)],
        [pages.say(N_("Holds until")), formats.day(found.until, language)],
        [pages.say(N_("Signed by")), by],
    ]


def sheet_rows(session: Session) -> list[list[str]]:
    """Return which recovery sheet lies with whom, and when it was last confirmed."""
    return [
        [str(one.share), _name(session, one.person_id), _seen(one.seen_day or one.day)]
        for one in custody.shares(session)
    ]


def _name(session: Session, person_id: bytes | None) -> str:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person else pages.say(N_("not written down"))


def _seen(day: dt.date) -> str:
    said = formats.day(day, pages.language())
    if services().clock().date() > day + _YEAR:
        return pages.say(N_("%(day)s, more than a year ago"), day=said)
    return said


def _why(problem: NotVouched) -> str:
    return pages.say(WHY[problem.reason], team=problem.team)
