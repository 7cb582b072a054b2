"""Puts a case out of reach of its receipt, for a defender who is forced. Erases no evidence.

Consents end, what is queued stops, everything the receipt could open is destroyed, and an empty
case stands in for the true one. The team keeps the case and learns of it inside. See decision 12.
"""

import datetime as dt

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hrd_report.casefile import consents as rule
from hrd_report.casefile import keeping, renewing, uncounting
from hrd_report.documents.reports import NewsDocument, ReportDocument
from hrd_report.errors import WrongReceipt
from hrd_report.intake import reading, sealing
from hrd_report.intake.actions import opening
from hrd_report.intake.files import Files
from hrd_report.intake.pieces import Arrived
from hrd_report.intake.places import Place, Ways
from hrd_report.records import cases, uploads
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import Case, CaseState, ConsentState, Due, Report, Urgency
from hrd_report.records.keys import Item, ItemKind, KeyKind, KeyRow
from hrd_report.records.people import SessionRow
from hrd_report.records.uploads import Upload, UploadPart, UploadPass
from hrd_report.sealed import Plain
from hrd_report.vault import digests
from hrd_report.vault.keys import Key
from hrd_report.vault.receipts import Receipt

_LOOKUP_BYTES = 32
_MIDNIGHT = dt.time(tzinfo=dt.UTC)


def revoke(
    session: Session, true: Receipt, case_id: bytes, *, now: dt.datetime, promise: dt.timedelta
) -> Case:
    """Put a case out of reach of its receipt and tell the team. Return the case.

    Raises `WrongReceipt` when it was erased, or put out of reach, a moment ago.
    """
    case = session.scalars(cases.case(case_id).with_for_update(**LOCKED)).first()
    if case is None or session.get(Report, true.lookup) is None:
        raise WrongReceipt("no report answers any more")
    counted = reading.counted(session, case_id, true.key)
    for row in session.scalars(cases.consents_of(case_id)).all():
        if row.state is not ConsentState.REFUSED:
            rule.withdraw(session, row, now=now)
    uncounting.take_out(session, case_id, counted)
    _detach(session, true, case_id, day=now.date())
    team = renewing.recipient(session, case, day=now.date())
    news = NewsDocument(event="forced", at=now)
    keeping.keep(session, case_id, ItemKind.NEWS, news, team, day=now.date())
    case.urgency = Urgency.CRITICAL
    opening.wake(session, case, now=now, promise=promise)
    session.execute(delete(SessionRow).where(SessionRow.subject == case_id))
    session.flush()
    return case


def stand_in(
    session: Session,
    receipt: Receipt,
    case: Case,
    ways: Ways,
    files: Files,
    *,
    now: dt.datetime,
) -> None:
    """Open an empty case that looks as if nothing had come of the true one. `files`: none."""
    holders = ways.holders.get(case.team_id) or ways.holders[ways.otherwise]
    arrived = _arrived(receipt, case, files, now)
    key = arrived.place.key
    if key is None:
        raise LookupError("a stand-in is a fresh case")
    arrived = Arrived(
        receipt=receipt,
        place=arrived.place,
        told=arrived.told,
        danger=arrived.danger,
        digest=digests.random_bytes(_LOOKUP_BYTES),
        pieces=arrived.pieces,
        files=files,
        access=sealing.access(key, holders),
    )
    opening.open_case(session, arrived, now=now, promise=dt.timedelta(), begins=CaseState.CLOSED)
    made = session.get_one(Case, arrived.place.case_id)
    made.received_day = case.received_day
    made.due, made.due_from, made.due_at = Due.NOTHING, None, None
    made.state_day = now.date()
    day = case.received_day
    session.execute(update(Report).where(Report.lookup == receipt.lookup).values(day=day))
    began = dt.datetime.combine(case.received_day, _MIDNIGHT)
    for event, at in (("opened", began), ("closed", min(now, began + dt.timedelta(days=1)))):
        news = NewsDocument(event=event, at=at)  # type: ignore[arg-type]
        keeping.tell_defender(session, made.id, news, day=now.date())


def _arrived(receipt: Receipt, case: Case, files: Files, now: dt.datetime) -> Arrived:
    """Seal a report for the team alone: it says which case this one stands in for."""
    key = Key.new()
    place = Place(case_id=keeping.new_id(), recipient=key.public, key=key)
    document = ReportDocument(
        language=case.language,
        danger="no",
        threats=(),
        story=Plain(case.number),
        links=(),
        received_at=now,
        channel="forced",
    )
    return sealing.report(receipt, place, document, files, case.id)


def _detach(session: Session, true: Receipt, case_id: bytes, *, day: dt.date) -> None:
    """Destroy what the receipt opens, and let no receipt find the case or send it files any more.

    Parts of files on their way stay in the store until the sweep finds them.
    """
    coming = select(Upload.id).where(Upload.pass_id.in_(uploads.passes_of(case_id)))
    for statement in (
        delete(UploadPart).where(UploadPart.upload_id.in_(coming)),
        delete(Upload).where(Upload.pass_id.in_(uploads.passes_of(case_id))),
        delete(UploadPass).where(UploadPass.case_id == case_id),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    nobody = Key.new().public
    keeping.keep_key(session, nobody, KeyKind.RECEIPT, day=day)
    session.flush()
    session.execute(delete(Item).where(Item.kid == true.key.kid))
    session.execute(
        update(Report)
        .where(Report.lookup == true.lookup)
        .values(lookup=digests.random_bytes(_LOOKUP_BYTES), receipt_kid=nobody.kid)
    )
    used = session.scalars(select(Report.case_id).where(Report.receipt_kid == true.key.kid))
    if used.first() is None:
        session.execute(delete(KeyRow).where(KeyRow.kid == true.key.kid))
    session.expire_all()
