"""What an appeal adds to a notice: of the campaign, and captured since. Keeps nothing.

What is counted names no other case, and a person looks at it: it stands in brackets until then.
"""

import datetime as dt
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import papers, regranting
from hrd_report.documents.campaigns import CampaignDocument
from hrd_report.escalation import preserved, wording
from hrd_report.escalation.actions import prefilling
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.letters import Letter
from hrd_report.escalation.passages import matters
from hrd_report.i18n.marks import N_
from hrd_report.records.cases import Case, visible_to
from hrd_report.reference.platforms import Platform

FEWEST: Final = 3
"""Of fewer cases nothing is said: two would point to the other one."""

_ATTACK: Final = N_(
    "[[we know of %(count)s cases of this attack, from %(first)s to %(last)s; say what they share]]"
)


def of_campaign(session: Session, desk: Desk, letter: Letter) -> str:
    """Return what an attack that the case belongs to shows, counted from cases open to us."""
    team, own = desk.file.case.team_id, desk.file.case.id.hex()
    ring = regranting.hand(session, desk.actor.key).ring
    found = papers.of_team(session, ring, team, CampaignDocument) if team else []
    attacks = (one.document for one in found if one.document.kind == "attack")
    campaign = next((one for one in attacks if own in one.members), None)
    return _counted(session, desk, campaign, letter) if campaign is not None else ""


def captured_since(
    session: Session, desk: Desk, platform: Platform, since: dt.datetime | None, letter: Letter
) -> str:
    """Return what lies at an addressee and was captured after it decided, a line for each."""
    if since is None:
        return ""
    # An address may stand there twice: as it was written, and as it was in the end.
    found = dict(preserved.captures(session, desk.file).values())
    lines = []
    for one in sorted(found.values(), key=lambda one: one.captured_at):
        address = one.url or one.link
        fresh = one.captured_at > since and one.sha256
        if address and fresh and prefilling.lies_at(address, platform):
            day = one.captured_at.date().isoformat()
            said = letter.filled(matters.CAPTURED, day=day, hash=one.sha256)
            lines.append(f"{wording.refanged(address.reveal())}: {said}")
    return "\n".join(lines)


def _counted(session: Session, desk: Desk, campaign: CampaignDocument, letter: Letter) -> str:
    members = [bytes.fromhex(one) for one in campaign.members]
    open_ones = select(Case.received_day).where(
        Case.id.in_(members), visible_to(desk.actor.key.kid)
    )
    days = [one.isoformat() for one in session.scalars(open_ones)]
    if len(days) < FEWEST:
        return ""
    return letter.filled(
        _ATTACK,
        count=str(len(days)),
        first=campaign.first or min(days),
        last=campaign.last or max(days),
    )
