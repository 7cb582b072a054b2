"""Selects what still hangs on former keys, so that progress is read from the rows themselves."""

from collections.abc import Collection

from sqlalchemy import Select, func, literal_column, select, union
from sqlalchemy.orm import aliased

from hrd_report.records.cases import OVER, Case
from hrd_report.records.keys import Grant, Item, KeyKind, KeyRow, KeyState
from hrd_report.records.people import Person, PersonState
from hrd_report.sealed import Sealed

_GROUPS = (KeyKind.TEAM, KeyKind.ANALYST)
# Written out, not bound: the index of these few rows is only used for the very words.
_IS_DUE = KeyRow.state == literal_column("'due'")
_retired = select(KeyRow.kid).where(KeyRow.kind == KeyKind.TEAM, KeyRow.state == KeyState.RETIRED)


def groups_of(person_kid: bytes) -> Select[Grant, KeyRow]:
    """Select the grants of a person to keys of teams, former ones too, and to the analysts'."""
    return (
        select(Grant, KeyRow)
        .join(KeyRow, KeyRow.kid == Grant.child)
        .where(Grant.holder == person_kid, KeyRow.kind.in_(_GROUPS))
    )


_FOUND = (
    Grant.child,
    Grant.holder,
    Grant.blob,
    Grant.shelf,
    KeyRow.public,
    Case.team_id,
    Case.restricted,
)


def hanging(
    holder: bytes, after: bytes, limit: int, *, open_only: bool
) -> Select[bytes, bytes, Sealed, int | None, bytes, bytes, bool]:
    """Select cases whose key is granted to a former key of a team, by kid, from one kid on."""
    found = (
        select(*_FOUND)
        .join(KeyRow, KeyRow.kid == Grant.child)
        .join(Case, Case.kid == Grant.child)
        .where(Grant.holder == holder, Grant.child > after)
        .order_by(Grant.child)
        .limit(limit)
    )
    return found.where(Case.state.not_in(OVER)) if open_only else found


def queued(
    holders: Collection[bytes], after: bytes, limit: int
) -> Select[bytes, bytes, Sealed, int | None, bytes, bytes, bool]:
    """Select queued cases that one of the holders has a grant to, by kid, from one kid on."""
    return (
        select(*_FOUND)
        .join(KeyRow, KeyRow.kid == Grant.child)
        .join(Case, Case.kid == Grant.child)
        .where(_IS_DUE, Grant.holder.in_(holders), KeyRow.kid > after)
        .order_by(KeyRow.kid)
        .limit(limit)
    )


def apart(
    holders: Collection[bytes], after: bytes, limit: int
) -> Select[bytes, bytes, Sealed, int | None, bytes, bytes | None]:
    """Select former keys of cases that their successors do not lead to yet, by kid, from one on.

    Those that one of the holders has a grant to: key, holder, grant, shelf, public half, successor.
    """
    return (
        select(Grant.child, Grant.holder, Grant.blob, Grant.shelf, KeyRow.public, KeyRow.successor)
        .join(KeyRow, KeyRow.kid == Grant.child)
        .where(KeyRow.successor.is_not(None), Grant.holder.in_(holders), KeyRow.kid > after)
        .order_by(KeyRow.kid)
        .limit(limit)
    )


def case_sealed_to(kid: bytes) -> Select[bytes]:
    """Select the id of the case that has items sealed to a key of a case."""
    return select(Item.case_id).where(Item.kid == kid).limit(1)


def with_keys(kids: Collection[bytes]) -> Select[bytes, bytes, bytes, bool]:
    """Select the cases that have one of these keys: id, key, team, whether it is restricted."""
    return select(Case.id, Case.kid, Case.team_id, Case.restricted).where(Case.kid.in_(kids))


def named_on(kids: Collection[bytes]) -> Select[bytes, bytes]:
    """Select who, of the people present, has a grant of their own: case key, person's public."""
    theirs = aliased(KeyRow)
    return (
        select(Grant.child, theirs.public)
        .join(Person, Person.kid == Grant.holder)
        .join(theirs, theirs.kid == Person.kid)
        .where(Grant.child.in_(kids), Person.state != PersonState.LEFT)
        .order_by(Grant.child, Person.kid)
    )


def under(holder: bytes) -> Select[Grant, KeyRow]:
    """Select what is granted to a key, cases left out: they are many."""
    return (
        select(Grant, KeyRow)
        .join(KeyRow, KeyRow.kid == Grant.child)
        .where(Grant.holder == holder, KeyRow.kind != KeyKind.CASE)
    )


def remaining(team_id: bytes) -> Select[int]:
    """Select how many cases of a team still have a key that is to be replaced.

    The few are looked up, never the team's many: so no index may be used for the team.
    """
    ours = func.coalesce(Case.team_id, b"") == team_id
    on_former = (
        select(Case.kid)
        .join(Grant, Grant.child == Case.kid)
        .where(Grant.holder.in_(_retired), ours)
    )
    waiting = select(Case.kid).join(KeyRow, KeyRow.kid == Case.kid).where(_IS_DUE, ours)
    return select(func.count()).select_from(union(on_former, waiting).subquery())


def without_recovery(recovery: Collection[bytes], kids: Collection[bytes]) -> Select[bytes, bytes]:
    """Select which of these keys lack a grant to which recovery key."""
    theirs = aliased(KeyRow)
    granted = select(Grant.child).where(Grant.child == KeyRow.kid, Grant.holder == theirs.kid)
    return (
        select(KeyRow.kid, theirs.kid)
        .join(theirs, theirs.kid.in_(recovery))
        .where(KeyRow.kid.in_(kids), ~granted.exists())
    )
