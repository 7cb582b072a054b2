"""Begins a notice from what the case knows, and keeps its revisions. Sends nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.documents.casework import AssessmentDocument
from hrd_report.documents.escalations import NoticeDocument, NoticeItem
from hrd_report.errors import Conflict, IllegalTransition
from hrd_report.escalation import casefile, lifecycle, standing, telling, wording
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.notice import Letter
from hrd_report.i18n.marks import N_
from hrd_report.records.audit import Act
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.records.keys import Item, ItemKind
from hrd_report.reference.platforms import Platform
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain
from hrd_report.vault import digests

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_UNFOLLOWED: Final = ("not_met", "partly")
_WHAT: Final = N_("[[what the items are, in a few words]]")
_HAPPENED: Final = N_("[[what happened, on which day, and how we know]]")
_HARM: Final = N_("[[what this can do to the person, and how soon]]")


class SecondPersonMissing(IllegalTransition):
    """A step that a second person must take was tried by the first. Shown as any other step."""


@dataclass(frozen=True, slots=True, repr=False)
class Wanted:
    """What a caseworker typed into a draft. `steps` and `asks` belong together, one to one."""

    address: str
    kind: str
    language: str
    subject: Plain
    explanation: Plain
    context: Plain
    clause: Plain
    harm: Plain
    items: tuple[NoticeItem, ...]
    identity: str
    identity_text: Plain
    steps: tuple[str, ...]
    asks: tuple[Plain, ...]


def begin(session: Session, desk: Desk, platform: str, letter: Letter, language: str) -> Escalation:
    """Keep a first draft for one addressee. Raises `NotFound` for one the directory lacks."""
    notice = _prefilled(session, desk, desk.reference.platform(platform), letter)
    item = _keep(session, desk, replace(notice, language=language))
    session.flush()
    escalation = Escalation(
        id=keeping.new_id(),
        case_id=desk.file.case.id,
        state=EscalationState.DRAFT,
        notice_item=item.id,
        day=desk.now.date(),
    )
    session.add(escalation)
    telling.note(session, escalation, Act.DRAFTED, desk.now, desk.actor.id)
    return escalation


def revise(
    session: Session, desk: Desk, escalation: Escalation, wanted: Wanted, version: int
) -> NoticeDocument:
    """Keep another revision. An approval belongs to the revision it was given for.

    Raises `Conflict` where somebody else changed the draft, `IllegalTransition` once it is queued.
    """
    check_version(escalation, version)
    if escalation.state is not EscalationState.DRAFT:
        raise IllegalTransition("only a draft is revised")
    before = casefile.notice(session, desk.file, escalation)
    typed = {name: getattr(wanted, name) for name in Wanted.__slots__}
    notice = replace(
        before,
        **typed,
        by=desk.actor.name,
        at=desk.now,
        approved_by=None,
        revision=before.revision + 1,
    )
    notice = _standing_on(session, desk, notice)
    point_to(session, desk, escalation, notice)
    telling.note(session, escalation, Act.DRAFTED, desk.now, desk.actor.id)
    return notice


def approve(session: Session, desk: Desk, escalation: Escalation, version: int) -> NoticeDocument:
    """Note that a second person read this revision. Raises `SecondPersonMissing` for its author."""
    check_version(escalation, version)
    notice = casefile.notice(session, desk.file, escalation)
    if escalation.state is not EscalationState.DRAFT:
        raise IllegalTransition("only a draft is approved")
    if notice.by == desk.actor.name:
        raise SecondPersonMissing("a draft is approved by somebody else than its author")
    notice = replace(notice, approved_by=desk.actor.name)
    point_to(session, desk, escalation, notice)
    telling.note(session, escalation, Act.STATE_CHANGED, desk.now, desk.actor.id)
    return notice


def rework(session: Session, desk: Desk, escalation: Escalation, version: int) -> None:
    """Make a draft again of what was stopped or could not be sent."""
    check_version(escalation, version)
    lifecycle.move(escalation, EscalationState.DRAFT, desk.actor.role)
    telling.note(session, escalation, Act.STATE_CHANGED, desk.now, desk.actor.id)


def check_version(escalation: Escalation, version: int) -> None:
    """Raise `Conflict` where the page somebody acted on is older than the escalation."""
    if escalation.version != version:
        raise Conflict


def point_to(session: Session, desk: Desk, escalation: Escalation, notice: NoticeDocument) -> None:
    """Keep a notice as the escalation's newest; earlier ones stay in the case's file."""
    item = _keep(session, desk, notice)
    session.flush()
    escalation.notice_item = item.id
    escalation.version += 1


def _keep(session: Session, desk: Desk, notice: NoticeDocument) -> Item:
    file = desk.file
    return keeping.keep(
        session, file.case.id, ItemKind.NOTICE, notice, file.public, day=desk.now.date()
    )


def _standing_on(session: Session, desk: Desk, notice: NoticeDocument) -> NoticeDocument:
    known = casefile.standings(session, desk.file)
    holding = standing.covering(notice, known, desk.now, desk.reference)
    return replace(notice, consents=tuple(one.id for one in holding))


def _prefilled(session: Session, desk: Desk, platform: Platform, letter: Letter) -> NoticeDocument:
    found = casefile.findings(session, desk.file, platform.id)
    cited = [
        found[step.id]
        for step in desk.reference.steps
        if step.id in found and found[step.id].finding in _UNFOLLOWED
    ]
    assessed = casefile.assessment(session, desk.file)
    bare = NoticeDocument(
        platform=platform.id,
        address=platform.email or "",
        kind="infrastructure" if platform.generic else "terms",
        language="en",
        subject=Plain(letter.say(_WHAT)),
        explanation=Plain(letter.say(_HAPPENED)),
        context=Plain(""),
        clause=Plain(_clause(platform, assessed, desk.reference)),
        harm=Plain(letter.say(_HARM)),
        items=_items(casefile.links(session, desk.file), platform),
        identity="organisation",
        identity_text=Plain(""),
        consents=(),
        steps=tuple(one.step for one in cited),
        asks=tuple(one.ask for one in cited),
        urgency=desk.file.case.urgency.value,
        reference=_reference(),
        by=desk.actor.name,
        at=desk.now,
    )
    return _standing_on(session, desk, bare)


def _items(links: Iterable[Plain], platform: Platform) -> tuple[NoticeItem, ...]:
    return tuple(
        NoticeItem(url=Plain(wording.refanged(link.reveal())), action="remove")
        for link in links
        if _lies_at(link, platform)
    )


def _clause(platform: Platform, assessed: AssessmentDocument | None, reference: Reference) -> str:
    policies = [reference.subtype(name).policy for name in assessed.subtypes] if assessed else []
    clauses = (platform.clause(policy) for policy in policies)
    return "; ".join(dict.fromkeys(clause for clause in clauses if clause))


def _lies_at(link: Plain, platform: Platform) -> bool:
    host = urlsplit(wording.refanged(link.reveal())).hostname or ""
    return any(host == one or host.endswith("." + one) for one in _hosts(platform))


def _hosts(platform: Platform) -> set[str]:
    """Return the names a platform is known under: its own, and those of its routes."""
    routes = [route.address or "" for route in platform.routes]
    hosts = {urlsplit(address).hostname or address.rpartition("@")[2] for address in routes}
    registered = {".".join(host.split(".")[-2:]) for host in hosts if "." in host}
    return registered | {f"{platform.id}.com"}


def _reference() -> str:
    drawn = "".join(_LETTERS[byte % 32] for byte in digests.random_bytes(8))
    return f"HRD-{drawn[:4]}-{drawn[4:]}"
