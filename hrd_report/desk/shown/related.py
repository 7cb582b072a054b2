"""What a case names and shares with others, as pages say it: defanged, by kind, with numbers."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from hrd_report.casefile import lifecycles
from hrd_report.desk import addresses
from hrd_report.desk.actions import tracing
from hrd_report.desk.actions.comparing import Compared, Match
from hrd_report.desk.actions.indicators import Proposal
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.indicators import extracting, weighing
from hrd_report.desk.indicators.extracting import Indicator
from hrd_report.desk.shown.defanging import defanged
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.traces import LinkDocument
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.sealed import Plain

Row = dict[str, Any]

KINDS: Final = {
    extracting.ACCOUNT: N_("Accounts"),
    extracting.URL: N_("Addresses"),
    extracting.DOMAIN: N_("Domains"),
    extracting.PHONE: N_("Phone numbers"),
    extracting.MAIL: N_("Mail addresses"),
    extracting.HASHTAG: N_("Hashtags"),
    extracting.FILE: N_("Files sent"),
    extracting.TEXT: N_("Texts that may be somebody else’s"),
}
_Count = Callable[[Voice, int], str]
_COUNTED: Final[dict[str, _Count]] = {
    extracting.ACCOUNT: lambda voice, count: voice.ngettext(
        "%(num)s account", "%(num)s accounts", count
    ),
    weighing.ALIKE: lambda voice, count: voice.ngettext(
        "%(num)s look-alike name", "%(num)s look-alike names", count
    ),
    extracting.URL: lambda voice, count: voice.ngettext(
        "%(num)s address", "%(num)s addresses", count
    ),
    extracting.DOMAIN: lambda voice, count: voice.ngettext(
        "%(num)s domain", "%(num)s domains", count
    ),
    extracting.PHONE: lambda voice, count: voice.ngettext(
        "%(num)s phone number", "%(num)s phone numbers", count
    ),
    extracting.MAIL: lambda voice, count: voice.ngettext(
        "%(num)s mail address", "%(num)s mail addresses", count
    ),
    extracting.HASHTAG: lambda voice, count: voice.ngettext(
        "%(num)s hashtag", "%(num)s hashtags", count
    ),
    extracting.FILE: lambda voice, count: voice.ngettext("%(num)s file", "%(num)s files", count),
    extracting.PICTURE: lambda voice, count: voice.ngettext(
        "%(num)s image", "%(num)s images", count
    ),
    extracting.TEXT: lambda voice, count: voice.ngettext("%(num)s text", "%(num)s texts", count),
}


def summary(file: CaseFile, said: Mapping[bytes, LinkDocument], voice: Voice) -> Row:
    """Return the lines about other cases on a case's page."""
    linked = sum(one.verdict == "linked" for one in said.values())
    return {
        "text": voice.ngettext("Linked with %(num)s case.", "Linked with %(num)s cases.", linked)
        if linked
        else voice.say(N_("Not linked with any case yet.")),
        "indicators": addresses.case(file.case.number, "indicators"),
        "matches": addresses.case(file.case.number, "matches"),
        "campaign": addresses.new_campaign([file.case.number]) if tracing.campaign(file) else "",
    }


def groups(proposals: Iterable[Proposal], voice: Voice) -> list[Row]:
    """Return what a case may name, by kind: each with its box."""
    listed = list(proposals)
    found = []
    for kind, title in KINDS.items():
        rows = [_proposal(one, voice) for one in listed if one.thing.kind == kind]
        if rows:
            found.append({"title": voice.say(title), "rows": rows, "is_text": kind == "text"})
    return found


def kind_options(voice: Voice) -> list[Row]:
    """Return the kinds that somebody may add by hand."""
    return [
        {"id": kind, "text": voice.say(title)}
        for kind, title in KINDS.items()
        if kind != extracting.FILE
    ]


def compared(found: Compared, voice: Voice) -> Row:
    """Return everything of the page of matches."""
    return {
        "lead": _lead(found, voice),
        "suggested": [_match(one, voice) for one in found.suggested],
        "linked": [_match(one, voice) for one in found.linked],
        "rejected": [_match(one, voice) for one in found.rejected],
        "restricted": voice.ngettext(
            "%(num)s restricted match. Ask the lead of the team.",
            "%(num)s restricted matches. Ask the lead of the team.",
            found.restricted,
        )
        if found.restricted
        else "",
    }


def counted(things: Iterable[Indicator], voice: Voice) -> str:
    """Return how many things of which kinds, in one phrase: `2 accounts and 1 image`."""
    kinds = Counter(one.kind for one in things)
    said = [_COUNTED[kind](voice, kinds[kind]) for kind in _COUNTED if kinds[kind]]
    return formats.joined(said, voice.code)


def shown(thing: Indicator) -> Plain:
    """Return a thing as it is harmless to look at."""
    if thing.kind == extracting.HASHTAG:
        return Plain(f"#{thing.value}")
    if thing.kind in {extracting.URL, extracting.DOMAIN}:
        return Plain(defanged(f"hxxps://{thing.value}"))
    if thing.kind == extracting.ACCOUNT:
        return Plain(thing.value.replace(":", " · ", 1).replace(".", "[.]"))
    if thing.kind == extracting.MAIL:
        return Plain(thing.value.replace("@", "[@]").replace(".", "[.]"))
    return Plain(thing.value)


def _lead(found: Compared, voice: Voice) -> str:
    if not found.suggested:
        return voice.say(N_("No other case has enough in common with this one."))
    things = {each.thing for one in found.suggested for each in one.weighed.shared if each.weight}
    return voice.ngettext(
        "%(num)s other case shares %(things)s with this one; the score is %(score)s.",
        "%(num)s other cases share %(things)s with this one; the highest score is %(score)s.",
        len(found.suggested),
        things=counted(things, voice),
        score=formats.number(round(found.suggested[0].weighed.score, 1), voice.code),
    )


def _match(one: Match, voice: Voice) -> Row:
    case = one.case
    return {
        "number": case.number,
        "href": addresses.case(case.number),
        "day": voice.day(case.received_day),
        "state": voice.say(lifecycles.CASE_LABELS[case.state]),
        "score": formats.number(round(one.weighed.score, 1), voice.code),
        "ticked": one.is_likely,
        "word": voice.say(N_("likely") if one.is_likely else N_("possible")),
        "shared": counted((each.thing for each in one.weighed.shared), voice),
        "things": [_shared(each, voice) for each in one.weighed.shared],
        "by": one.said.by if one.said is not None else "",
    }


def _shared(each: weighing.Shared, voice: Voice) -> Row:
    kind = each.thing.kind
    words = None if kind in {extracting.TEXT, extracting.PICTURE} else shown(each.thing)
    weight = formats.number(round(each.weight, 1), voice.code)
    if not each.weight:
        weight = voice.say(N_("weighs nothing"))
    return {"kind": _COUNTED[kind](voice, 1), "words": words, "weight": weight}


def _proposal(one: Proposal, voice: Voice) -> Row:
    return {
        "id": one.id,
        "words": shown(one.thing) if one.label.reveal() == one.thing.value else one.label,
        "ticked": one.ticked,
        "note": voice.say(N_("new")) if one.new else "",
        "length": voice.words(len(one.thing.value.split())),
    }
