"""What a case may leave as, and in words why not. Makes no file."""

from collections.abc import Iterable
from typing import Any, Final

from hrd_report.desk.exchange import gate
from hrd_report.desk.exchange.formats import Format
from hrd_report.desk.exchange.gate import Given, Refusal, Verdict
from hrd_report.desk.shown.summary import platform_name
from hrd_report.desk.shown.voice import Voice
from hrd_report.i18n.marks import N_
from hrd_report.reference.reference import Reference

_REASONS: Final = {
    gate.MISSING: N_("Nobody asked the defender: record a consent for “%(purpose)s”."),
    "asked": N_("The defender was asked for “%(purpose)s” and has not answered yet."),
    "refused": N_("The defender said no to “%(purpose)s”."),
    "withdrawn": N_("The defender took back the consent for “%(purpose)s”."),
    gate.EXPIRED: N_("The consent for “%(purpose)s” is over: ask again."),
    gate.FORBIDDEN: N_("%(marking)s forbids it. Mark the case otherwise, if that is right."),
    gate.SECOND_PERSON: N_(
        "%(marking)s asks for a second person: a colleague opens this page and agrees."
    ),
    gate.NO_SUMMARY: N_("The desk’s summary is empty, and it is what would be told: write one."),
    gate.NO_ADDRESSEE: N_("The defender has agreed to nobody yet who could get this."),
}


def reasons(found: Verdict, wanted: Format, reference: Reference, voice: Voice) -> list[str]:
    """Say why nothing leaves, one sentence for each reason."""
    purpose = voice.say(reference.consent_purpose(wanted.purposes[0]).label)
    return [voice.say(_REASONS[one.code], **_parts(one, purpose)) for one in found.refusals]


def agreeable(found: Verdict) -> bool:
    """Whether all that is missing is a second person."""
    return [one.code for one in found.refusals] == [gate.SECOND_PERSON]


def addressees(
    wanted: Format, given: Iterable[Given], reference: Reference, voice: Voice
) -> list[dict[str, str]]:
    """Return who could get it: those that the defender was asked about."""
    if not wanted.addressed:
        return [{"id": "", "text": ""}]
    named = dict.fromkeys(
        one.addressee
        for one in given
        if one.purpose in wanted.purposes and one.addressee.startswith(wanted.to) and one.addressee
    )
    return [{"id": one, "text": voice.say(platform_name(one, reference))} for one in named] or [
        {"id": "", "text": ""}
    ]


def row(wanted: Format, voice: Voice) -> dict[str, Any]:
    """Return a format in words."""
    return {
        "id": wanted.id,
        "label": voice.say(wanted.label),
        "meaning": voice.say(wanted.meaning),
    }


def _parts(one: Refusal, purpose: str) -> dict[str, str]:
    return {"purpose": purpose, "marking": " · ".join(one.because)}
