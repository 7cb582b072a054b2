"""Consents as rows and as a form. Changes none."""

import datetime as dt
from typing import Any

from hrd_report.casefile.consents import Withdrawn
from hrd_report.desk import addresses
from hrd_report.desk.actions.consents import RECORDABLE
from hrd_report.desk.casefile import CaseFile, ConsentEntry
from hrd_report.desk.shown import labels
from hrd_report.desk.shown.summary import platform_name
from hrd_report.desk.shown.voice import Voice
from hrd_report.i18n.marks import N_
from hrd_report.records.cases import ConsentState
from hrd_report.reference.reference import Reference

_ERRORS = {
    "purpose": N_("Choose a purpose."),
    "platform": N_("Name the platform: this purpose holds for one at a time."),
    "identity": N_("This purpose shows no name. Choose the organisation, or another purpose."),
    "state": N_("Choose what the defender said."),
    "days": N_("Give a number of days between 1 and 730."),
    "scope": N_("Make it shorter."),
}


def rows(
    file: CaseFile, reference: Reference, voice: Voice, now: dt.datetime
) -> list[dict[str, Any]]:
    """Return every consent with its words and, where it can be taken back, the way to."""
    return [
        {
            "name": _name(one, reference, voice),
            "identity": _identity(one, reference, voice),
            "state": _state(one, voice, now),
            "until": voice.day(one.row.until) if one.row.until else labels.NOTHING,
            "scope": one.document.scope if one.document else "",
            "by": _by(one, voice),
            "withdraw": _withdraw(file, one),
        }
        for one in file.consents
    ]


def short_rows(
    file: CaseFile, reference: Reference, voice: Voice, now: dt.datetime
) -> list[list[Any]]:
    """Return one row of three cells for each: for what, whose name shows, until when."""
    return [_short(one, reference, voice, now) for one in file.consents]


def options(reference: Reference, voice: Voice) -> dict[str, Any]:
    """Return what the form offers."""
    return {
        "purpose_options": [
            {"id": one.id, "text": voice.say(one.label), "note": voice.say(one.meaning)}
            for one in reference.consent_purposes
        ],
        "state_options": [
            {"id": one.value, "text": voice.say(labels.CONSENT[one])} for one in RECORDABLE
        ],
        "identity_options": [
            {"id": one.id, "text": voice.say(one.label), "note": voice.say(one.meaning)}
            for one in reference.identity_levels
        ],
        "platform_options": [
            {"id": "", "text": voice.say(N_("None"))},
            *({"id": one.id, "text": voice.say(one.name)} for one in reference.addressees),
        ],
    }


def errors(wrong: dict[str, str], voice: Voice) -> list[dict[str, str]]:
    """Say what is wrong with each field."""
    return [{"field": name, "message": voice.say(_ERRORS[name])} for name in wrong]


def told(reached: Withdrawn, voice: Voice) -> str:
    """Say what a withdrawal stopped, and honestly what it could not."""
    said = [voice.say(N_("Withdrawn."))]
    if reached.stopped:
        said.append(
            voice.ngettext(
                "%(num)s notice was stopped before it left.",
                "%(num)s notices were stopped before they left.",
                reached.stopped,
            )
        )
    if reached.already_sent:
        said.append(
            voice.ngettext(
                "%(num)s notice had left and cannot be called back.",
                "%(num)s notices had left and cannot be called back.",
                reached.already_sent,
            )
        )
    return " ".join(said)


def _short(one: ConsentEntry, reference: Reference, voice: Voice, now: dt.datetime) -> list[Any]:
    holds = _holds(one, now)
    until = voice.short_day(one.row.until) if one.row.until and holds else labels.NOTHING
    return [
        {
            "mark": "full" if holds else "empty",
            "text": _name(one, reference, voice),
            "note": "" if holds else _state(one, voice, now),
        },
        _identity(one, reference, voice).lower() if holds else labels.NOTHING,
        until,
    ]


def _holds(one: ConsentEntry, now: dt.datetime) -> bool:
    return one.row.state is ConsentState.GIVEN and (one.row.until is None or one.row.until > now)


def _state(one: ConsentEntry, voice: Voice, now: dt.datetime) -> str:
    if one.row.state is ConsentState.GIVEN and not _holds(one, now):
        return voice.say(N_("ran out"))
    return voice.say(labels.CONSENT[one.row.state])


def _name(one: ConsentEntry, reference: Reference, voice: Voice) -> str:
    if one.document is None:
        return voice.say(N_("cannot be read"))
    purposes = {purpose.id: purpose.label for purpose in reference.consent_purposes}
    label = voice.say(purposes.get(one.document.purpose, one.document.purpose))
    if one.document.platform is None:
        return label
    platform = voice.say(platform_name(one.document.platform, reference))
    return voice.say(N_("%(purpose)s: %(platform)s"), purpose=label, platform=platform)


def _identity(one: ConsentEntry, reference: Reference, voice: Voice) -> str:
    if one.document is None:
        return labels.NOTHING
    levels = {level.id: level.label for level in reference.identity_levels}
    return voice.say(levels.get(one.document.identity, one.document.identity))


def _by(one: ConsentEntry, voice: Voice) -> str:
    if one.document is None:
        return ""
    return one.document.recorded_by or voice.say(N_("The defender"))


def _withdraw(file: CaseFile, one: ConsentEntry) -> str:
    if one.row.state not in (ConsentState.GIVEN, ConsentState.ASKED):
        return ""
    return addresses.case(file.case.number, "consents", one.row.id.hex(), "withdraw")
