"""Reserves what a release costs, before anything is drawn. Never commits, never gives back."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.errors import Conflict
from hrd_report.records import facts
from hrd_report.records.facts import (
    Attempt,
    BucketState,
    LedgerRow,
    Part,
    Release,
    ReleaseState,
)
from hrd_report.statistics import ledger, targets
from hrd_report.statistics.ledger import Cost, Spent
from hrd_report.statistics.manifest import Account
from hrd_report.statistics.plan import Plan
from hrd_report.statistics.targets import Target

MOST_ATTEMPTS: Final = 5
"""How often a release may be begun. Nobody sees a figure before it is kept, so beginning again
costs nothing; the limit is for somebody who found a way to look and waits for figures they like."""

_ID_BYTES: Final = 16


def spent(session: Session) -> dict[int, dict[Part, list[Cost]]]:
    """Return the whole ledger, by year and part."""
    found: dict[int, dict[Part, list[Cost]]] = {}
    for row in session.scalars(facts.spendings()):
        parts = found.setdefault(row.year, {})
        parts.setdefault(row.part, []).append(Cost(row.micro_epsilon, row.nano_rho))
    return found


def of_buckets(session: Session, year: int) -> Cost:
    """Return what the releases of a year's buckets cost a defender."""
    buckets = spent(session).get(year, {}).get(Part.BUCKET, [])
    return ledger.cost_of({Part.BUCKET: buckets})


def lifted(session: Session) -> frozenset[int]:
    """Return the years that two people let pass the stop of a lifetime."""
    return frozenset(one.year for one in session.scalars(facts.lifts()) if one.agreed_by)


def reserve(
    session: Session, name: str, plan: Plan, today: dt.date, *, again: bool = False
) -> Account | Release:
    """Spend the budget for a release, or return the release that is already done.

    With `again` one that was reserved and never finished is begun once more, without spending.
    Raises `NotFound`, `NotReady` (open, across two years, a clock set back), `BudgetSpent`, and
    `Conflict` when a day of it was released, it is under way or was cut short.
    """
    targets.turn(session)
    asked = targets.target(session, name)
    targets.refuse_turned_clock(session, today)
    there = session.scalars(select(Release).where(Release.bucket == name)).one_or_none()
    if there is not None:
        return there if there.state is ReleaseState.DONE else _again(session, there, asked, again)
    _refuse_overlap(session, asked)
    before = spent(session)
    after = _with(before, asked, plan.cost)
    year_before, year_after = (
        ledger.cost_of(books.get(asked.year, {})) for books in (before, after)
    )
    ledger.refuse_overspending(year_before, year_after, plan.tier.delta)
    ledger.refuse_lifetime(after, lifted(session), asked.year)
    account = Account(
        release=secrets.token_bytes(_ID_BYTES),
        bucket=name,
        span=asked.span,
        day=today,
        year=asked.year,
        part=asked.part,
        before=year_before,
        after=year_after,
    )
    _write_down(session, account, plan)
    return account


def _again(session: Session, there: Release, asked: Target, again: bool) -> Account:  # noqa: FBT001
    """Begin a reserved release once more: its budget is spent, and nobody saw what was drawn."""
    begun = session.scalars(facts.attempts(there.id)).one()
    if not again or begun >= MOST_ATTEMPTS:
        raise Conflict("reserved: under way, or cut short; the budget is spent")
    session.add(Attempt(release_id=there.id, number=begun + 1))
    session.flush()
    books = spent(session)
    row = session.get_one(LedgerRow, there.id)
    others = dict(books[there.year])
    others[row.part] = list(others[row.part])
    others[row.part].remove(Cost(row.micro_epsilon, row.nano_rho))
    return Account(
        release=there.id,
        bucket=there.bucket,
        span=asked.span,
        day=there.day,
        year=there.year,
        part=there.part,
        before=ledger.cost_of(others),
        after=ledger.cost_of(books[there.year]),
        attempt=begun + 1,
    )


def _refuse_overlap(session: Session, asked: Target) -> None:
    """Refuse days that another release of the same kind has; a year's close has its buckets'."""
    released = {
        one.bucket: one
        for one in session.scalars(select(Release).where(Release.bucket != asked.name))
    }
    own = {bucket.name for bucket in asked.buckets}
    spans = [
        (bucket.first, bucket.last)
        for bucket in session.scalars(facts.buckets())
        if bucket.name in released and bucket.name not in own
    ]
    ledger.refuse_overlap(asked.span, spans)
    if any(bucket.state is BucketState.DESTROYED for bucket in asked.buckets):
        raise Conflict("the keys of these facts were destroyed")


def _with(books: Spent, asked: Target, cost: Cost) -> Mapping[int, Mapping[Part, list[Cost]]]:
    after = {
        year: {part: list(all_) for part, all_ in parts.items()} for year, parts in books.items()
    }
    after.setdefault(asked.year, {}).setdefault(asked.part, []).append(cost)
    return after


def _write_down(session: Session, account: Account, plan: Plan) -> None:
    release = Release(
        id=account.release,
        bucket=account.bucket,
        year=account.year,
        part=account.part,
        state=ReleaseState.RESERVED,
        tier=plan.tier.id,
        plan=plan.digest,
        day=account.day,
    )
    session.add(release)
    session.flush()
    cost = plan.cost
    session.add(
        LedgerRow(
            release_id=account.release,
            year=account.year,
            part=account.part,
            bucket=account.bucket,
            micro_epsilon=cost.micro_epsilon,
            nano_rho=cost.nano_rho,
        )
    )
    session.add(Attempt(release_id=account.release, number=1))
    session.flush()
