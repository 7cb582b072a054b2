"""Keeps how something was preserved. Fetches nothing: an address is never asked from here."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Final, get_args

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions import access, assessing
from hrd_report.desk.actions.evidence import exhibits
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents import evidence
from hrd_report.documents.evidence import CaptureDocument
from hrd_report.documents.reports import FileDocument
from hrd_report.errors import Invalid
from hrd_report.records import cases
from hrd_report.records.acts import Act
from hrd_report.records.keys import ItemKind
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_FARTHEST: Final = dt.timedelta(hours=14)
_EARLIEST: Final = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
_CODES: Final = {
    "method": get_args(evidence.Method),
    "sensitivity": get_args(evidence.Sensitivity),
    "tlp": get_args(evidence.Tlp),
    "online": get_args(evidence.Online),
    "translation": get_args(evidence.Translation),
}
_LONGEST_TOOL: Final = 200
_AHEAD: Final = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Capture:
    """What somebody says of how a thing was preserved.

    `file` is the file it is about (hex id), or `link` the address; `kept_as` the file that holds
    what was saved from there. `at` is a day and time without a zone, `zone` minutes east of UTC.
    """

    at: dt.datetime | None
    zone: int
    tool: str
    method: str
    file: str | None = None
    link: Plain | None = None
    kept_as: str | None = None
    sha256: str = ""
    url: Plain = Plain("")
    account: Plain = Plain("")
    platform: str | None = None
    archive: Plain = Plain("")
    language: str = ""
    translation: str = "none"
    published: Plain = Plain("")
    online: str = "unknown"
    consent: str | None = None
    sensitivity: str = "normal"
    tlp: str = "RED"


def keep(
    session: Session,
    worker: Worker,
    seen: Seen,
    said: Capture,
    file: CaseFile,
    reference: Reference,
    *,
    now: dt.datetime,
) -> CaptureDocument:
    """Seal to the case how something was preserved.

    Raises `Invalid` for what does not fit together, `Conflict` from an old page.
    """
    files = {one.document.file: one.document for one in file.files}
    holder = files.get(said.file or said.kept_as or "")
    consents = {one.id.hex() for one in session.scalars(cases.consents_of(file.case.id))}
    _check(said, holder, consents, reference, now)
    case, ring = access.fresh(session, worker, seen, day=now.date())
    former = exhibits.held_in(session, file).captures
    document = _document(said, holder, worker.name, now)
    # The newest record holds, also where the machine's clock was set back.
    document = replace(document, at=assessing.later(former[0].at if former else None, now))
    item = keeping.keep(
        session, case.id, ItemKind.CAPTURE, document, ring.key(case.kid).public, day=now.date()
    )
    keeping.changed(case)
    # A file is written down as itself, an address as what says how it was preserved.
    thing = bytes.fromhex(said.file) if said.file else item.id
    keeping.record(session, Act.CAPTURED, actor=worker.id, thing=thing, day=now.date())
    return document


def _document(
    said: Capture, holder: FileDocument | None, by: str, now: dt.datetime
) -> CaptureDocument:
    moment = said.at or now
    zone = dt.timezone(dt.timedelta(minutes=said.zone))
    known = {name: getattr(said, name) for name in (*_CODES, "platform", "consent", "language")}
    words = {name: getattr(said, name) for name in ("url", "account", "archive", "published")}
    return CaptureDocument(
        by=by,
        at=now,
        captured_at=moment.replace(tzinfo=zone),
        tool=said.tool.strip(),
        sha256=holder.sha256 if holder is not None else said.sha256.strip().lower(),
        size=holder.size if holder is not None else None,
        media_type=holder.detected if holder is not None else "",
        file=said.file,
        link=said.link,
        kept_as=said.kept_as,
        **known,
        **words,
    )


def _check(
    said: Capture,
    holder: FileDocument | None,
    consents: set[str],
    reference: Reference,
    now: dt.datetime,
) -> None:
    found = {
        **{name: _unless(getattr(said, name) in codes) for name, codes in _CODES.items()},
        "tool": _unless(0 < len(said.tool.strip()) <= _LONGEST_TOOL, "missing"),
        "day": _about_time(said, now),
        "kept_as": _about_bytes(said, holder),
        "link": _unless(bool(said.file or said.link), "missing"),
        "platform": _unless(
            not said.platform or any(one.id == said.platform for one in reference.platforms)
        ),
        "consent": _unless(not said.consent or said.consent in consents),
    }
    wrong = {name: [code] for name, code in found.items() if code}
    if wrong:
        raise Invalid(wrong)


def _unless(fine: bool, code: str = "unknown") -> str:  # noqa: FBT001 - the condition
    return "" if fine else code


def _about_time(said: Capture, now: dt.datetime) -> str:
    if said.at is None or abs(dt.timedelta(minutes=said.zone)) > _FARTHEST:
        return "missing"
    return _unless(_EARLIEST <= _moment(said) <= now + _AHEAD, "in_future")


def _about_bytes(said: Capture, holder: FileDocument | None) -> str:
    """Ask for the hash of what was preserved: of a file that is here, or one that is elsewhere."""
    if said.file or said.kept_as:
        return _unless(holder is not None)
    return _unless(_SHA256.fullmatch(said.sha256.strip().lower()) is not None, "missing")


def _moment(said: Capture) -> dt.datetime:
    zone = dt.timezone(dt.timedelta(minutes=said.zone))
    return (said.at or _EARLIEST).replace(tzinfo=zone)
