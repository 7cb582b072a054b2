"""Opens what an organisation says of itself, and knows when it works. Changes nothing."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from hrd_report.casefile import only_papers
from hrd_report.casefile.only_papers import Only
from hrd_report.documents.organisation import OrganisationDocument
from hrd_report.escalation import wording
from hrd_report.escalation.calendars import Calendar
from hrd_report.reference.platforms import Platform
from hrd_report.vault.keys import Key

PARTNER: Final = "partner"
"""The rung of partner programmes."""
NOTHING: Final = OrganisationDocument()


def of_team(session: Session, person: Key, team_id: bytes) -> Only[OrganisationDocument]:
    """Return a team's settings, or those of an organisation that set nothing."""
    return only_papers.read(session, person, team_id, NOTHING)


def calendar(organisation: OrganisationDocument) -> Calendar:
    """Return when the organisation works."""
    closed = frozenset(map(dt.date.fromisoformat, organisation.closed))
    return Calendar(ZoneInfo(organisation.zone), frozenset(organisation.days_off), closed)


def address(organisation: OrganisationDocument, platform: Platform, rung: str) -> str:
    """Return the e-mail address a rung leads to: a partner writes where its programme is reached.

    What our own membership says comes before what the directory knows of the programme.
    """
    ours = [one.address for one in organisation.memberships if one.platform == platform.id]
    known = [*ours, platform.partner.address or ""] if rung == PARTNER else []
    return next((one for one in known if wording.is_mail_address(one)), platform.email or "")


def is_member(organisation: OrganisationDocument, platform: str) -> bool:
    """Whether the organisation is in the partner programme of a platform."""
    return any(one.platform == platform for one in organisation.memberships)
