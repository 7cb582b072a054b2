"""How something was preserved, as pairs and as a form. Keeps nothing."""

import datetime as dt
from typing import Any, Final

from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown.defanging import defanged
from hrd_report.desk.shown.evidence import labels
from hrd_report.desk.shown.summary import platform_name
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents import filenames
from hrd_report.documents.evidence import CaptureDocument
from hrd_report.i18n.marks import N_
from hrd_report.reference.reference import Reference

_HOUR: Final = 60
ZONES: Final = (
    *range(-12 * _HOUR, 15 * _HOUR, _HOUR),
    *(-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765),
)
"""Minutes east of UTC that clocks of this world show."""


def zone_name(minutes: int) -> str:
    """Return how far a clock is from UTC: `UTC+05:30`."""
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // _HOUR:02}:{abs(minutes) % _HOUR:02}"


def pairs(
    one: CaptureDocument, file: CaseFile, reference: Reference, voice: Voice
) -> list[dict[str, Any]]:
    """Return everything that is known of a capture, as label and text."""
    offset = one.captured_at.utcoffset() or dt.timedelta()
    zone = zone_name(round(offset.total_seconds() / 60))
    names = {each.document.file: each.document.name for each in file.files}
    held = names.get(one.kept_as or "")
    found: list[tuple[str, object]] = [
        (N_("Captured"), f"{voice.day(one.captured_at)}, {one.captured_at:%H:%M} {zone}"),
        (N_("By"), one.by),
        (N_("How"), voice.say(labels.METHOD[one.method])),
        (N_("Tool"), one.tool),
        (N_("SHA-256"), one.sha256),
        (N_("Kept as"), filenames.shown(held.reveal()) if held else ""),
        (N_("Address"), defanged(one.url.reveal())),
        (N_("Account or post"), one.account),
        (N_("Platform"), voice.say(platform_name(one.platform, reference)) if one.platform else ""),
        (N_("Archive"), one.archive),
        (N_("Time shown there"), one.published),
        (N_("Still online"), voice.say(labels.ONLINE[one.online])),
        (N_("Language"), voice.language(one.language) if one.language else ""),
        (N_("Translation"), voice.say(labels.TRANSLATION[one.translation])),
        (N_("Sensitivity"), voice.say(labels.SENSITIVITY[one.sensitivity])),
        (N_("May be passed to"), voice.say(labels.TLP[one.tlp])),
        (N_("Stands on consent"), voice.say(N_("yes") if one.consent else N_("none named"))),
    ]
    return [{"label": voice.say(label), "text": text} for label, text in found if text]


def options(file: CaseFile, reference: Reference, voice: Voice) -> dict[str, Any]:
    """Return what the form offers."""
    none = {"id": "", "text": "–"}
    return {
        "zone_options": [{"id": str(one), "text": zone_name(one)} for one in sorted(ZONES)],
        "platform_options": [
            none,
            *({"id": one.id, "text": voice.say(one.name)} for one in reference.platforms),
        ],
        "file_options": [
            {"id": "", "text": voice.say(N_("kept elsewhere"))},
            *(
                {
                    "id": one.document.file,
                    "text": f"E{place} · {filenames.shown(one.document.name.reveal())}",
                }
                for place, one in enumerate(file.files, start=1)
            ),
        ],
        "consent_options": [none, *_consents(file, reference, voice)],
        "language_options": [
            none,
            *({"id": one, "text": voice.language(one)} for one in _LANGUAGES),
        ],
        **{
            f"{name}_options": [
                {"id": code, "text": voice.say(text)} for code, text in found.items()
            ]
            for name, found in (
                ("method", labels.METHOD),
                ("online", labels.ONLINE),
                ("translation", labels.TRANSLATION),
                ("sensitivity", labels.SENSITIVITY),
                ("tlp", labels.TLP),
            )
        },
    }


_LANGUAGES: Final = ("fr", "en", "ar", "es", "pt", "ru", "fa", "sw", "ha", "am", "hi", "uk", "tr")


def _consents(file: CaseFile, reference: Reference, voice: Voice) -> list[dict[str, str]]:
    known = {one.id: one.label for one in reference.consent_purposes}
    return [
        {
            "id": one.row.id.hex(),
            "text": voice.say(known.get(one.document.purpose, one.document.purpose)),
        }
        for one in file.consents
        if one.document is not None
    ]


def proposed(one: Exhibit, file: CaseFile, now: dt.datetime) -> dict[str, object]:
    """Return what the form begins with: what is known already, so that little is typed."""
    former = one.capture
    sent = one.file is not None and not one.file.by
    moment = former.captured_at if former else (now if one.file is None else one.file.received_at)
    offset = moment.utcoffset() or dt.timedelta()
    return {
        "day": f"{moment:%Y-%m-%d}",
        "time": f"{moment:%H:%M}",
        "zone": str(round(offset.total_seconds() / 60)),
        "tool": former.tool if former else "",
        "method": former.method if former else "defender_upload" if sent else "caseworker_capture",
        "kept_as": (former.kept_as or "") if former else "",
        "sha256": former.sha256 if former and one.file is None and not former.kept_as else "",
        "url": former.url if former else one.link or "",
        "account": former.account if former else "",
        "platform": (former.platform or "") if former else next(iter(file.platforms), ""),
        "archive": former.archive if former else "",
        "language": former.language if former else "",
        "translation": former.translation if former else "none",
        "published": former.published if former else "",
        "online": former.online if former else "unknown",
        "consent": (former.consent or "") if former else "",
        "sensitivity": former.sensitivity if former else "normal",
        "tlp": former.tlp if former else "RED",
    }
