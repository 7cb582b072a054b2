"""Gives fresh keys to cases that hang on former ones, by somebody who holds those. Asks nobody.

Who may open a case stays as the rows say. Found in one transaction, sealed in none, kept in
another: so nobody waits for the sealing, and of two who do the same work one does it in vain.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, opening, rolling, shelving
from hrd_report.casefile.trust import Trust
from hrd_report.errors import Damaged, NotFound, NotVouched
from hrd_report.records import due, traces
from hrd_report.records.acts import Act
from hrd_report.records.keys import Grant, KeyKind, KeyRow, KeyState
from hrd_report.records.people import Person, Team
from hrd_report.vault.keyring import Keyring, follow
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.rolling import Rolled, Task, roll_many

BATCH: Final = 250
"""Cases in one transaction: few enough that nobody waits long for their turn."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Some of what is to be done: the cases on a team's former key, or (None) those queued."""

    former: bytes | None
    open_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Batch:
    """Cases to give a fresh key, by the key they have. `after` is where the next batch begins."""

    tasks: dict[bytes, Task]
    seeds: tuple[bytes, ...]
    after: bytes | None

    def rolled(self) -> list[Rolled | None]:
        """Make the fresh keys, here and now."""
        return roll_many(list(self.tasks.values()), self.seeds)


@dataclass(frozen=True, slots=True, repr=False)
class Hand:
    """A holder at work: the person's key, and the keys of teams and analysts it leads to."""

    person: Key
    ring: Keyring
    groups: dict[bytes, KeyRow]

    def kids(self) -> list[bytes]:
        """Return the names of all keys at hand that may hold a case."""
        return [self.person.kid, *self.groups]


def hand(session: Session, person: Key) -> Hand:
    """Open what a person holds of groups. An altered grant is left aside."""
    found = session.execute(due.groups_of(person.kid)).all()
    ring = Keyring(person)
    ring.open_path([opening.grant_row(session, grant, row) for grant, row in found])
    return Hand(person, ring, {row.kid: row for _, row in found if row.kid in ring})


def duties(of: Hand) -> list[Duty]:
    """Return what there may be to do, open cases first."""
    former = [kid for kid, row in of.groups.items() if _is_former_team(row)]
    return [
        *(Duty(kid, open_only=True) for kid in former),
        Duty(None),
        *(Duty(kid) for kid in former),
    ]


def find(session: Session, of: Hand, duty: Duty, trust: Trust, *, after: bytes = b"") -> Batch:
    """Return the next cases of a duty. `after` is None in it when there are none further on."""
    if duty.former is not None:
        wanted = due.hanging(duty.former, after, BATCH, open_only=duty.open_only)
    else:
        wanted = due.queued(of.kids(), after, BATCH)
    found = session.execute(wanted).all()
    holders = _holders(session, [(row.child, row.team_id, row.restricted) for row in found], trust)
    tasks = {
        row.child: Task(
            PublicKey(row.public),
            row.holder,
            shelving.taken_down(session, row),
            holders[row.child],
        )
        for row in found
        if row.child in holders
    }
    last = found[-1].child if len(found) == BATCH else None
    seeds = tuple(of.ring.key(kid).seed for kid in {one.holder for one in tasks.values()})
    return Batch(tasks=tasks, seeds=seeds, after=last)


def keep(
    session: Session,
    batch: Batch,
    rolled: Sequence[Rolled | None],
    trust: Trust,
    *,
    by: bytes | None,
    day: dt.date,
) -> int:
    """Put fresh keys in place where nothing changed meanwhile; return how many cases got one."""
    made = {kid: one for kid, one in zip(batch.tasks, rolled, strict=True) if one is not None}
    rows = session.execute(due.with_keys(list(made)).with_for_update()).all()
    holders = _holders(session, [(row.kid, row.team_id, row.restricted) for row in rows], trust)
    same = [row for row in rows if holders.get(row.kid) == batch.tasks[row.kid].holders]
    if same:
        recovery = {one.kid for one in trust.recovery(session)}
        fresh = {row.kid: made[row.kid] for row in same}
        rolling.keep_rolled(session, fresh, recovery, day=day)
        keeping.record_many(
            session, Act.CASE_ROLLED, actor=by, things=[row.id for row in same], day=day
        )
    return len(same)


def bind(session: Session, of: Hand, trust: Trust, *, by: bytes | None, day: dt.date) -> int:
    """Let former keys of cases be reached through those that took their place; return how many.

    A batch at a time: none is left when it returns 0.
    """
    recovery = [one.kid for one in trust.recovery(session)]
    done = 0
    for row in session.execute(due.apart(of.kids(), b"", BATCH)).all():
        if row.successor is None:
            continue
        try:
            former = follow(
                shelving.taken_down(session, row), of.ring.key(row.holder), PublicKey(row.public)
            )
        except Damaged:
            continue
        rolling.bind(session, former, row.successor, recovery, day=day)
        case = session.scalars(due.case_sealed_to(row.child)).first()
        keeping.record(session, Act.CASE_ROLLED, actor=by, thing=case, day=day)
        done += 1
    return done


def finish(session: Session, of: Hand, trust: Trust, *, day: dt.date) -> None:
    """Move what else hangs on former keys of teams, and let go of those nothing hangs on.

    A key of a group that recovery does not hold yet is granted to it.
    """
    present = {kid: row for kid, row in of.groups.items() if row.state is not KeyState.RETIRED}
    for kid in present:
        _share_with_recovery(session, of, kid, trust, day)
    for kid, row in of.groups.items():
        if row.state is KeyState.RETIRED:
            _empty(session, of, row, trust, day)
            _let_go(session, kid)


