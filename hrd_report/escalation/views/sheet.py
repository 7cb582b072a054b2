"""Lays an escalation out for its page: the notice with its margins, and all that is said beside it.

Opens what it shows through `casefile`; changes nothing.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from hrd_report.documents.correspondence import MailDocument
from hrd_report.documents.escalations import DecisionDocument, DeliveryDocument, NoticeDocument
from hrd_report.escalation import casefile, checks, lifecycle, standing, wording
from hrd_report.escalation.actions import statements
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.channels.writing import Outgoing, outgoing
from hrd_report.escalation.notice import Passage, Text, write
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
}
_ON_CONSENT = frozenset({"words", "items", "person"})


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """Everything about one escalation, opened for one page."""

    desk: Desk
    escalation: Escalation
    notice: NoticeDocument
    text: Text
    consents: list[Standing]
    missing: list[str]
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
    letter = entrance.letter_for(notice)
    text = write(notice, letter)
    known = casefile.standings(session, file)
    draft = escalation.state is EscalationState.DRAFT
    delivery = session.scalars(escalations.delivery_of(escalation.id)).one_or_none()
    sent = casefile.sent_copy(session, file, delivery.message_id) if delivery else None
    decision = casefile.decision(session, file, escalation)
    return Sheet(
        desk=desk,
        escalation=escalation,
        notice=notice,
        text=text,
        consents=standing.covering(notice, known, desk.now, desk.reference),
        leaving=outgoing(notice, text, letter),
        missing=checks.problems(notice, known, desk.now, letter) if draft else [],
        delivery=delivery,
        sent=None if draft else sent,
        decision=decision,
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
        whole = {"text": wording.defanged(sheet.body)}
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
    say = entrance.letter_for(sheet.notice).say
    return [say(one) for one in (N_("Item"), N_("Address"), N_("We ask"))]


def items(sheet: Sheet) -> list[dict[str, object]]:
    """Return the table of items."""
    say = entrance.letter_for(sheet.notice).say
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
        href = "" if not where else f"{case}/consents" if where == "case" else own
        found.append(
            {
                "strong": pages.say(strong),
                "text": pages.say(text),
                "href": href,
                "link": pages.say(link),
            }
        )
    return found


def names(sheet: Sheet) -> list[dict[str, str]]:
    """Return who sees whose name."""
    shown = standing.discloses(sheet.notice.identity, sheet.desk.reference)
    platform = pages.say(sheet.desk.reference.platform(sheet.notice.platform).name)
    return [
        _reader(platform, "sees", "sees" if shown else "never"),
        _reader(pages.say(N_("The account that posted")), "may", "may" if shown else "never"),
        _reader(pages.say(N_("Public databases")), "never", "never"),
    ]


def stands_on(sheet: Sheet) -> list[dict[str, str]]:
    """Return the consents it stands on, whose name it shows, and when that is looked at."""
    return [
        *(
            {"label": pages.say(N_("Consent")), "text": _consent(one, sheet)}
            for one in sheet.consents
        ),
        {
            "label": pages.say(N_("Name")),
            "text": pages.say(sheet.desk.reference.identity_level(sheet.notice.identity).meaning),
        },
        {
            "label": pages.say(N_("Checked")),
            "text": pages.say(N_("now, and again at the second of sending")),
        },
    ]


def advice(sheet: Sheet) -> list[str]:
    """Return what is known of this addressee and should be known before writing to it."""
    platform = sheet.desk.reference.platform(sheet.notice.platform)
    rules = sheet.desk.reference.first_person_rules
    found = [platform.risk, platform.note, *(r.rule for r in rules if platform.id in r.platforms)]
    return [pages.say(one) for one in found if one]


def clocks(sheet: Sheet) -> list[list[str]]:
    """Return the clocks: spans before sending, moments after it."""
    language, critical = pages.language(), sheet.notice.urgency == "critical"
    limits, row = sheet.desk.reference.clocks, sheet.escalation
    pairs = (
        (N_("Acknowledged within"), limits.acknowledge_within(critical=critical)),
        (N_("Decided within"), limits.decide_within(critical=critical)),
    )
    moments = (
        (N_("Sent"), row.sent_at),
        (N_("Acknowledgement due"), row.acknowledgement_due),
        (N_("Acknowledged"), row.acknowledged_at),
        (N_("Decision due"), row.decision_due),
        (N_("Decided"), row.decided_at),
    )
    if row.state in lifecycle.WITH_US:
        return [[pages.say(label), formats.span(span, language)] for label, span in pairs]
    return [
        [pages.say(label), formats.moment(moment, language)] for label, moment in moments if moment
    ]


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


def _reader(reader: str, organisation: str, defender: str) -> dict[str, str]:
    return {"reader": reader, "organisation": organisation, "defender": defender, "you": "never"}


def _consent(consent: Standing, sheet: Sheet) -> str:
    language = pages.language()
    label = pages.say(sheet.desk.reference.consent_purpose(consent.purpose).label)
    given = pages.say(
        N_("“%(label)s”, given %(day)s"), label=label, day=formats.short_day(consent.day, language)
    )
    if consent.until is None:
        return given
    until = formats.day(consent.until, language)
    return given + pages.say(N_(", until %(day)s"), day=until)
