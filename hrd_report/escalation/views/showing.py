"""Answers with an escalation's sheet. Knows what may be done in each state, and does none of it."""

from typing import Any, Final

from flask import Response, request

from hrd_report.documents.escalations import DecisionDocument
from hrd_report.errors import HrdError
from hrd_report.escalation import casefile, lifecycle
from hrd_report.escalation.sentences import DELIVERY
from hrd_report.escalation.views import (
    beside,
    deciding,
    entrance,
    form,
    readers,
    replies,
    sheet,
    taking,
)
from hrd_report.escalation.views.sheet import Sheet
from hrd_report.i18n import formats
from hrd_report.i18n.languages import RIGHT_TO_LEFT
from hrd_report.i18n.marks import N_
from hrd_report.records.escalations import DeliveryState, EscalationState
from hrd_report.web import pages, visitors
from hrd_report.web.services import services

_LEADS: Final = {
    EscalationState.DRAFT: N_("Draft %(revision)s. This text is all that leaves."),
    EscalationState.QUEUED: N_("Waiting to leave. It can still be stopped."),
    EscalationState.STOPPED: N_("Stopped. Nothing has left."),
    EscalationState.FAILED: N_("Could not be sent. Nothing has left."),
    EscalationState.NO_RESPONSE: N_("No response in time. It is noted and counted."),
}
# One filled button on a page: what moves it on comes first, what ends it last.
_BUTTONS: Final = {
    EscalationState.QUEUED: (("stop", N_("Stop it")),),
    EscalationState.FAILED: (
        ("retry", N_("Try again")),
        ("rework", N_("Make it a draft again")),
        ("stop", N_("Stop it")),
    ),
    EscalationState.STOPPED: (("rework", N_("Make it a draft again")), ("close", N_("Close"))),
    EscalationState.DECIDED: (("appeal", N_("We appealed")), ("close", N_("Close"))),
    EscalationState.NO_RESPONSE: (("appeal", N_("We appealed")), ("close", N_("Close"))),
    EscalationState.APPEALED: (
        ("overturned", N_("Decision overturned")),
        ("upheld", N_("Decision upheld")),
    ),
    EscalationState.UPHELD: (("close", N_("Close")),),
    EscalationState.OVERTURNED: (("close", N_("Close")),),
}
_ANSWERABLE: Final = (EscalationState.SENT, EscalationState.NO_RESPONSE)


def gathered(key: str) -> Sheet:
    """Open everything about one escalation, written down in the audit."""
    with services().database.reading() as session:
        file, escalation = casefile.escalation(session, key, visitors.this_staff().key)
        found = sheet.gather(session, entrance.desk_at(session, file), escalation)
    entrance.write_down(found.desk)
    replies.seen(found.escalation)
    return found


def sheet_page(
    key: str, *, status: int = 200, message: str = "", problem: HrdError | None = None
) -> Response:
    """Answer with the sheet; after a refusal with what was typed and what is to be done."""
    found = gathered(key)
    return entrance.show(
        "sheet.html",
        status=status,
        sheet=found,
        escalation=found.escalation,
        base=entrance.address(found.escalation),
        number=found.desk.file.case.number,
        platform=found.desk.reference.platform(found.notice.platform),
        lead=_lead(found),
        message=pages.say(message),
        errors=form.errors_of(problem),
        typed=request.form,
        head_fields=sheet.head_fields(found),
        passages=sheet.passages(found),
        subject=sheet.subject(found),
        items=sheet.items(found),
        item_heads=sheet.item_heads(found),
        reasons=sheet.reasons(found, found.missing),
        readers=readers.names(found),
        advice=readers.advice(found),
        stands_on=readers.stands_on(found),
        others=readers.others(found),
        ways=taking.ways(found),
        by_hand=taking.by_hand(found),
        mails=replies.shown(found.mails),
        asked=beside.asked(found) if found.is_draft else [],
        article=beside.article(found) if found.is_draft else [],
        next_ways=beside.next_ways(found),
        original=beside.original(found),
        came_back=beside.came_back(found),
        longer=beside.longer(found),
        languages=entrance.languages(),
        turned=found.notice.language in RIGHT_TO_LEFT,
        clocks=sheet.clocks(found),
        **_acts(found),
    )


def _lead(found: Sheet) -> str:
    sentence = _LEADS.get(found.escalation.state)
    if sentence is None:
        return pages.say(lifecycle.LABELS[found.escalation.state])
    return pages.say(sentence, revision=found.notice.revision)


def _acts(found: Sheet) -> dict[str, Any]:
    state, actor = found.escalation.state, found.desk.actor
    following = lifecycle.ESCALATIONS.following(state, actor.role)
    reference = found.desk.reference
    return {
        "buttons": [(act, pages.say(label)) for act, label in _BUTTONS.get(state, ())],
        "may_approve": found.is_draft
        and found.notice.by != actor.name
        and found.notice.approved_by is None,
        "may_acknowledge": EscalationState.ACKNOWLEDGED in following and state in _ANSWERABLE,
        "may_decide": EscalationState.DECIDED in following,
        "decisions": [
            {"id": one.id, "text": pages.say(one.label)}
            for one in reference.decisions
            if one.result != "silence"
        ],
        "answer": _answer(found),
        **deciding.acts(found),
        "delivery": _delivery(found),
    }


def _delivery(found: Sheet) -> list[dict[str, str]]:
    row = found.delivery
    if row is None or found.is_draft:
        return []
    language = pages.language()
    rows = [{"label": pages.say(N_("Tries")), "text": formats.number(row.attempts, language)}]
    if row.problem is not None:
        rows.append({"label": pages.say(N_("Last")), "text": pages.say(DELIVERY[row.problem])})
    if row.state is DeliveryState.QUEUED and row.attempts:
        again = formats.moment(row.next_at, language)
        rows.append({"label": pages.say(N_("Next try")), "text": again})
    return rows


def _answer(found: Sheet) -> list[dict[str, object]]:
    said = found.decision
    if said is None:
        return []
    rows: list[dict[str, object]] = [
        {"label": pages.say(N_("Their reference")), "text": said.platform_reference}
    ]
    for one in said.items:
        label = pages.say(N_("Item %(number)s"), number=one.item)
        decided = pages.say(found.desk.reference.decision(one.decision).label)
        rows.append({"label": label, "text": decided})
    if said.items:
        rows += [
            {"label": pages.say(N_("Reasons given")), "text": _yes(said.reasons_given)},
            {"label": pages.say(N_("Appeal offered")), "text": _yes(said.appeal_offered)},
        ]
    if said.looked_at is not None:
        rows.append({"label": pages.say(N_("Looked at again")), "text": _looked(said)})
    if said.reasons:
        rows.append({"label": pages.say(N_("Reasons")), "text": said.reasons})
    return rows


def _looked(said: DecisionDocument) -> str:
    items = ", ".join(str(one) for one in said.reappeared)
    return pages.say(N_("there again: %(items)s"), items=items) if items else pages.say(N_("gone"))


def _yes(answer: bool | None) -> str:  # noqa: FBT001 - an answer, not a switch
    return pages.say(N_("yes") if answer else N_("no"))
