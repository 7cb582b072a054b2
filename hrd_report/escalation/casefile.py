"""Opens what an escalation needs of a case: links, findings, consents, notice. Keeps nothing."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import Session

from hrd_report.casefile import opening
from hrd_report.documents.casework import AssessmentDocument, FindingDocument
from hrd_report.documents.escalations import DecisionDocument, DeliveryDocument, NoticeDocument
from hrd_report.documents.organisation import OrganisationDocument
from hrd_report.documents.reports import ConsentDocument, ReportDocument
from hrd_report.errors import Damaged, NotAllowed, NotFound
from hrd_report.escalation.standing import Standing
from hrd_report.records import cases, keys, locking
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import Case
from hrd_report.records.escalations import Escalation
from hrd_report.records.keys import Item, ItemKind
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain
from hrd_report.store.objects import Store
from hrd_report.vault.keyring import Keyring
from hrd_report.vault.keys import Key, PublicKey

Document = TypeVar("Document")


@dataclass(frozen=True, slots=True, repr=False)
class Actor:
    """Who acts: a member of staff with the person's key, and the role as the lifecycles name it."""

    id: bytes
    name: str
    role: str
    key: Key


@dataclass(frozen=True, slots=True, repr=False)
class CaseFile:
    """A case that somebody may open, with the keys that do it."""

    case: Case
    ring: Keyring

    @property
    def public(self) -> PublicKey:
        """Return the key that whatever belongs to this case is sealed to."""
        return self.ring.key(self.case.kid).public


@dataclass(frozen=True, slots=True, repr=False)
class Desk:
    """A caseworker at a case: who acts, on what, by which rules, when, and for whom.

    `reference` holds the team's own directory on top of what is shipped, `store` the files.
    """

    file: CaseFile
    actor: Actor
    reference: Reference
    now: dt.datetime
    organisation: OrganisationDocument = field(default_factory=OrganisationDocument)
    store: Store | None = None


def numbered(session: Session, number: str, person: Key) -> CaseFile:
    """Open a case by its number. Raises `NotFound`, also without a grant."""
    case = session.scalars(cases.numbered(number)).one_or_none()
    if case is None:
        raise NotFound
    return _open(session, case, person)


def escalation(
    session: Session, hex_id: str, person: Key, *, change: bool = False
) -> tuple[CaseFile, Escalation]:
    """Open the case of an escalation; with `change`, nobody else changes either meanwhile.

    Raises `NotFound`, also without a grant.
    """
    try:
        found = session.get(Escalation, bytes.fromhex(hex_id))
    except ValueError:
        raise NotFound from None
    if found is None:
        raise NotFound
    case = session.get_one(Case, found.case_id, with_for_update=LOCKED if change else None)
    if change:
        found = locking.locked(session, found.id)
    return _open(session, case, person), found


def document(session: Session, file: CaseFile, item_id: bytes, shape: type[Document]) -> Document:
    """Open one item of a case. Raises `NotFound`, or `Damaged` if it was altered."""
    item = session.get(Item, item_id)
    if item is None or item.case_id != file.case.id:
        raise NotFound
    return opening.read(item, file.ring, shape)


def notice(session: Session, file: CaseFile, of: Escalation) -> NoticeDocument:
    """Return the newest draft of an escalation's notice."""
    return document(session, file, of.notice_item, NoticeDocument)


def decision(session: Session, file: CaseFile, of: Escalation) -> DecisionDocument | None:
    """Return what the platform answered last, if it answered."""
    if of.decision_item is None:
        return None
    return document(session, file, of.decision_item, DecisionDocument)


def sent_copy(session: Session, file: CaseFile, message_id: str) -> DeliveryDocument | None:
    """Return a message as it was put into the outbox, from the case's own copy."""
    read = opening.read_all(session, file.case, file.ring, ItemKind.DELIVERY, DeliveryDocument)
    return next((one.document for one in read if one.document.message_id == message_id), None)


def standings(session: Session, file: CaseFile) -> list[Standing]:
    """Return a case's consents as they stand now: the sealed scope under the clear state."""
    return [
        _standing(row, document(session, file, row.item_id, ConsentDocument))
        for row in session.scalars(cases.consents_of(file.case.id).order_by(cases.Consent.id))
    ]


def links(session: Session, file: CaseFile) -> list[Plain]:
    """Return the addresses that the defender sent, each once, where the case's key opens them."""
    found: dict[Plain, None] = {}
    for kind in (ItemKind.REPORT, ItemKind.ADDITION):
        for item in session.scalars(keys.items_of(file.case.id, kind).order_by(Item.id)):
            try:
                report = opening.read(item, file.ring, ReportDocument)
            except (Damaged, NotAllowed):
                # Sealed by the defender: another shape, and another key; the desk shows that one.
                continue
            found |= dict.fromkeys(report.links)
    return list(found)


def assessment(session: Session, file: CaseFile) -> AssessmentDocument | None:
    """Return how the case is classified, if it is."""
    read = opening.read_all(session, file.case, file.ring, ItemKind.ASSESSMENT, AssessmentDocument)
    return max((one.document for one in read), key=lambda one: one.at, default=None)


def findings(session: Session, file: CaseFile, platform: str) -> dict[str, FindingDocument]:
    """Return the newest finding on each step at one platform."""
    read = opening.read_all(session, file.case, file.ring, ItemKind.FINDING, FindingDocument)
    newest = sorted((one.document for one in read), key=lambda one: one.at)
    return {one.step: one for one in newest if one.platform == platform}


def _open(session: Session, case: Case, person: Key) -> CaseFile:
    try:
        return CaseFile(case, opening.case_keyring(session, person, case))
    except NotAllowed:
        # Whoever cannot open it does not learn that it is there.
        raise NotFound from None


def _standing(row: cases.Consent, said: ConsentDocument) -> Standing:
    return Standing(
        id=row.id.hex(),
        purpose=said.purpose,
        platform=said.platform,
        identity=said.identity,
        state=row.state,
        day=row.day,
        until=row.until,
    )
