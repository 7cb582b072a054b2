"""Which share of a recovery key lies with whom, and when it was last seen. Knows no share."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.errors import Conflict, NotFound
from hrd_report.records import people
from hrd_report.records.acts import Act
from hrd_report.records.custody import Custody
from hrd_report.records.keys import KeyKind, KeyRow, KeyState
from hrd_report.records.people import Person, PersonState


def begin(session: Session, kid: bytes, count: int, *, by: bytes | None, day: dt.date) -> None:
    """Write down that a ceremony gave away so many shares of a recovery key."""
    session.add_all(Custody(kid=kid, share=number, day=day) for number in range(1, count + 1))
    keeping.record(session, Act.CEREMONY_HELD, actor=by, thing=kid, day=day)


def shares(session: Session) -> Sequence[Custody]:
    """Return the shares of the recovery keys in use, by ceremony and number."""
    return session.scalars(
        select(Custody)
        .join(KeyRow, KeyRow.kid == Custody.kid)
        .where(KeyRow.kind == KeyKind.RECOVERY, KeyRow.state == KeyState.ACTIVE)
        .order_by(Custody.day, Custody.kid, Custody.share)
    ).all()


def shares_with(session: Session, person_id: bytes) -> list[Custody]:
    """Return the shares in use that lie with somebody."""
    return [one for one in shares(session) if one.person_id == person_id]


def give(session: Session, number: int, name: str) -> Custody:
    """Write down who keeps a share. Raises `NotFound`, `Conflict` for somebody who left."""
    person = session.scalars(people.person_named(name)).first()
    found = [one for one in shares(session) if one.share == number]
    if person is None or not found:
        raise NotFound("no such share or person")
    if person.state is PersonState.LEFT:
        raise Conflict("who left keeps no share")
    found[-1].person_id, found[-1].seen_day = person.id, None
    return found[-1]


def see(session: Session, person: Person, number: int, *, day: dt.date) -> None:
    """Write down that somebody still has their share. Raises `NotFound` where it is not theirs."""
    found = [one for one in shares_with(session, person.id) if one.share == number]
    if not found:
        raise NotFound
    for one in found:
        one.seen_day = day
        keeping.record(session, Act.SHARE_SEEN, actor=person.id, thing=one.kid, day=day)
