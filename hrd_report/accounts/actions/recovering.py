"""Moves what hangs on a recovery key to a fresh one, and lets somebody in with one. Prints nothing.

The private half of a recovery key is here only while custodians stand around the machine.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, delete, exists, func, select
from sqlalchemy.orm import Session, aliased

from hrd_report.accounts.actions import custody, people
from hrd_report.casefile import keeping, opening, rolling
from hrd_report.casefile.trust import Trust
from hrd_report.errors import Conflict, Damaged, NotAllowed
from hrd_report.records import people as records
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.keys import Grant, KeyKind, KeyRow, KeyState
from hrd_report.records.people import Person, PersonState, Role, Team
from hrd_report.vault.keyring import follow
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.locks import LockRow

RECOVERABLE: Final = (KeyKind.TEAM, KeyKind.CASE, KeyKind.INTAKE, KeyKind.ANALYST)
"""The kinds of keys that recovery must lead to."""

BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The two people who stand for a recovery."""

    by: bytes
    beside: bytes


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Seat:
    """Who is let in: a fresh account with a fresh key under a first password."""

    name: str
    role: Role
    language: str
    key: Key
    first_password: LockRow
    teams: Sequence[Team]


def known(session: Session) -> set[bytes]:
    """Return the names of all recovery keys there ever were here."""
    return set(session.scalars(select(KeyRow.kid).where(KeyRow.kind == KeyKind.RECOVERY)))


def begin(
    session: Session, fresh: PublicKey, count: int, *, by: bytes | None, day: dt.date
) -> list[KeyRow]:
    """Put a fresh recovery key in use, in so many shares; return the former ones, retired now.

    Nothing is granted to it yet: the roster that names it, or the former key's shares, do that.
    """
    used = (KeyRow.kind == KeyKind.RECOVERY, KeyRow.state != KeyState.RETIRED)
    former = list(session.scalars(select(KeyRow).where(*used)))
    for row in former:
        row.state = KeyState.RETIRED
    keeping.keep_key(session, fresh, KeyKind.RECOVERY, day=day)
    session.flush()  # custody names the key
    custody.begin(session, fresh.kid, count, by=by, day=day)
    return former


def hanging(session: Session, holder: bytes) -> int:
    """Return how many keys are granted to a recovery key."""
    counted = select(func.count()).select_from(Grant).where(Grant.holder == holder)
    return session.scalars(counted).one()


def regrant(
    session: Session, former: Key, fresh: PublicKey, *, after: bytes, day: dt.date
) -> bytes | None:
    """Grant the next keys that a former recovery key leads to to a fresh one as well.

    Return where the next batch begins, or nothing after the last. An altered grant is left aside.
    """
    found = session.execute(
        select(Grant, KeyRow)
        .join(KeyRow, KeyRow.kid == Grant.child)
        .where(Grant.holder == former.kid, Grant.child > after)
        .order_by(Grant.child)
        .limit(BATCH)
    ).all()
    there = set(
        session.scalars(
            select(Grant.child).where(
                Grant.holder == fresh.kid, Grant.child.in_([row.kid for _, row in found])
            )
        )
    )
    for child in _children(session, former, [one for one in found if one[1].kid not in there]):
        keeping.keep_grant(session, child, fresh, day=day)
    return found[-1][1].kid if len(found) == BATCH else None


def catch_up(session: Session, trust: Trust, before: Collection[bytes], *, day: dt.date) -> None:
    """See to it that everything comes to hang on the recovery keys of a roster just installed.

    What the former key's shares granted is done. What is left gets fresh keys, from whoever holds
    the present ones, as they come by. `before` are the recovery keys of the roster until now.
    """
    fresh = [one.kid for one in trust.recovery(session) if one.kid not in before]
    for kid in fresh:
        lacking = _without(kid)
        groups = lacking.where(KeyRow.kind != KeyKind.CASE, KeyRow.state != KeyState.RETIRED)
        if session.scalars(groups.limit(1)).first() is not None:
            rolling.roll_everything(session, trust, day=day)
            return
        cases = lacking.join(Case, Case.kid == KeyRow.kid)
        rolling.queue(session, session.scalars(cases).all())
    drop_former(session)


def drop_former(session: Session) -> None:
    """Delete the grants of keys to former recovery keys where a present one leads to them too."""
    one, other = aliased(KeyRow), aliased(Grant)
    former = select(KeyRow.kid).where(
        KeyRow.kind == KeyKind.RECOVERY, KeyRow.state == KeyState.RETIRED
    )
    present = (
        select(other.child)
        .join(one, one.kid == other.holder)
        .where(one.kind == KeyKind.RECOVERY, one.state == KeyState.ACTIVE)
    )
    session.execute(delete(Grant).where(Grant.holder.in_(former), Grant.child.in_(present)))


