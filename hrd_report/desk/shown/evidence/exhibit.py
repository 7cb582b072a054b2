"""One exhibit as a page: words about it first, then what somebody asked to see. Opens nothing."""

from typing import Any, Final

from hrd_report.desk import addresses
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.actions.evidence.viewing import SMALL, Exposure
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown.evidence import labels, preserved, proofs, rows
from hrd_report.desk.shown.evidence.masking import masked
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.evidence import DerivedDocument
from hrd_report.documents.preferences import ViewingDocument
from hrd_report.i18n.marks import N_
from hrd_report.media import kinds
from hrd_report.reference.reference import Reference

Asked = int | None
"""Which picture somebody pressed a button for: the small one, a full one, or none yet."""

_HARDEST: Final = {"minors", "sexual"}


def context(
    file: CaseFile,
    one: Exhibit,
    wish: ViewingDocument,
    exposure: Exposure,
    reference: Reference,
    voice: Voice,
) -> dict[str, Any]:
    """Return what the page of an exhibit is made from, but what is to be seen."""
    here = addresses.case(file.case.number, "evidence", one.name)
    story = file.report.story if file.report is not None else None
    return {
        "number": file.case.number,
        "version": file.case.version,
        "here": here,
        "label": one.number,
        "title": rows.title(one),
        "facts": _facts(one, voice),
        "is_file": one.file is not None,
        "labels_said": rows.content_labels(one, voice),
        "description": masked(one.told.words) if one.told else None,
        "elsewhere": one.elsewhere.number if one.elsewhere else "",
        "described": rows.described(one, voice),
        "hardest": set(one.told.labels if one.told else ()) >= _HARDEST,
        "story": masked(story) if story else None,
        "looks": _looks(one, voice),
        "proves": proofs.proven(file, one, reference, voice),
        "chosen_labels": list(one.description.labels) if one.description else [],
        "label_options": [
            {"id": code, "text": voice.say(text)} for code, text in labels.CONTENT.items()
        ],
        "preserved": preserved.pairs(one.capture, file, reference, voice) if one.capture else [],
        "copy_url": _copy(file, one),
        "wants_all": bool(one.file and one.file.keep_metadata),
        "original_bytes": voice.size(one.file.size) if one.file else "",
        "exposure": _exposure(exposure, voice),
        "wish": wish,
    }


def seen(one: Exhibit, asked: Asked, here: str, voice: Voice) -> dict[str, Any]:
    """Return what somebody asked to see, and which button comes next."""
    derived = one.derived
    if derived is None:
        return {"ready": False, "picture": "", "problems": [], "entries": [], "pages": 0}
    pages = max(0, len(derived.pictures) - 1)
    shown = asked if asked is not None and 0 <= asked <= pages and derived.pictures else None
    return {
        "ready": True,
        "kind": derived.kind,
        "made": voice.say(
            N_("made by %(name)s, %(day)s"), name=derived.by, day=voice.day(derived.at)
        ),
        "picture": f"{here}/picture/{shown}" if shown is not None else "",
        "is_small": shown == SMALL,
        "page": shown or 0,
        "pages": pages,
        "where": voice.say(N_("%(page)s of %(pages)s"), page=shown, pages=pages),
        "problems": [
            voice.say(labels.PROBLEMS[code]) for code in derived.problems if code in labels.PROBLEMS
        ],
        "entries": _entries(derived, voice) if asked else [],
        "count": voice.ngettext("%(num)s line", "%(num)s lines", derived.whole),
    }


def _entries(derived: DerivedDocument, voice: Voice) -> list[dict[str, Any]]:
    return [
        {
            "name": rows.shown(one.name, is_address=derived.kind != "archive"),
            "what": voice.say(labels.KINDS[one.what]) if one.what in labels.KINDS else one.what,
            "when": one.when,
            "size": voice.size(one.size) if one.size is not None else "",
            "note": rows.shown(one.note, is_address=False) if one.note else "",
        }
        for one in derived.entries
    ]


def _facts(one: Exhibit, voice: Voice) -> list[str]:
    found = [rows.kind(one, voice)]
    if one.file is not None:
        found += [voice.size(one.file.size), one.file.detected or voice.say(N_("kind not known"))]
        if one.file.by:
            found.append(voice.say(N_("added by %(name)s"), name=one.file.by))
        found.append(voice.say(N_("received %(day)s"), day=voice.short_day(one.file.received_at)))
    return found


def _looks(one: Exhibit, voice: Voice) -> list[str]:
    return [
        voice.say(
            N_("%(name)s %(act)s, %(day)s"),
            name=look.by,
            act=voice.say(labels.LOOKS[look.act]),
            day=voice.short_day(look.day),
        )
        for look in one.looks
    ]


def _copy(file: CaseFile, one: Exhibit) -> str:
    if one.file is None or one.file.detected not in kinds.EXTENSIONS:
        return ""
    return addresses.case(file.case.number, "files", one.file.file, "copy")


def _exposure(exposure: Exposure, voice: Voice) -> dict[str, Any]:
    said = voice.ngettext(
        "You saw %(num)s thing in full today", "You saw %(num)s things in full today", exposure.seen
    )
    return {"said": said, "is_over": exposure.is_over}
