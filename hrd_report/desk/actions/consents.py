"""Records what a defender agreed to, and takes it back. Sends nothing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from sqlalchemy.orm import Session

from hrd_report.casefile import consents as rule
from hrd_report.casefile import counting, keeping
from hrd_report.casefile.consents import Withdrawn
from hrd_report.clock import hour_after
from hrd_report.desk.actions import access, assessing
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents.reports import ConsentDocument
from hrd_report.errors import Invalid, NotFound
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case, Consent, ConsentState
from hrd_report.records.keys import ItemKind
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain
from hrd_report.vault.keyring import Keyring

DEFAULT_DAYS: Final = 90
LONGEST_DAYS: Final = 730
_OUR_OWN_NAME: Final = 1
"""Rank of the identity level that shows no more than the organisation."""
RECORDABLE: Final = (ConsentState.ASKED, ConsentState.GIVEN, ConsentState.REFUSED)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Wish:
    """What the defender was asked and said. `days` counts from now; `platform` only where due."""

    purpose: str
    state: ConsentState
    identity: str = "organisation"
    platform: str | None = None
    days: int = DEFAULT_DAYS
    scope: Plain = Plain("")


def record(
    session: Session,
    worker: Worker,
    seen: Seen | str,
    wish: Wish,
    reference: Reference,
    *,
    now: dt.datetime,
) -> Consent:
    """Record a consent; what it is about is sealed to the case and to the receipt.

    Raises `Invalid` for a purpose, platform or identity that does not fit, `Stale` from an old
    page: the defender may just have said otherwise. It adds, so a program names the case alone.
    """
    check(wish, reference)
    case = _case(session, worker, seen)
    ring = access.ring_to_write(session, worker, case, day=now.date())
    chosen, item_id, day = keeping.new_id(), keeping.new_id(), now.date()
    until = hour_after(now + dt.timedelta(days=wish.days))
    document = ConsentDocument(
        consent=chosen.hex(),
        purpose=wish.purpose,
        identity=wish.identity,
        at=now,
        recorded_by=worker.name,
        platform=wish.platform,
        until=until,
        scope=wish.scope,
    )
    case_key = ring.key(case.kid).public
    keeping.keep(session, case.id, ItemKind.CONSENT, document, case_key, day=day, item_id=item_id)
    receipt = keeping.receipt_key(session, case.id)
    keeping.keep(session, case.id, ItemKind.CONSENT, document, receipt, day=day)
    session.flush()  # the row names the item
    row = Consent(
        id=chosen, case_id=case.id, state=wish.state, item_id=item_id, day=day, until=until
    )
    session.add(row)
    session.flush()
    _after(session, worker, case, ring, reference, now)
    keeping.record(session, Act.CONSENT_RECORDED, actor=worker.id, thing=case.id, day=day)
    return row


def withdraw(
    session: Session,
    worker: Worker,
    number: str,
    consent_id: bytes,
    reference: Reference,
    *,
    now: dt.datetime,
) -> Withdrawn:
    """Withdraw a consent for the defender, and stop what stands on it.

    Nobody waits for this, so an old page will do: it takes back and overwrites nothing. Raises
    `NotFound`.
    """
    case = access.find(session, worker, number, lock=True)
    ring = access.ring_to_write(session, worker, case, day=now.date())
    row = session.get(Consent, consent_id)
    if row is None or row.case_id != case.id:
        raise NotFound
    reached = rule.withdraw(session, row, now=now)
    _after(session, worker, case, ring, reference, now)
    keeping.record(session, Act.CONSENT_WITHDRAWN, actor=worker.id, thing=case.id, day=now.date())
    return reached


def _case(session: Session, worker: Worker, seen: Seen | str) -> Case:
    if isinstance(seen, Seen):
        return access.find_fresh(session, worker, seen)
    return access.find(session, worker, seen, lock=True)


def check(wish: Wish, reference: Reference) -> None:
    """Refuse what does not fit together. Raises `Invalid`."""
    found = {
        "purpose": _unless(_known(wish.purpose, reference.consent_purposes), "unknown"),
        "platform": _platform_problem(wish, reference),
        "identity": _identity_problem(wish, reference),
        "state": _unless(wish.state in RECORDABLE, "unknown"),
        "days": _unless(1 <= wish.days <= LONGEST_DAYS, "out_of_range"),
    }
    wrong = {name: [code] for name, code in found.items() if code is not None}
    if wrong:
        raise Invalid(wrong)


def _unless(fine: bool, code: str) -> str | None:  # noqa: FBT001 - the condition is the argument
    return None if fine else code


def _known(name: str | None, things: Iterable[_Named]) -> bool:
    return any(one.id == name for one in things)


def _platform_problem(wish: Wish, reference: Reference) -> str | None:
    if wish.platform is not None:
        return _unless(_known(wish.platform, reference.addressees), "unknown")
    needed = any(
        one.id == wish.purpose and one.needs_addressee for one in reference.consent_purposes
    )
    return "missing" if needed else None


def _identity_problem(wish: Wish, reference: Reference) -> str | None:
    if not _known(wish.identity, reference.identity_levels):
        return "unknown"
    if not _known(wish.purpose, reference.consent_purposes):
        return None
    discloses = reference.consent_purpose(wish.purpose).discloses_identity
    shown = reference.identity_level(wish.identity).rank > _OUR_OWN_NAME
    return "not_for_purpose" if shown and not discloses else None


def _after(
    session: Session,
    worker: Worker,
    case: Case,
    ring: Keyring,
    reference: Reference,
    now: dt.datetime,
) -> None:
    """Whoever does not want to be counted is taken out again."""
    held = assessing.held(session, worker, case, ring, now=now)
    counted = counting.recount(session, case, ring, held, reference, now=now)
    if counted != held:
        assessing.keep(session, case, ring, counted)
    keeping.changed(case)
