"""Lays an escalation out for its page: the notice with its margins, and all that is said beside it.

Opens what it shows through `casefile`; changes nothing.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from hrd_report.documents.correspondence import MailDocument
from hrd_report.documents.escalations import DecisionDocument, DeliveryDocument, NoticeDocument
from hrd_report.escalation import (
    casefile,
    checks,
    inline,
    lifecycle,
    preserved,
    spans,
    standing,
    together,
    wording,
)
from hrd_report.escalation.actions import enclosing, extending, following, publishing, statements
from hrd_report.escalation.casefile import CaseFile, Desk
from hrd_report.escalation.channels.writing import Outgoing, outgoing
from hrd_report.escalation.ladder import Proposal
from hrd_report.escalation.notice import Letter, Passage, Text, write
from hrd_report.escalation.sentences import PROBLEMS
from hrd_report.escalation.standing import Standing
from hrd_report.escalation.views import entrance, replies
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.records import escalations
from hrd_report.records.escalations import Delivery, Escalation, EscalationState
from hrd_report.web import pages

_FROM = {
    "words": N_("typed here"),
    "items": N_("from the report"),
    "rule": N_("directory"),
    "person": N_("typed here"),
    "steps": N_("findings"),
    "asks": N_("our clocks"),
    "earlier": N_("earlier notices"),
    "quote": N_("typed here"),
    "files": N_("from the evidence"),
}
_PAYLOAD = re.compile(r'("payload": "[A-Za-z0-9+/=]{60})[A-Za-z0-9+/=]+')
_ON_CONSENT = frozenset({"words", "items", "person", "quote", "files"})


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """Everything about one escalation, opened for one page."""

    desk: Desk
    escalation: Escalation
    notice: NoticeDocument
    text: Text
    letter: Letter
    consents: list[Standing]
    proofs: int
    others: list[tuple[CaseFile | None, list[Standing]]]
    mandates: list[Standing]
    missing: list[str]
    uncaptured: frozenset[int]
    proposals: list[Proposal]
    may_publish: bool
    longer: dt.datetime | None
    delivery: Delivery | None
    sent: DeliveryDocument | None
    leaving: Outgoing
    decision: DecisionDocument | None
    mails: list[MailDocument]
    earlier: list[DecisionDocument]

    @property
    def is_draft(self) -> bool:
        """Whether it may still be written."""
        return self.escalation.state is EscalationState.DRAFT

    @property
    def unsealed(self) -> bool:
        """Whether files leave readable for everybody on the way."""
        return inline.is_bare(self.notice)

    @property
    def body(self) -> str:
        """Return the body as it leaves, or as it left."""
        return self.leaving.preview if self.sent is None else self.sent.body.reveal()

    @property
    def as_written(self) -> bool:
        """Whether the program would still write what left: its sentences may have changed since."""
        return self.body == self.text.body


def gather(session: Session, desk: Desk, escalation: Escalation) -> Sheet:
    """Open what the page needs."""
    file = desk.file
    notice = casefile.notice(session, file, escalation)
    letter = entrance.letter_for(notice, desk)
    text = write(notice, letter)
    known = casefile.standings(session, file)
    case = preserved.of_notice(session, desk, notice)
    draft = escalation.state is EscalationState.DRAFT
    delivery = session.scalars(escalations.delivery_of(escalation.id)).one_or_none()
    sent = casefile.sent_copy(session, file, delivery.message_id) if delivery else None
    decision = casefile.decision(session, file, escalation)
    evidence = enclosing.preview(session, desk, notice) if draft else {}
    return Sheet(
        desk=desk,
        escalation=escalation,
        notice=notice,
        text=text,
        leaving=outgoing(notice, text, letter, evidence),
        letter=letter,
        proofs=len(enclosing.proofs(session, desk, notice)) if draft else 0,
        consents=standing.under(notice, known, desk.now, desk.reference),
        others=[
            (one, casefile.standings(session, one) if one else [])
            for one in together.files(session, desk, notice)
        ],
        mandates=[one for one in known if one.purpose == standing.MANDATE and one.holds(desk.now)],
        missing=checks.problems(notice, known, desk.now, letter, case) if draft else [],
        uncaptured=case.uncaptured,
        proposals=following.proposals(session, desk, escalation),
        may_publish=publishing.is_open(session, escalation, notice),
        delivery=delivery,
        sent=None if draft else sent,
        decision=decision,
        longer=extending.until(escalation, notice, decision, desk.reference),
        earlier=statements.earlier(session, file, decision) if decision else [],
        mails=replies.of(session, file, escalation),
    )


def head_fields(sheet: Sheet) -> list[dict[str, object]]:
    """Return the head of the notice as pairs of label and words."""
    lines = sheet.text.passages[0].text.split("\n") if sheet.as_written else []
    split = [line.partition(": ") for line in lines]
    return [
        {"label": label.strip(), "text": words, "mono": words == sheet.notice.reference}
        for label, _, words in split
    ]


def passages(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the other passages, each with its margin; addresses made harmless for the screen."""
    if not sheet.as_written:
        whole = {"text": wording.defanged(_shortened(sheet.body))}
        return [{"part": "whole", "margins": [], "pieces": [whole]}]
    return [
        {
            "part": one.part,
            "margins": _margins(one, sheet),
            "pieces": _pieces(wording.defanged(one.text)),
        }
        for one in sheet.text.passages[1:]
    ]


