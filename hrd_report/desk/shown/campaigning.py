"""Campaigns as pages say them: lists, forms, waves drawn from counts, one time line. Opens none."""

import datetime as dt
from collections import Counter
from typing import Any, Final

from hrd_report.casefile import lifecycles
from hrd_report.desk import addresses
from hrd_report.desk.actions.campaigns import Campaign, Member
from hrd_report.desk.actions.looking import Looked
from hrd_report.desk.campaigns import waves
from hrd_report.desk.campaigns.waves import Waves
from hrd_report.desk.indicators.extracting import Indicator
from hrd_report.desk.shown import related
from hrd_report.desk.shown.defanging import defanged
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.campaigns import CampaignDocument
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

Row = dict[str, Any]

KINDS: Final = {
    "attack": N_("An attack on several people"),
    "own": N_("A movement’s own campaign, under attack"),
}
ERRORS: Final = {
    "name": N_("Give it a name: only your team reads it."),
    "first": N_("Write the day as in 2026-11-28."),
    "last": N_("Write the day as in 2026-11-28, not before the first one."),
    "story": N_("That is too long: 20,000 signs at most."),
    "case": N_("One of these numbers is no case of yours."),
}
_WIDTH: Final = 600
_HEIGHT: Final = 36


def row(paper_id: bytes, document: CampaignDocument, voice: Voice) -> Row:
    """Return one line of the list."""
    return {
        "name": document.name,
        "href": addresses.campaign(paper_id),
        "kind": voice.say(KINDS[document.kind]),
        "cases": len(document.members),
        "state": voice.say(N_("over") if document.over else N_("goes on")),
        "day": voice.day(document.at),
    }


def page(campaign: Campaign, reference: Reference, voice: Voice) -> Row:
    """Return everything of a campaign's page."""
    document, here = campaign.paper.document, addresses.campaign(campaign.paper.id)
    drawn = waves_of(campaign)
    return {
        "name": document.name,
        "here": here,
        "version": campaign.paper.version,
        "kind": voice.say(KINDS[document.kind]),
        "state": voice.say(N_("over") if document.over else N_("goes on")),
        "pairs": [one for one in _pairs(campaign, reference, voice) if one["text"] or one["words"]],
        "members": [_member(one, reference, voice) for one in campaign.members],
        "restricted": voice.ngettext(
            "%(num)s restricted case belongs to it.",
            "%(num)s restricted cases belong to it.",
            campaign.restricted,
        )
        if campaign.restricted
        else "",
        "waves": drawing(drawn, _marks(campaign, voice), reference, voice) if drawn else None,
        "by": document.by,
        "day": voice.day(document.at),
        "evaluation": _evaluation(document, reference, voice) if document.over else None,
    }


def drawing(
    found: Waves, marks: list[tuple[dt.date, str]], reference: Reference, voice: Voice
) -> Row:
    """Return waves as rectangles of one scale, and as a table that says the same."""
    wide = _WIDTH / found.columns
    names = {one.id: voice.say(one.label) for one in reference.threats}
    lanes = [
        {
            "name": names.get(wave.type, voice.say(N_("not said"))),
            "total": wave.total,
            "bars": [
                (round(at * wide, 1), round(max(wide - 1, 0.5), 1), _tall(count, found.highest))
                for at, count in enumerate(wave.counts)
                if count
            ],
        }
        for wave in found.waves
    ]
    lines = [
        (round((at + 0.5) * wide, 1), text, voice.day(day))
        for day, text in marks
        if (at := found.column(day)) is not None
    ]
    return {
        "lanes": lanes,
        "lines": lines,
        "first": voice.day(found.day(0)),
        "last": voice.day(found.day(found.columns - 1)),
        "scale": voice.ngettext(
            "The highest bar is %(num)s case.", "The highest bar is %(num)s cases.", found.highest
        ),
        "step": voice.ngettext("A bar is %(num)s day.", "A bar is %(num)s days.", found.step),
        "heads": [one["name"] for one in lanes],
        "rows": [
            [voice.day(found.day(at)), *(str(wave.counts[at] or "–") for wave in found.waves)]
            for at in range(found.columns)
            if any(wave.counts[at] for wave in found.waves)
        ],
    }


def suggestions(looked: Looked, voice: Voice) -> Row:
    """Return what was seen in all cases together."""
    return {
        "groups": [
            {
                "cases": [(one.number, addresses.case(one.number)) for one in group.cases],
                "numbers": [one.number for one in group.cases],
                "count": len(group.cases),
                "shared": [related.shown(one) for one in _telling(group.shared)],
                "first": voice.day(group.first),
                "last": voice.day(group.last),
            }
            for group in looked.groups
        ],
        "bursts": [
            {
                "thing": related.shown(thing),
                "day": voice.day(burst.day),
                "count": burst.count,
                "usual": formats.number(round(burst.usual, 2), voice.code),
            }
            for thing, burst in looked.bursts
        ],
        "looked": voice.ngettext(
            "%(num)s case of the last four months was compared.",
            "%(num)s cases of the last four months were compared.",
            looked.cases,
        ),
    }


