"""Makes a file of a case for others, where consent and marking allow it. Sends it to nobody."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions import access, reading
from hrd_report.desk.actions.reading import Reader
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.exchange import gate, huridocs, misp, own, submission
from hrd_report.desk.exchange.formats import BY_ID, Format
from hrd_report.desk.exchange.gate import Asked, Given, NotExported, Verdict
from hrd_report.desk.exchange.source import Source, Speaker, marking_of
from hrd_report.desk.worker import Worker
from hrd_report.documents.casework import DeskRecord
from hrd_report.errors import Invalid
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.keys import ItemKind
from hrd_report.reference.reference import Reference
from hrd_report.vault import digests

AGREED: Final = "export_agreed"
MADE: Final = "exported"
_AGREEMENT: Final = dt.timedelta(days=7)
"""For how long a colleague's agreement stands."""

_WRITERS: Final[dict[str, Callable[[Source], bytes]]] = {
    "un-html": submission.as_html,
    "un-text": submission.as_text,
    "huridocs": huridocs.table,
    "misp": misp.event,
    "json": own.whole,
    "csv": own.row,
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Wanted:
    """What is asked for: a format, for whom, in which voice, in whose name."""

    format: Format
    addressee: str
    voice: Speaker
    organisation: str


@dataclass(frozen=True, slots=True, repr=False)
class Exported:
    """A file: its bytes, what it is called and what it is."""

    content: bytes
    name: str
    media: str


def chosen(name: str) -> Format:
    """Return a format by its id. Raises `Invalid`."""
    if name not in BY_ID:
        raise Invalid({"format": ["unknown"]})
    return BY_ID[name]


def verdict(
    session: Session,
    worker: Worker,
    file: CaseFile,
    wanted: Format,
    addressee: str,
    reference: Reference,
    *,
    now: dt.datetime,
) -> Verdict:
    """Return what a file would stand on, or every reason why it may not be made."""
    tlp, pap = marking_of(file)
    asked = Asked(
        format=wanted,
        addressee=addressee,
        tlp=tlp,
        pap=pap,
        second=_second(session, worker, file, wanted, addressee, now),
        summary=file.assessment is not None and bool(file.assessment.summary.reveal().strip()),
    )
    return gate.judge(asked, given(file), reference.handling, now=now)


def given(file: CaseFile) -> list[Given]:
    """Return what the defender was asked, as far as it can be read."""
    return [
        Given(
            id=one.row.id.hex(),
            purpose=one.document.purpose,
            addressee=one.document.platform or "",
            state=one.row.state,
            until=one.row.until,
            identity=one.document.identity,
        )
        for one in file.consents
        if one.document is not None
    ]


def export(
    session: Session,
    worker: Worker,
    file: CaseFile,
    wanted: Wanted,
    reference: Reference,
    *,
    now: dt.datetime,
) -> Exported:
    """Make the file, and note in the case what left. Raises `NotExported` with every reason."""
    case = access.find(session, worker, file.case.number, lock=True)
    file = reading.with_consents_of_now(session, file)
    found = verdict(session, worker, file, wanted.format, wanted.addressee, reference, now=now)
    if found.consent is None:
        raise NotExported(found.refusals)
    tlp, pap = marking_of(file)
    source = Source(
        file=file,
        consent=found.consent,
        reference=reference,
        voice=wanted.voice,
        organisation=wanted.organisation,
        export=digests.random_bytes(16).hex(),
        tlp=tlp,
        pap=pap,
        now=now,
    )
    content = _WRITERS[wanted.format.id](source)
    codes = {
        "format": wanted.format.id,
        "to": wanted.addressee,
        "export": source.export,
        "consent": found.consent.id,
        "sha256": digests.sha256(content).hex(),
    }
    _note(session, worker, case, MADE, codes, now)
    keeping.record(session, Act.CASE_EXPORTED, actor=worker.id, thing=case.id, day=now.date())
    name = f"{wanted.format.id}-{source.export[:12]}.{wanted.format.ending}"
    return Exported(content, name, wanted.format.media)


def agree(
    session: Session,
    worker: Worker,
    number: str,
    wanted: Format,
    addressee: str,
    *,
    now: dt.datetime,
) -> Case:
    """Agree as a second person that somebody else makes this file within the next days."""
    case = access.find(session, worker, number, lock=True)
    _note(session, worker, case, AGREED, {"format": wanted.id, "to": addressee}, now)
    keeping.record(session, Act.CASE_EXPORT_AGREED, actor=worker.id, thing=case.id, day=now.date())
    return case


def _second(
    session: Session,
    worker: Worker,
    file: CaseFile,
    wanted: Format,
    addressee: str,
    now: dt.datetime,
) -> bool:
    records = Reader(session, file.case, file.ring).all(ItemKind.RECORD, DeskRecord)
    return any(
        one.about == AGREED
        and one.by != worker.name
        and one.codes == {"format": wanted.id, "to": addressee}
        and dt.timedelta() <= now - one.at < _AGREEMENT
        for one in (found.document for found in records)
    )


def _note(
    session: Session,
    worker: Worker,
    case: Case,
    about: str,
    codes: dict[str, str],
    now: dt.datetime,
) -> None:
    ring = access.ring_to_write(session, worker, case, day=now.date())
    record = DeskRecord(about=about, by=worker.name, at=now, codes=codes)
    recipient = ring.key(case.kid).public
    keeping.keep(session, case.id, ItemKind.RECORD, record, recipient, day=now.date())
