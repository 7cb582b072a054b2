"""Chooses the way a draft takes. The words stay; an approval does not: other eyes may see them."""

from dataclasses import replace

from sqlalchemy.orm import Session

from hrd_report.documents.escalations import NoticeDocument, Way
from hrd_report.errors import Damaged, IllegalTransition, Invalid
from hrd_report.escalation import casefile, telling, wording
from hrd_report.escalation.actions import drafting
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.channels import kinds
from hrd_report.escalation.channels.kinds import Kind
from hrd_report.records import correspondence
from hrd_report.records.acts import Act
from hrd_report.records.correspondence import AccountKind, PlatformAccount
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.sealed import Plain
from hrd_report.vault import openpgp, recipients


def choose(
    session: Session, desk: Desk, escalation: Escalation, way: Way, version: int
) -> NoticeDocument:
    """Keep another revision with this way.

    Raises `Conflict` where somebody changed the draft, `Invalid` for what the way does not take,
    `IllegalTransition` once it is queued.
    """
    drafting.check_version(escalation, version)
    if escalation.state is not EscalationState.DRAFT:
        raise IllegalTransition("only a draft changes its way")
    before = casefile.notice(session, desk.file, escalation)
    notice = replace(
        before,
        way=_checked(session, way, before.platform),
        by=desk.actor.name,
        at=desk.now,
        approved_by=None,
        revision=before.revision + 1,
    )
    drafting.point_to(session, desk, escalation, notice)
    telling.note(session, escalation, Act.DRAFTED, desk.now, desk.actor.id)
    return notice


def accounts(session: Session, kind: str) -> list[PlatformAccount]:
    """Return the organisation's accounts that a channel can use."""
    return list(session.scalars(correspondence.accounts_of(AccountKind(kind)))) if kind else []


def _checked(session: Session, way: Way, platform: str) -> Way:
    """Return a way without what its channel does not use. Raises `Invalid`."""
    kind = kinds.kind(way.channel)
    if kind is None or kind not in kinds.for_platform(platform):
        raise Invalid({"channel": ["unknown"]})
    if way.reason and way.reason not in kind.reasons:
        raise Invalid({"reason": ["unknown"]})
    known = {one.id.hex() for one in accounts(session, kind.account)}
    if way.account and way.account not in known:
        raise Invalid({"account": ["unknown"]})
    return Way(
        channel=kind.id,
        account=way.account if kind.account else "",
        reason=way.reason if kind.reasons else "",
        rules=way.rules if kind.id == "mastodon" else (),
        key=_key(way.key, kind),
        target=Plain(wording.paragraphs(way.target.reveal()) if kind.target else ""),
        forward=way.forward and kind.id == "mastodon",
        bare=way.bare and kind.inline and not way.key.strip(),
    )


def _key(text: str, kind: Kind) -> str:
    """Return a key as it is kept: a way that carries evidence takes an age key as well."""
    if not text.strip() or not kind.key:
        return ""
    try:
        if kind.key == "age" or (recipients.is_one(text) and kind.files and not kind.inline):
            recipients.decode(text.strip())
            return text.strip()
        return openpgp.read(text).text
    except Damaged:
        raise Invalid({"key": ["bad_key"]}) from None