def witnesses(session: Session, by: str, beside: str) -> Witnesses:
    """Return the two people named. Raises `NotAllowed` unless both work here and they are two."""
    found = [session.scalars(records.person_named(name)).first() for name in (by, beside)]
    here = [one.id for one in found if one is not None and one.state is not PersonState.LEFT]
    if len(set(here)) != len(found):
        raise NotAllowed("a recovery needs two people who work here")
    return Witnesses(*here)


def refuse(session: Session, two: Witnesses | None, *, day: dt.date) -> None:
    """Write down that somebody tried to recover and could not."""
    for actor in (two.by, two.beside) if two else (None,):
        keeping.record(session, Act.RECOVERY_REFUSED, actor=actor, thing=None, day=day)


def let_in(session: Session, recovery: Key, seat: Seat, two: Witnesses, *, day: dt.date) -> Person:
    """Add an account that opens everything of its teams, by the recovery key alone.

    That is the teams' keys and the former ones that cases still hang on, restricted cases, and the
    keys of intake and analysts. Raises `Conflict` for a name that is taken or a key that leads to
    nothing here any more.
    """
    granted = _children(session, recovery, _wanted(session, recovery, seat))
    children = {child.kid: child for child in granted}
    if not all(team.kid in children for team in seat.teams):
        raise Conflict("this recovery key does not lead to the team's key")
    person = people.add(
        session,
        name=seat.name,
        role=seat.role,
        language=seat.language,
        first_password=seat.first_password,
        key=seat.key,
        team=seat.teams[0],
        granted=children.values(),
        day=day,
        by=two.by,
    )
    for actor in (two.by, two.beside):
        keeping.record(session, Act.RECOVERED, actor=actor, thing=person.id, day=day)
    return person


def unreachable(session: Session) -> set[bytes]:
    """Return the keys that no path leads to from a recovery key in use.

    A former key of a case hangs on the present one: that is a path too.
    """
    holders = set(
        session.scalars(
            select(KeyRow.kid).where(
                KeyRow.kind == KeyKind.RECOVERY, KeyRow.state == KeyState.ACTIVE
            )
        )
    )
    wanted = set(session.scalars(select(KeyRow.kid).where(KeyRow.kind.in_(RECOVERABLE))))
    below: dict[bytes, list[bytes]] = {}
    for child, holder in session.execute(select(Grant.child, Grant.holder)):
        below.setdefault(holder, []).append(child)
    waiting = list(holders)
    while waiting:
        for child in below.pop(waiting.pop(), ()):
            if child in wanted:
                wanted.discard(child)
                waiting.append(child)
    # Nothing hangs any more on a team's former key that nobody is granted.
    empty = select(KeyRow.kid).where(
        KeyRow.kind == KeyKind.TEAM,
        KeyRow.state == KeyState.RETIRED,
        KeyRow.kid.not_in(select(Grant.holder)),
    )
    return wanted - set(session.scalars(empty))


def _wanted(session: Session, recovery: Key, seat: Seat) -> list[tuple[Grant, KeyRow]]:
    ids = [team.id for team in seat.teams]
    cases = select(Case.kid).where(Case.team_id.in_(ids))
    under = aliased(Grant)
    teams = exists().where(under.holder == KeyRow.kid, under.child.in_(cases))
    present = KeyRow.kid.in_([team.kid for team in seat.teams])
    everything = (
        (KeyRow.kind.in_((KeyKind.INTAKE, KeyKind.ANALYST)))
        | ((KeyRow.kind == KeyKind.TEAM) & (present | teams))
        | KeyRow.kid.in_(cases.where(Case.restricted))
    )
    rows = session.execute(
        select(Grant, KeyRow)
        .join(KeyRow, KeyRow.kid == Grant.child)
        .where(Grant.holder == recovery.kid, everything)
    )
    return [(grant, row) for grant, row in rows]


def _children(
    session: Session, holder: Key, found: Sequence[tuple[Grant, KeyRow]]
) -> Iterator[Key]:
    for grant, row in found:
        one = opening.grant_row(session, grant, row)
        try:
            yield follow(one.blob, holder, one.child_public)
        except Damaged:
            continue


def _without(kid: bytes) -> Select[bytes]:
    granted = select(Grant.child).where(Grant.holder == kid)
    return select(KeyRow.kid).where(KeyRow.kind.in_(RECOVERABLE), KeyRow.kid.not_in(granted))
