"""Who is part of a case, in which role. Sealed to the case; writes to nobody."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk import people
from hrd_report.desk.actions import access, reading
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents.measures import ParticipantDocument
from hrd_report.errors import Invalid, NotFound
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.keys import ItemKind
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain
from hrd_report.vault.keyring import Keyring

_LONGEST: Final = {"name": 200, "reach": 500, "note": 2_000}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Somebody:
    """Who is to be named, in which role; `participant` names one who stands there already."""

    role: str
    name: Plain
    reach: Plain = Plain("")
    note: Plain = Plain("")
    participant: str = ""


def name(
    session: Session,
    worker: Worker,
    seen: Seen,
    who: Somebody,
    reference: Reference,
    *,
    now: dt.datetime,
) -> Case:
    """Keep somebody with a role, or change what is kept. Raises `Invalid`, `NotFound`."""
    wrong = {
        field: ["too_long"]
        for field, most in _LONGEST.items()
        if len(getattr(who, field).reveal()) > most
    }
    if who.role not in {one.id for one in reference.participant_roles}:
        wrong["role"] = ["unknown"]
    if not who.name.reveal().strip():
        wrong["name"] = ["missing"]
    if wrong:
        raise Invalid(wrong)
    case, ring = access.fresh(session, worker, seen, day=now.date())
    at = now
    if who.participant:
        former = _held(session, case, ring, who.participant)
        at = max(now, former.at + dt.timedelta(microseconds=1))
    document = ParticipantDocument(
        participant=who.participant or keeping.new_id().hex(),
        role=who.role,
        name=who.name,
        by=worker.name,
        at=at,
        reach=who.reach,
        note=who.note,
    )
    return _keep(session, worker, case, ring, document)


def leave_out(
    session: Session, worker: Worker, seen: Seen, participant: str, *, now: dt.datetime
) -> Case:
    """Take somebody off the list; what was kept stays in the case's history. `NotFound`."""
    case, ring = access.fresh(session, worker, seen, day=now.date())
    former = _held(session, case, ring, participant)
    at = max(now, former.at + dt.timedelta(microseconds=1))
    return _keep(session, worker, case, ring, replace(former, at=at, by=worker.name, gone=True))


def _held(session: Session, case: Case, ring: Keyring, participant: str) -> ParticipantDocument:
    read = reading.Reader(session, case, ring)
    found = [one.document for one in read.all(ItemKind.PARTICIPANT, ParticipantDocument)]
    for one in people.newest(found):
        if one.participant == participant:
            return one
    raise NotFound


def _keep(
    session: Session, worker: Worker, case: Case, ring: Keyring, document: ParticipantDocument
) -> Case:
    day = document.at.date()
    public = ring.key(case.kid).public
    keeping.keep(session, case.id, ItemKind.PARTICIPANT, document, public, day=day)
    keeping.changed(case)
    keeping.record(session, Act.NAMED_SOMEBODY, actor=worker.id, thing=case.id, day=day)
    return case