def options(reference: Reference, voice: Voice) -> Row:
    """Return what can be chosen in the form."""
    nothing = {"id": "", "text": voice.say(N_("Not judged"))}
    return {
        "kind_options": [{"id": one, "text": voice.say(text)} for one, text in KINDS.items()],
        "tactic_options": [
            {"id": one.id, "text": voice.say(one.label)} for one in reference.tactics
        ],
        "role_options": [
            nothing,
            *(
                {"id": one.id, "text": voice.say(one.label), "note": voice.say(one.meaning)}
                for one in reference.state_roles
            ),
        ],
        "helped_options": [
            {"id": one.id, "text": voice.say(one.label)} for one in reference.helped
        ],
    }


def waves_of(campaign: Campaign) -> Waves | None:
    """Return the waves of a campaign's cases, by day and type; none without a case."""
    seen = [
        waves.Seen(one.case.received_day, one.trace.threats if one.trace is not None else ())
        for one in campaign.members
    ]
    seen = [one if one.types else waves.Seen(one.day, ("unsure",)) for one in seen]
    return waves.waves(seen, campaign.days or ())


def _marks(campaign: Campaign, voice: Voice) -> list[tuple[dt.date, str]]:
    """Return the days of the campaign itself: when it began, and when it ended."""
    document = campaign.paper.document
    own = document.kind == "own"
    texts = (
        (document.first, N_("it began") if own else N_("first seen")),
        (document.last, N_("it ended") if own else N_("last seen")),
    )
    return [(dt.date.fromisoformat(day), voice.say(text)) for day, text in texts if day]


def platforms_of(campaign: Campaign) -> Counter[str]:
    """Count the cases that name a platform."""
    return Counter(name for one in campaign.members if one.trace for name in one.trace.platforms)


def _pairs(campaign: Campaign, reference: Reference, voice: Voice) -> list[Row]:
    document = campaign.paper.document
    tactics = {one.id: one.label for one in reference.tactics}
    roles = {one.id: one.label for one in reference.state_roles}
    days = campaign.days
    platforms = platforms_of(campaign)
    names = {one.id: one.name for one in reference.platforms}
    tags = " ".join(f"#{one}" for one in document.hashtags)

    def pair(label: str, text: str = "", words: Plain | None = None) -> Row:
        return {"label": voice.say(label), "text": text, "words": words or None}

    return [
        pair(N_("Seen"), " – ".join(dict.fromkeys(map(voice.day, days))) if days else ""),
        pair(N_("What happens"), words=document.story),
        pair(N_("Who is attacked"), words=document.targets),
        pair(N_("Tactics"), voice.listed(tactics[one] for one in document.tactics)),
        pair(N_("Hashtags"), words=Plain(tags)),
        pair(
            N_("Role of a state"),
            voice.say(roles[document.state_role]) if document.state_role else "",
        ),
        pair(N_("Platforms"), voice.listed(names[one] for one in platforms if one in names)),
        *(
            pair(label, words=_of_defenders(campaign, question))
            for label, question in (
                (N_("Its channels, as defenders said"), "channels"),
                (N_("Its partners, as defenders said"), "partners"),
            )
        ),
    ]


def _of_defenders(campaign: Campaign, question: str) -> Plain:
    """Return what defenders said of their own campaign: read from the cases, kept nowhere."""
    said = dict.fromkeys(
        defanged(one.reveal()) if question == "channels" else one.reveal()
        for member in campaign.members
        if member.trace is not None
        for one in member.trace.campaign.get(question, ())
    )
    return Plain("\n".join(said))


def _member(one: Member, reference: Reference, voice: Voice) -> Row:
    names = {each.id: each.label for each in reference.threats}
    types = one.trace.threats if one.trace is not None else ()
    return {
        "number": one.case.number,
        "href": addresses.case(one.case.number),
        "day": voice.day(one.case.received_day),
        "state": voice.say(lifecycles.CASE_LABELS[one.case.state]),
        "types": voice.listed(names[each] for each in types if each in names),
    }


def _evaluation(document: CampaignDocument, reference: Reference, voice: Voice) -> Row:
    helped = {one.id: one.label for one in reference.helped}
    return {
        "helped": voice.listed(helped[one] for one in document.helped),
        "lessons": document.lessons,
    }


def _telling(shared: tuple[Indicator, ...]) -> list[Indicator]:
    return [one for one in shared if one.kind in related.KINDS][:8]


def _tall(count: int, highest: int) -> float:
    return round(max(2.0, _HEIGHT * count / highest), 1)
