"""Replaces a case's or a team's key, so that whoever kept the former one opens nothing new.

What was sealed before is not sealed anew: the former key is granted to the fresh one.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import cast

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, renewing
from hrd_report.casefile.trust import Trust
from hrd_report.errors import LastHolder, NotVouched
from hrd_report.records import keys, people, tallies
from hrd_report.records.base import add_rows
from hrd_report.records.cases import Case
from hrd_report.records.keys import Grant, KeyKind, KeyRow, KeyState
from hrd_report.records.people import Team
from hrd_report.vault import rolling
from hrd_report.vault.keyring import Keyring
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.rolling import Rolled


def roll_case(
    session: Session,
    case: Case,
    ring: Keyring,
    holders: Iterable[PublicKey],
    trust: Trust,
    *,
    day: dt.date,
) -> None:
    """Give a case a fresh key: granted to `holders` and to recovery, the former one to it.

    Every other grant of the former key is deleted: whoever is not among the holders finds no way
    any more. The ring holds the fresh key too. Raises `NotAllowed` unless it holds the former.
    """
    recovery = trust.recovery(session)
    fresh, rolled = rolling.roll(ring.key(case.kid), (*holders, *recovery))
    session.flush()
    bind_all(session, case.kid, ring, {one.kid for one in recovery}, day=day)
    keep_rolled(session, {case.kid: rolled}, {one.kid for one in recovery}, day=day)
    tallies.forget(session, case.id)
    session.refresh(case, ["kid"])
    ring.hold(fresh)


def renew(session: Session, case: Case, ring: Keyring, *, day: dt.date) -> None:
    """Give a case a fresh key if somebody who left may know the present one. By a holder's keys.

    While nobody vouches for those who are to follow, it stays as it is.
    """
    fresh, trust = renewing.fresh_holders(session, case), renewing.trust_of(session)
    if fresh is not None and trust is not None:
        roll_case(session, case, ring, fresh, trust, day=day)


def bind_all(
    session: Session, kid: bytes, ring: Keyring, recovery: Collection[bytes], *, day: dt.date
) -> None:
    """Let the keys whose place this one took be reached through it alone, those at hand.

    Each is granted to the key that took its place, step by step.
    """
    for one in session.scalars(keys.superseded(kid)).all():
        row = session.get_one(KeyRow, one, populate_existing=True)
        if one in ring and row.successor is not None:
            bind(session, ring.key(one), row.successor, recovery, day=day)


def bind(
    session: Session, former: Key, to: bytes, recovery: Collection[bytes], *, day: dt.date
) -> None:
    """Grant a former key to the one that took its place; delete what else leads to it."""
    session.execute(
        delete(Grant).where(Grant.child == former.kid, Grant.holder.not_in([*recovery, to]))
    )
    if session.get(Grant, (former.kid, to)) is None:
        keeping.keep_grant(session, former, keeping.public_key(session, to), day=day)
    session.execute(update(KeyRow).where(KeyRow.kid == former.kid).values(successor=None))
    session.flush()


def keep_rolled(
    session: Session, fresh: Mapping[bytes, Rolled], recovery: Collection[bytes], *, day: dt.date
) -> None:
    """Put fresh keys in the place of the cases' keys named. Goes in by statement: they are many."""
    former, children = list(fresh), KeyKind.CASE
    session.execute(
        delete(Grant).where(Grant.child.in_(former), Grant.holder.not_in(list(recovery)))
    )
    session.execute(update(KeyRow).where(KeyRow.kid.in_(former)).values(state=KeyState.RETIRED))
    rows = (
        {
            "kid": one.public.kid,
            "kind": children,
            "public": one.public.raw,
            "day": day,
            "state": KeyState.ACTIVE,
        }
        for one in fresh.values()
    )
    add_rows(session, KeyRow, *rows)
    keeping.keep_case_grants(
        session,
        (
            granted
            for kid, one in fresh.items()
            for granted in (
                *((one.public.kid, holder, blob) for holder, blob in one.grants),
                (kid, one.public.kid, one.former),
            )
        ),
        day=day,
    )
    session.connection().execute(
        _PUT_IN_PLACE, [{"former": kid, "fresh": one.public.kid} for kid, one in fresh.items()]
    )


def roll_team(
    session: Session, team: Team, trust: Trust, *, day: dt.date, empty: bool = False
) -> None:
    """Give a team a fresh key, granted to its present members and to recovery.

    Needs no key, so that an administrator may do it. What still hangs on the former key is moved
    by somebody who holds it (`regranting`); those who stay keep their grants to it until then.
    Raises `LastHolder` when nobody but recovery would hold it, unless it may be `empty`.
    """
    if not empty and session.scalars(people.holding(team.kid)).first() is None:
        raise LastHolder(team=team.name)
    fresh = _roll_group(session, team.kid, KeyKind.TEAM, trust, day)
    team.kid, team.epoch = fresh.kid, team.epoch + 1
    team.endorsement = trust.endorse(team.id, team.epoch, fresh)
    session.flush()


def roll_analysts(session: Session, trust: Trust, *, day: dt.date) -> None:
    """Give the analysts a fresh key, granted to those present and to recovery."""
    for row in session.scalars(keys.active(KeyKind.ANALYST)).all():
        _roll_group(session, row.kid, KeyKind.ANALYST, trust, day)


def _roll_group(
    session: Session, former: bytes, kind: KeyKind, trust: Trust, day: dt.date
) -> PublicKey:
    members = session.scalars(people.holding(former)).all()
    holders = [keeping.public_key(session, one.kid) for one in members]
    fresh = Key.new()
    keeping.keep_key(session, fresh.public, kind, day=day)
    session.flush()  # grants name keys that must be there
    for holder in (*holders, *_recovery(session, trust)):
        keeping.keep_grant(session, fresh, holder, day=day)
    session.execute(update(KeyRow).where(KeyRow.kid == former).values(state=KeyState.RETIRED))
    return fresh.public


def _recovery(session: Session, trust: Trust) -> tuple[PublicKey, ...]:
    try:
        return trust.recovery(session)
    except NotVouched:
        # Nobody is kept here because a roster ran out: a holder shares with recovery later.
        return ()


def queue(session: Session, kids: Collection[bytes]) -> None:
    """Note that somebody without a right may know these cases' keys: they are to be rolled."""
    session.execute(_QUEUE.where(KeyRow.kid.in_(list(kids))))


def roll_everything(session: Session, trust: Trust, *, day: dt.date) -> None:
    """Roll every group and queue every case: the recovery key itself was replaced.

    Until somebody who holds them comes by, what there was opens through the former recovery key.
    """
    for team in session.scalars(people.teams()).all():
        roll_team(session, team, trust, day=day, empty=True)
    roll_analysts(session, trust, day=day)
    session.execute(_QUEUE.where(KeyRow.kid.in_(select(Case.kid))))


_cases = cast("Table", Case.__table__)
_PUT_IN_PLACE = (
    update(_cases).where(_cases.c.kid == bindparam("former")).values(kid=bindparam("fresh"))
)
_QUEUE = (
    update(KeyRow)
    .where(KeyRow.kind == KeyKind.CASE, KeyRow.state == KeyState.ACTIVE)
    .values(state=KeyState.DUE)
    .execution_options(synchronize_session=False)
)
