"""Begins the public copy of a notice that left. Sends nothing, and takes over no name."""

from dataclasses import replace

from sqlalchemy.orm import Session

from hrd_report.documents.escalations import NoticeDocument, Way
from hrd_report.errors import IllegalTransition
from hrd_report.escalation import casefile, ladder
from hrd_report.escalation.actions import drafting, prefilling, ways
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.standing import PUBLIC_COPY
from hrd_report.records.escalations import Escalation
from hrd_report.sealed import Plain


def is_open(session: Session, escalation: Escalation, notice: NoticeDocument) -> bool:
    """Whether the organisation switched it on, and there is something that left to show."""
    left = escalation.sent_at is not None and notice.rung not in ladder.ASIDE
    return left and bool(ways.accounts(session, PUBLIC_COPY))


def begin(session: Session, desk: Desk, before: Escalation) -> Escalation:
    """Keep a draft of the copy. Raises `IllegalTransition` where none may be."""
    former = casefile.notice(session, desk.file, before)
    if not is_open(session, before, former):
        raise IllegalTransition("there is no public copy of this")
    nothing = Plain("")
    copy = replace(
        prefilling.afresh(desk, former),
        platform=PUBLIC_COPY,
        about=former.about or former.platform,
        address="",
        way=Way(channel=PUBLIC_COPY, account=_only(session)),
        rung=ladder.PUBLIC_COPY,
        follows=before.id.hex(),
        identity="organisation",
        identity_text=former.identity_text,
        relation="organisation",
        mandate="",
        steps=(),
        asks=(),
        words=nothing,
        translation=nothing,
        earlier=nothing,
        reasons=nothing,
        pattern=nothing,
        evidence=nothing,
    )
    return drafting.keep_first(session, desk, prefilling.standing_on(session, desk, copy))


def _only(session: Session) -> str:
    """Return the account, where there is but one to choose."""
    found = ways.accounts(session, PUBLIC_COPY)
    return found[0].id.hex() if len(found) == 1 else ""
