"""Begins what follows a silence or a refusal: a reminder, another way, an appeal. Sends nothing.

What is prefilled comes from the notice it follows, from what was answered, and from the campaign.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.documents.escalations import DecisionDocument, NoticeDocument, NoticeItem
from hrd_report.errors import IllegalTransition
from hrd_report.escalation import casefile, ladder, offices, preserved
from hrd_report.escalation.actions import drafting, patterns, prefilling
from hrd_report.escalation.casefile import CaseFile, Desk
from hrd_report.escalation.ladder import REMEDIES, REMINDER, Proposal, Standpoint
from hrd_report.escalation.notice import Letter
from hrd_report.i18n.marks import N_
from hrd_report.records import escalations
from hrd_report.records.escalations import Escalation
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

_SUBJECT: Final = {
    REMINDER: N_("Reminder: %(words)s"),
    "complaint": N_("Complaint: %(words)s"),
    "settlement": N_("Dispute: %(words)s"),
    "coordinator": N_("Complaint: %(words)s"),
}
_SENT: Final = N_("%(day)s: %(way)s, our reference %(reference)s")
_THEIRS: Final = N_("your reference %(reference)s")
_NO_ANSWER: Final = N_("no answer in time")
_PATTERN: Final = N_("[[what the other cases of the campaign show]]")


def proposals(session: Session, desk: Desk, escalation: Escalation) -> list[Proposal]:
    """Return what the ladder proposes to do next about an escalation."""
    notice = casefile.notice(session, desk.file, escalation)
    if notice.rung in ladder.ASIDE:
        # What it reminds of, or shows, is chased from there.
        return []
    platform = desk.reference.platform(notice.about or notice.platform)
    said = casefile.decision(session, desk.file, escalation)
    follow = _followers(session, desk.file, escalation)
    here = Standpoint(
        rung=notice.rung,
        state=escalation.state,
        missed_at=escalation.due_at,
        refused=said is not None and bool(refused(said, desk.reference)),
        reminders=sum(one.rung == REMINDER for one in follow),
    )
    tried = {one.rung for one in follow} | {notice.rung}
    grounds = prefilling.ground(desk, platform, notice.kind)
    return ladder.proposals(here, tried, grounds, desk.reference.clocks, desk.now)


def begin(
    session: Session,
    desk: Desk,
    before: Escalation,
    rung: str,
    addressee: str,
    letter: Letter,
    language: str,
) -> Escalation:
    """Keep a draft that goes on from an escalation. Raises `IllegalTransition` where none may.

    `addressee` is an authority where the way leads to one, or empty for the same addressee;
    `language` is the letter's.
    """
    if rung not in {one.rung for one in proposals(session, desk, before)}:
        raise IllegalTransition("the ladder has no such way from here")
    former = casefile.notice(session, desk.file, before)
    said = casefile.decision(session, desk.file, before)
    notice = _continued(session, desk, former, said, rung, addressee, letter)
    if rung in REMEDIES and not former.evidence:
        at = desk.reference.platform(former.about or former.platform)
        since = before.decided_at or before.sent_at
        fresh = Plain(patterns.captured_since(session, desk, at, since, letter))
        notice = replace(notice, evidence=fresh)
    earlier = _earlier(before, former, said, letter)
    notice = replace(notice, language=language, follows=before.id.hex(), earlier=earlier)
    made = drafting.keep_first(session, desk, prefilling.standing_on(session, desk, notice))
    if rung in REMEDIES:
        made.appeal_of = before.id
    return made


def refused(said: DecisionDocument, reference: Reference) -> tuple[int, ...]:
    """Return the items that were refused, or granted in part only."""
    bad = {one.id for one in reference.decisions if one.result in {"refused", "partly"}}
    return tuple(one.item for one in said.items if one.decision in bad)


def _continued(
    session: Session,
    desk: Desk,
    former: NoticeDocument,
    said: DecisionDocument | None,
    rung: str,
    addressee: str,
    letter: Letter,
) -> NoticeDocument:
    platform = desk.reference.platform(addressee or former.platform)
    concerned = former.about or former.platform
    items = _items(former.items, said, rung, desk.reference)
    subject = (
        letter.filled(_SUBJECT[rung], words=former.subject.reveal()) if rung in _SUBJECT else ""
    )
    contested = rung in REMEDIES
    elsewhere = addressee or (former.rung == offices.PARTNER and rung != REMINDER)
    cited = prefilling.requests(session, desk, concerned)
    return replace(
        prefilling.afresh(desk, former),
        platform=platform.id,
        about=concerned if platform.id != concerned else "",
        # The partner programme's address is for partners' notices and reminders of them alone.
        address=offices.address(desk.organisation, platform, rung) if elsewhere else former.address,
        # Somebody else has another key, and no account of ours.
        way=prefilling.way_to(platform) if addressee else former.way,
        rung=rung,
        kind="illegal" if rung == "art16" else former.kind,
        clause=Plain("") if rung == "art16" and former.kind != "illegal" else former.clause,
        subject=Plain(subject) if subject else former.subject,
        items=preserved.with_captures(items, preserved.captures_for(session, desk, former)),
        reasons=said.reasons if contested and said else Plain(""),
        pattern=_pattern(session, desk, former, letter) if contested else former.pattern,
        steps=tuple(one.step for one in cited),
        asks=tuple(one.ask for one in cited),
    )


def _items(
    items: tuple[NoticeItem, ...],
    said: DecisionDocument | None,
    rung: str,
    reference: Reference,
) -> tuple[NoticeItem, ...]:
    """Return what is still to be asked for: after a decision, what was refused."""
    if said is None or rung not in REMEDIES:
        return items
    still = refused(said, reference)
    return tuple(one for number, one in enumerate(items, 1) if number in still) or items


def _pattern(session: Session, desk: Desk, former: NoticeDocument, letter: Letter) -> Plain:
    """Return the evidence that it is a campaign, or a place to fill where the case has one."""
    if former.pattern:
        return former.pattern
    known = patterns.of_campaign(session, desk, letter)
    if known:
        return Plain(known)
    assessed = casefile.assessment(session, desk.file)
    grouped = assessed is not None and any(
        desk.reference.subtype(one).policy in {"coordinated_inauthentic", "mass_reporting"}
        for one in assessed.subtypes
    )
    return Plain(letter.say(_PATTERN)) if grouped else Plain("")


def _earlier(
    before: Escalation, former: NoticeDocument, said: DecisionDocument | None, letter: Letter
) -> Plain:
    """Return the earlier references, one line each, the oldest first."""
    day = before.sent_at.date().isoformat() if before.sent_at else ""
    way = letter.say(ladder.LABELS.get(former.rung, ladder.LABELS["form"]))
    parts = [letter.filled(_SENT, day=day, way=way, reference=former.reference)]
    if said is not None and said.platform_reference:
        parts.append(letter.filled(_THEIRS, reference=said.platform_reference.reveal()))
    labels = [letter.reference.decision(one.decision).label for one in said.items] if said else []
    parts += [letter.say(one) for one in dict.fromkeys(labels)] or [letter.say(_NO_ANSWER)]
    lines = (*former.earlier.reveal().splitlines(), ", ".join(parts))
    return Plain("\n".join(line for line in lines if line))


def _followers(session: Session, file: CaseFile, before: Escalation) -> Iterable[NoticeDocument]:
    """Return the newest notices that go on from an escalation."""
    others = [
        casefile.notice(session, file, one)
        for one in session.scalars(escalations.escalations_of(file.case.id))
        if one.id != before.id
    ]
    return [one for one in others if one.follows == before.id.hex()]
