"""A letter to a defender before it goes: how to reach them, ready texts, a preview. Sends none."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hrd_report.desk import reaching
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import summary
from hrd_report.desk.shown.voice import Voice
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.reference import placeholders, spoken
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

WRONG: Final = {
    "missing": N_("Write a line first."),
    "too_long": N_("Make it shorter: 20,000 characters at most."),
    "unfilled": N_("A place is still to be filled: replace what stands in {{ }}."),
    "avoided": N_("It uses words that the defender asked us not to use."),
}
_NOWHERE: Final = N_("On the case page only: nothing else was said.")


def reach(file: CaseFile, reference: Reference, voice: Voice, now: dt.datetime) -> dict[str, Any]:
    """Return what must be seen before anything is written to a defender."""
    held = reaching.asked_for(file.answers)
    country = _country(file)
    times = [voice.hour(one) for one in reaching.times_there(country, now)]
    return {
        "way": _way(held.way, reference, voice),
        "address": _lines(held.address),
        "hours": _lines(held.hours),
        "avoid": held.avoid,
        "country": voice.country(country) if country else "",
        "there": times,
        "ours": voice.hour(now.astimezone(dt.UTC)),
    }


def ready(reference: Reference, voice: Voice) -> list[dict[str, str]]:
    """Return the replies to pick from, called as the caseworker's language calls them."""
    mine = spoken.chain(voice.code, reference.fallbacks)
    found = [
        one[1]
        for name in spoken.ids(reference.replies)
        if (one := spoken.find(reference.replies, name, mine)) is not None
    ]
    named = sorted(found, key=lambda one: formats.sorting(one.title))
    return [
        {"id": "", "text": voice.say(N_("Choose a reply"))},
        *({"id": one.id, "text": one.title} for one in named),
    ]


def filled(
    name: str, file: CaseFile, values: Mapping[str, str], reference: Reference
) -> tuple[str, str] | None:
    """Return a reply in the defender's language, or in the nearest that has it, with its language.

    What the program knows is filled in; the other places stay, and keep it from going out.
    """
    languages = spoken.chain(file.case.language, reference.fallbacks)
    found = spoken.find(reference.replies, name, languages)
    if found is None:
        return None
    return found[0], placeholders.fill(found[1].text.strip(), values)


def values(
    file: CaseFile, name: str, organisation: str, theirs: Voice, reference: Reference
) -> dict[str, str]:
    """Return what the program can fill in, in the voice of the defender's language."""
    due = file.case.due_at
    threat, platform = file.threats[:1], file.platforms[:1]
    return {
        "case": file.case.number,
        "organisation": organisation,
        "caseworker": name,
        "next_word": formats.day(due, theirs.code) if due else "",
        "threat": "".join(theirs.say(summary.threat_label(one, reference)) for one in threat),
        "platform": "".join(theirs.say(summary.platform_name(one, reference)) for one in platform),
    }


def looked_at(text: Plain, file: CaseFile, voice: Voice) -> dict[str, Any]:
    """Return a letter as the defender will read it, with what still keeps it back."""
    said = text.reveal()
    held = reaching.asked_for(file.answers)
    return {
        "text": text,
        "unfilled": placeholders.unfilled(said),
        "avoided": reaching.avoided(said, [one.reveal() for one in held.avoid]),
        "words": voice.words(len(said.split())),
    }


def errors(wrong: Mapping[str, str], voice: Voice) -> list[dict[str, str]]:
    """Say what is wrong with a letter or a note, next to its field."""
    return [{"field": name, "message": voice.say(WRONG[code])} for name, code in wrong.items()]


def _country(file: CaseFile) -> str:
    held = file.assessment.country if file.assessment is not None else None
    said = file.report.country if file.report is not None else None
    answered = next(iter(file.chosen("where", "country")), None)
    found = held or answered or said or ""
    return "" if found == "unknown" else found


def _way(code: str, reference: Reference, voice: Voice) -> str:
    question = next(one for one in reference.subject("reach").fields if one.id == "way")
    found = next((one for one in question.options if one.id == code), None)
    return voice.say(found.text if found is not None else _NOWHERE)


def _lines(words: Sequence[Plain]) -> Plain:
    return Plain("\n".join(one.reveal() for one in words))
