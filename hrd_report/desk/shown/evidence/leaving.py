"""Originals on their way out, and the custody log, as rows. Lets nothing out."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from hrd_report.desk import addresses
from hrd_report.desk.actions.evidence import exporting
from hrd_report.desk.actions.evidence.custody import Entry
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.actions.evidence.exporting import Export
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown.evidence import labels
from hrd_report.desk.shown.voice import Voice
from hrd_report.desk.worker import Worker
from hrd_report.documents.evidence import ExportDocument
from hrd_report.i18n.marks import N_
from hrd_report.records.acts import Act
from hrd_report.reference.reference import Reference

_ACTS: Final = {
    Act.OPENED: N_("Case opened"),
    Act.FILE_ADDED: N_("File added by the desk"),
    Act.CAPTURED: N_("Evidence preserved"),
    Act.DESCRIBED: N_("Evidence described"),
    Act.DERIVED: N_("Safe copy of evidence made"),
    Act.PREVIEWED: N_("Blurred preview of evidence seen"),
    Act.VIEWED: N_("Safe copy of evidence seen"),
    Act.INTEGRITY_CHECKED: N_("Original checked: as it came"),
    Act.INTEGRITY_FAILED: N_("Original checked: altered or lost"),
    Act.FILE_COPIED: N_("Copy without hidden data fetched"),
    Act.FILE_OPENED: N_("File fetched"),
    Act.EXPORT_ASKED: N_("Export of an original asked for"),
    Act.EXPORT_APPROVED: N_("Export of an original approved"),
    Act.EXPORT_REFUSED: N_("Export of an original refused"),
    Act.EXPORTED: N_("Original handed out"),
    Act.QUEUED: N_("Sealed for the addressee of a notice"),
    Act.SENT: N_("Left with a notice"),
}
_PROBLEMS: Final = {
    "not_captured": N_("Record first how it was captured: its custody sheet says so."),
    "tlp_red": N_(
        "It is marked TLP:RED: nobody else may have it. Record another capture to change that."
    ),
    "holds_cookies": labels.PROBLEMS["holds_cookies"],
    "no_consent": N_("No consent holds under which something may leave. Ask for one first."),
}


def context(
    file: CaseFile,
    one: Exhibit,
    worker: Worker,
    reference: Reference,
    voice: Voice,
    now: dt.datetime,
) -> dict[str, Any]:
    """Return what the part about the original is made from."""
    problems = exporting.problems(one, file, reference, now) if one.file else []
    known = {each.id: each.label for each in reference.consent_purposes}
    return {
        "exports": [
            _export(each, file.case.number, worker, voice, now)
            for each in exporting.of(one.exports)
        ],
        "export_problems": say(problems, voice),
        "export_consents": [
            {"id": each.row.id.hex(), "text": voice.say(known[each.document.purpose])}
            for each in exporting.consents(file, reference, now)
            if each.document is not None
        ],
    }


def _export(
    one: Export, number: str, worker: Worker, voice: Voice, now: dt.datetime
) -> dict[str, Any]:
    mine = one.first.person == worker.id.hex()
    here = addresses.case(number, "exports", one.first.export)
    waits = one.last.step == "approved" and now - one.last.at > exporting.HOLDS
    acts = []
    if one.last.step == "asked" and not mine:
        acts = [(f"{here}/approve", N_("Approve")), (f"{here}/refuse", N_("Refuse"))]
    elif one.last.step == "asked":
        acts = [(f"{here}/refuse", N_("Take back"))]
    elif one.last.step == "approved" and mine and not waits:
        acts = [(f"{here}/take", N_("Fetch the original, once"))]
    return {
        "steps": [step(each, voice) for each in one.steps],
        "reason": one.first.reason,
        "to": one.first.to,
        "sealed": bool(one.first.recipient),
        "waits_for": one.last.step == "asked" and mine,
        "over": waits,
        "acts": [{"action": action, "text": voice.say(text)} for action, text in acts],
    }


def step(one: ExportDocument, voice: Voice) -> str:
    """Say what somebody did on an original's way out, and when."""
    said = voice.say(labels.STEPS[one.step], name=one.by)
    return voice.say(N_("%(what)s, %(day)s"), what=said, day=voice.day(one.at))


def say(codes: Iterable[str], voice: Voice) -> list[str]:
    """Say what keeps an original from leaving."""
    return [voice.say(_PROBLEMS[code]) for code in codes]


def log_rows(entries: Iterable[Entry], voice: Voice) -> list[dict[str, Any]]:
    """Return the custody log's rows."""
    return [
        {
            "day": voice.day(one.day),
            "number": one.number or "–",
            "act": voice.say(_ACTS[one.act]),
            "by": one.by or "–",
            "position": str(one.position) if one.position is not None else "–",
        }
        for one in entries
    ]
