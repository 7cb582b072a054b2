"""What stands beside a notice: questions before sending, Art. 16, what comes next. Shows only."""

from typing import Any, Final

from hrd_report.escalation import elements, ladder, questions, wording
from hrd_report.escalation.ladder import Proposal
from hrd_report.escalation.notice import is_illegal_content, write
from hrd_report.escalation.views import entrance
from hrd_report.escalation.views.sheet import Sheet
from hrd_report.i18n import formats
from hrd_report.i18n.languages import OF_LETTERS
from hrd_report.i18n.marks import N_
from hrd_report.reference.platforms import Platform
from hrd_report.web import pages

_WHY: Final = {
    "silent": N_("No answer since %(day)s."),
    "refused": N_("They refused, in whole or in part."),
    "regulator": N_("A month without an answer: the coordinator may be asked."),
}
_TO: Final = {"settlement": "settlement", "coordinator": "regulator"}
"""Ways that lead to somebody else, and of which kind that is."""


def asked(sheet: Sheet) -> list[dict[str, str]]:
    """Return the questions before sending, with what was answered."""
    notice, reference = sheet.notice, sheet.desk.reference
    stopping = {one.id for one in questions.stopping(notice, reference)}
    return [
        {
            "id": f"answer-{one.id}",
            "text": pages.say(one.question),
            "why": pages.say(one.why),
            "answer": notice.answers.get(one.id, ""),
            "error": pages.say(N_("With this answer it does not leave."))
            if one.id in stopping
            else "",
        }
        for one in questions.due(notice, reference)
    ]


def article(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the elements of Art. 16 with a mark each, for a notice that stands on it."""
    if not is_illegal_content(sheet.notice):
        return []
    found = elements.elements(sheet.notice, sheet.text, sheet.letter)
    return [
        {
            "letter": one.letter,
            "text": pages.say(elements.NEEDS[one.letter]),
            "mark": "met" if one.present else "empty",
            "state": pages.say(N_("there") if one.present else N_("missing")),
        }
        for one in found
    ]


def next_ways(sheet: Sheet) -> list[dict[str, Any]]:
    """Return what the ladder proposes, each with why, from when on, and to whom."""
    return [_way(one, sheet) for one in sheet.proposals]


def original(sheet: Sheet) -> list[dict[str, str]]:
    """Return the text in the reader's own language, where the notice is in another one."""
    language = pages.language()
    if language == sheet.notice.language or language not in OF_LETTERS:
        return []
    letter = entrance.letter_for(sheet.notice, sheet.desk, language)
    passages = write(sheet.notice, letter).passages[1:]
    return [{"part": one.part, "text": wording.defanged(one.text)} for one in passages]


def mandates(sheet: Sheet) -> list[dict[str, str]]:
    """Return the mandates that hold, as options."""
    language = pages.language()
    return [
        {
            "id": one.id,
            "text": pages.say(N_("of %(day)s"), day=formats.day(one.day, language)),
        }
        for one in sheet.mandates
    ]


def clauses(sheet: Sheet) -> list[dict[str, str]]:
    """Return the platform's own names of its rules, by what they are about."""
    reference = sheet.desk.reference
    platform = reference.platform(sheet.notice.about or sheet.notice.platform)
    rows = [
        {"label": pages.say(one.label), "text": platform.clauses[one.id]}
        for one in reference.policies
        if one.id in platform.clauses
    ]
    if platform.names_defenders:
        rows.append({"label": pages.say(N_("Names defenders")), "text": platform.names_defenders})
    return rows


def came_back(sheet: Sheet) -> list[dict[str, str]]:
    """Return the items that may have come back, for the look after thirty days."""
    if sheet.decision is None or sheet.escalation.look_due is None:
        return []
    return [
        {
            "id": str(one.item),
            "text": pages.say(N_("Item %(number)s"), number=one.item),
            "note": wording.defanged(sheet.notice.items[one.item - 1].url.reveal()),
        }
        for one in sheet.decision.items
        if one.item <= len(sheet.notice.items)
    ]


def longer(sheet: Sheet) -> dict[str, str]:
    """Return until when a body may decide if it takes longer, and which rule lets it."""
    answers = sheet.desk.reference.platform(sheet.notice.platform).answers
    if sheet.longer is None or answers is None:
        return {}
    day = formats.day(sheet.longer, pages.language())
    ground = pages.say(answers.ground) if answers.ground else ""
    return {"day": day, "ground": ground}


def _way(one: Proposal, sheet: Sheet) -> dict[str, Any]:
    language = pages.language()
    missed = sheet.escalation.due_at
    day = formats.short_day(missed, language) if missed else ""
    return {
        "rung": one.rung,
        "text": pages.say(ladder.LABELS[one.rung]),
        "why": pages.say(_WHY[one.why], day=day),
        "from": formats.moment(one.at, language) if one.at and one.at > sheet.desk.now else "",
        "addressees": [_option(found) for found in _addressees(one.rung, sheet)],
    }


def _addressees(rung: str, sheet: Sheet) -> list[Platform]:
    """Return to whom a way leads, those of the organisation's own country first."""
    kind, home = _TO.get(rung), sheet.desk.organisation.country
    found = [one for one in sheet.desk.reference.authorities if one.kind == kind]
    if kind == "regulator":
        found = [one for one in found if one.id.startswith("dsc_") or one.country == home]
    return sorted(found, key=lambda one: one.country != home)


def _option(one: Platform) -> dict[str, str]:
    return {"id": one.id, "text": pages.say(one.name), "note": pages.say(one.owner)}