def subject(sheet: Sheet) -> list[dict[str, str]]:
    """Return the subject in pieces, a place that is still to be filled among them."""
    return _pieces(sheet.notice.subject.reveal())


def item_heads(sheet: Sheet) -> list[str]:
    """Return the heads of the table of items, in the language of the notice."""
    say = sheet.letter.say
    return [say(one) for one in (N_("Item"), N_("Address"), N_("We ask"))]


def items(sheet: Sheet) -> list[dict[str, object]]:
    """Return the table of items."""
    say = sheet.letter.say
    return [
        {
            "number": number,
            "address": wording.defanged(item.url.reveal()),
            "ask": say(sheet.desk.reference.requested_action(item.action).label),
        }
        for number, item in enumerate(sheet.notice.items, 1)
    ]


def reasons(sheet: Sheet, missing: list[str]) -> list[dict[str, str]]:
    """Return what is to be mended before sending, each with its remedy."""
    case = f"/desk/cases/{sheet.desk.file.case.number}"
    found = []
    for code in missing:
        strong, text, where, link = PROBLEMS[code]
        own = entrance.address(sheet.escalation, where)
        # In the case itself, on this very page, or in the form of the draft.
        there = {"case": "consents", "evidence": "evidence", "triage": "marking"}
        href = f"{case}/{there[where]}" if where in there else own if where else ""
        href = where if where.startswith("#") else href
        found.append(
            {
                "strong": pages.say(strong),
                "text": pages.say(text),
                "href": href,
                "link": pages.say(link),
            }
        )
    return found


def clocks(sheet: Sheet) -> list[list[str]]:
    """Return the clocks: spans before sending, moments after it."""
    language = pages.language()
    limits, row = spans.of_notice(sheet.notice, sheet.desk), sheet.escalation
    pairs = (
        (N_("Acknowledged within"), dt.timedelta(hours=limits.acknowledge)),
        (N_("Decided within"), dt.timedelta(hours=limits.decide)),
    )
    moments = (
        (N_("Sent"), row.sent_at),
        (N_("Acknowledgement due"), row.acknowledgement_due),
        (N_("Acknowledged"), row.acknowledged_at),
        (N_("Decision due"), row.decision_due),
        (N_("Decided"), row.decided_at),
        (N_("Last day to appeal"), row.appeal_due),
        (N_("Look whether it came back"), row.look_due),
    )
    if row.state in lifecycle.WITH_US:
        shown = [[pages.say(label), formats.span(span, language)] for label, span in pairs]
        return [*shown, [pages.say(N_("Counted")), _counted(days=limits.days)]]
    return [
        [pages.say(label), formats.moment(moment, language)] for label, moment in moments if moment
    ]


def _shortened(body: str) -> str:
    """Return what leaves without the length of its files: the plain text has all of it."""
    return _PAYLOAD.sub("\\1\N{HORIZONTAL ELLIPSIS}", body)


def _counted(*, days: bool) -> str:
    return pages.say(N_("in working days") if days else N_("day and night"))


def _margins(passage: Passage, sheet: Sheet) -> list[str]:
    if passage.part not in _FROM:
        return []
    found = [pages.say(_FROM[passage.part])]
    if passage.part in _ON_CONSENT and sheet.consents:
        day = formats.short_day(sheet.consents[0].day, pages.language())
        found.append(pages.say(N_("consent %(day)s"), day=day))
    return found


def _pieces(text: str) -> list[dict[str, str]]:
    found, rest = [], text
    while (place := wording.PLACEHOLDER.search(rest)) is not None:
        found += [{"text": rest[: place.start()]}, {"place": place[0][2:-2]}]
        rest = rest[place.end() :]
    return [*found, {"text": rest}]