def is_due(session: Session, trust: Trust, person_kid: bytes) -> bool:
    """Tell whether this person may have something to do, at little cost.

    Nothing is while nobody vouches for the recovery keys. Raises nothing.
    """
    try:
        recovery = [one.kid for one in trust.recovery(session)]
    except NotVouched:
        return False
    groups = [row for _, row in session.execute(due.groups_of(person_kid))]
    if any(row.state is KeyState.RETIRED for row in groups):
        return True
    mine = [person_kid, *(row.kid for row in groups)]
    present = mine[1:]
    return (
        session.execute(due.queued(mine, b"", 1)).first() is not None
        or session.execute(due.apart(mine, b"", 1)).first() is not None
        or session.execute(due.without_recovery(recovery, present)).first() is not None
    )


def remaining(session: Session, team_id: bytes) -> int:
    """Return how many cases of a team still have a key that somebody who left may know."""
    return session.scalars(due.remaining(team_id)).one()


def _is_former_team(row: KeyRow) -> bool:
    return row.kind is KeyKind.TEAM and row.state is KeyState.RETIRED


def _holders(
    session: Session, rows: Sequence[tuple[bytes, bytes, bool]], trust: Trust
) -> dict[bytes, tuple[PublicKey, ...]]:
    """Return who is to hold each case's next key; a case nobody could hold is left out.

    A row: the key the case has, its team, whether it is restricted.
    """
    recovery = trust.recovery(session)
    teams = {team_id: _team(session, team_id, trust) for team_id in {row[1] for row in rows}}
    named: dict[bytes, list[PublicKey]] = {}
    for kid, public in session.execute(due.named_on([row[0] for row in rows])):
        named.setdefault(kid, []).append(PublicKey(public))
    found = {}
    for kid, team_id, restricted in rows:
        team = None if restricted else teams[team_id]
        people = named.get(kid, [])
        if team is not None or (restricted and people):
            found[kid] = (*((team,) if team else ()), *people, *recovery)
    return found


def _team(session: Session, team_id: bytes, trust: Trust) -> PublicKey | None:
    try:
        return trust.team(session, session.get_one(Team, team_id))
    except (Damaged, NotFound):
        # Nobody vouches for the key that stands there: nothing is granted to it.
        return None


def _empty(session: Session, of: Hand, row: KeyRow, trust: Trust, day: dt.date) -> None:
    """Move what hangs on a former key to the present one of the same kind that is at hand."""
    former = of.ring.key(row.kid)
    present = [
        one for one in of.groups.values() if one.kind is row.kind and one.state is not row.state
    ]
    if row.kind is KeyKind.ANALYST and present:
        # Buckets name the key they were made for, so that one stays, behind the present one.
        to = PublicKey(present[0].public)
        if session.get(Grant, (row.kid, to.kid)) is None:
            keeping.keep_grant(session, former, to, day=day)
    elif present:
        team = session.scalars(select(Team).where(Team.kid == present[0].kid)).first()
        if team is not None:
            _move(session, former, trust.team(session, team), day)
    session.flush()


def _let_go(session: Session, kid: bytes) -> None:
    """Delete people's grants to a former key that nothing hangs on, or that another leads to."""
    row = session.get_one(KeyRow, kid)
    hanging = select(Grant.child).where(Grant.holder == kid)
    behind = (
        select(Grant.child)
        .join(KeyRow, KeyRow.kid == Grant.holder)
        .where(Grant.child == kid, KeyRow.kind == KeyKind.ANALYST)
    )
    left = session.scalars((behind if row.kind is KeyKind.ANALYST else hanging).limit(1)).first()
    if row.kind is KeyKind.TEAM and left is None:
        left = session.scalars(traces.hanging(kid)).first()
    if (left is None) is (row.kind is KeyKind.TEAM):
        people = select(Person.kid)
        session.execute(delete(Grant).where(Grant.child == kid, Grant.holder.in_(people)))


def _move(session: Session, former: Key, to: PublicKey, day: dt.date) -> None:
    """Grant what is no case from a team's former key to its present one."""
    for grant, row in session.execute(due.under(former.kid)).all():
        found = opening.grant_row(session, grant, row)
        try:
            child = follow(found.blob, former, found.child_public)
        except Damaged:
            continue
        if session.get(Grant, (row.kid, to.kid)) is None:
            keeping.keep_grant(session, child, to, day=day)
        session.delete(grant)
    session.flush()


def _share_with_recovery(
    session: Session, of: Hand, kid: bytes, trust: Trust, day: dt.date
) -> None:
    recovery = {one.kid: one for one in trust.recovery(session)}
    below = {row.kid: (grant, row) for grant, row in session.execute(due.under(kid))}
    lacking = session.execute(due.without_recovery(list(recovery), [kid, *below])).all()
    for child, holder in lacking:
        key = of.ring.key(kid)
        if child != kid:
            found = opening.grant_row(session, *below[child])
            key = follow(found.blob, key, found.child_public)
        keeping.keep_grant(session, key, recovery[holder], day=day)
    session.flush()
    former = select(KeyRow.kid).where(
        KeyRow.kind == KeyKind.RECOVERY, KeyRow.state == KeyState.RETIRED
    )
    session.execute(delete(Grant).where(Grant.child.in_([kid, *below]), Grant.holder.in_(former)))
