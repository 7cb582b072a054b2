"""Lets an original out of the house: asked for by one, approved by another, fetched once.

Three steps, each sealed to the case and in the audit. Which of them is due, the steps before say.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.casefile.exports import HOLDS, Export, of
from hrd_report.desk.actions import access, reading
from hrd_report.desk.actions.evidence import exhibits
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.casefile import CaseFile, ConsentEntry
from hrd_report.desk.worker import Worker
from hrd_report.documents.evidence import ExportDocument, ExportStep
from hrd_report.errors import Conflict, Damaged, Invalid, NotAllowed, NotFound, NotReady
from hrd_report.records import cases
from hrd_report.records.acts import Act
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import ConsentState
from hrd_report.records.keys import ItemKind
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain
from hrd_report.vault import recipients

__all__ = ["HOLDS", "Export", "Wish", "answer", "ask", "consents", "of", "problems", "take"]

_ACTS: Final[dict[ExportStep, Act]] = {
    "asked": Act.EXPORT_ASKED,
    "approved": Act.EXPORT_APPROVED,
    "refused": Act.EXPORT_REFUSED,
    "taken": Act.EXPORTED,
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Wish:
    """Why an original has to leave, who gets it, on which consent (hex id).

    `recipient` is the key that it is sealed to on its way, as an age recipient, or empty.
    """

    reason: Plain
    to: Plain
    consent: str
    recipient: str = ""


def consents(file: CaseFile, reference: Reference, now: dt.datetime) -> list[ConsentEntry]:
    """Return the consents that hold now and under which something may leave."""
    leaving = {one.id for one in reference.consent_purposes if one.leaves}
    return [
        one
        for one in file.consents
        if one.document is not None
        and one.document.purpose in leaving
        and one.row.state is ConsentState.GIVEN
        and (one.row.until is None or now < one.row.until)
    ]


def problems(exhibit: Exhibit, file: CaseFile, reference: Reference, now: dt.datetime) -> list[str]:
    """Return codes for what keeps an original from leaving: to be mended first."""
    found = []
    if exhibit.capture is None:
        found.append("not_captured")
    elif exhibit.capture.tlp == "RED":
        found.append("tlp_red")
    if exhibit.derived is not None and "holds_cookies" in exhibit.derived.problems:
        found.append("holds_cookies")
    if not consents(file, reference, now):
        found.append("no_consent")
    return found


def ask(
    session: Session,
    worker: Worker,
    file: CaseFile,
    exhibit: Exhibit,
    wish: Wish,
    reference: Reference,
    *,
    now: dt.datetime,
) -> ExportDocument:
    """Ask for an original to leave. Raises `Invalid`, and `NotReady` with what is missing."""
    missing = problems(exhibit, file, reference, now)
    if missing:
        raise NotReady(missing)
    held = {one.row.id.hex() for one in consents(file, reference, now)}
    _check(wish, held)
    step = ExportDocument(
        export=keeping.new_id().hex(),
        step="asked",
        file=exhibit.item_id.hex(),
        by=worker.name,
        person=worker.id.hex(),
        at=now,
        reason=wish.reason,
        to=wish.to,
        consent=wish.consent,
        recipient=wish.recipient.strip(),
    )
    return _keep(session, worker, file.case.number, step, now)


def _check(wish: Wish, held: Collection[str]) -> None:
    wrong = {
        name: ["missing"] for name in ("reason", "to") if not getattr(wish, name).reveal().strip()
    }
    if wish.consent not in held:
        wrong["consent"] = ["missing"]
    if wish.recipient.strip():
        try:
            recipients.decode(wish.recipient.strip())
        except Damaged:
            wrong["recipient"] = ["unknown"]
    if wrong:
        raise Invalid(wrong)


def answer(
    session: Session,
    worker: Worker,
    file: CaseFile,
    export: str,
    step: ExportStep,
    *,
    now: dt.datetime,
) -> ExportDocument:
    """Approve or refuse what somebody else asked for.

    Raises `NotFound`, `NotAllowed` for whoever asked, `Conflict` when it is answered already.
    """
    found = _find(session, file, export)
    if found.last.step != "asked":
        raise Conflict
    if step != "refused" and found.first.person == worker.id.hex():
        raise NotAllowed("another person approves")
    return _keep(session, worker, file.case.number, _next(found, step, worker, now), now)


def take(
    session: Session,
    worker: Worker,
    file: CaseFile,
    export: str,
    reference: Reference,
    *,
    now: dt.datetime,
) -> Export:
    """Write down that whoever asked fetches the original now, for the only time.

    Raises `NotFound`, `NotAllowed` for others, `Conflict` when it was fetched or waited too long,
    and `NotReady` where its consent no longer holds.
    """
    found = _find(session, file, export)
    if found.first.person != worker.id.hex():
        raise NotAllowed("whoever asked fetches it")
    if found.last.step != "approved" or now - found.last.at > HOLDS:
        raise Conflict
    stand = reading.with_consents_of_now(session, file)
    held = {one.row.id.hex() for one in consents(stand, reference, now)}
    if found.first.consent not in held:
        raise NotReady(["no_consent"])
    _keep(session, worker, file.case.number, _next(found, "taken", worker, now), now)
    return found


def _find(session: Session, file: CaseFile, export: str) -> Export:
    # Others wait: of two who come at once, the second finds the first one's step.
    session.execute(cases.case(file.case.id).with_for_update(**LOCKED))
    held = exhibits.held_in(session, file).exports
    found = next((one for one in of(held) if one.first.export == export), None)
    if found is None:
        raise NotFound
    return found


def _next(found: Export, step: ExportStep, worker: Worker, now: dt.datetime) -> ExportDocument:
    first = found.first
    return ExportDocument(
        export=first.export,
        step=step,
        file=first.file,
        by=worker.name,
        person=worker.id.hex(),
        at=now,
    )


def _keep(
    session: Session, worker: Worker, number: str, step: ExportDocument, now: dt.datetime
) -> ExportDocument:
    case = access.find(session, worker, number, lock=True)
    ring = access.ring_to_write(session, worker, case, day=now.date())
    public = ring.key(case.kid).public
    keeping.keep(session, case.id, ItemKind.EXPORT, step, public, day=now.date())
    keeping.changed(case)
    thing = bytes.fromhex(step.file)
    keeping.record(session, _ACTS[step.step], actor=worker.id, thing=thing, day=now.date())
    return step
