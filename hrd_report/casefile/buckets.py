"""Opens a statistics bucket for an analyst. The statistics door itself cannot follow grants."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.casefile.opening import keyring_for
from hrd_report.errors import NotFound
from hrd_report.records import audit, facts
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.facts import Bucket
from hrd_report.records.people import Person
from hrd_report.vault.keyring import follow
from hrd_report.vault.keys import Key, PublicKey


def open_bucket(session: Session, person: Key, bucket: Bucket) -> Key:
    """Follow from a person through the analysts' key to a bucket's. Raises `NotAllowed`."""
    analysts = keyring_for(session, person, bucket.holder).key(bucket.holder)
    return follow(bucket.grant, analysts, PublicKey.from_raw(bucket.public))


def write_down(
    session: Session, act: Act, bucket_name: str, person: Key | None, day: dt.date
) -> None:
    """Add to the audit what a person, or a command without one, did to a bucket."""
    bucket = session.scalars(facts.bucket(bucket_name)).one()
    keeping.record(session, act, actor=_id_of(session, person), thing=bucket.kid, day=day)


def write_down_release(session: Session, bucket_name: str, person: Key, day: dt.date) -> None:
    """Add to the audit that figures were drawn; once, as they are drawn once.

    The close of a year that has several buckets stands with the last of them.
    """
    bucket = session.scalars(facts.bucket(bucket_name)).one_or_none()
    act = Act.CLOSED_YEAR if bucket is None else Act.RELEASED_FIGURES
    bucket = bucket or _last_of(session, bucket_name)
    before = audit.acts_on(bucket.kid).where(AuditRow.act == act)
    if session.scalars(before.limit(1)).first() is None:
        write_down(session, act, bucket.name, person, day)


def write_down_year(session: Session, act: Act, year: str, person: Key, day: dt.date) -> None:
    """Add to the audit what a person did about a year's figures, at the last of its buckets."""
    write_down(session, act, _last_of(session, year).name, person, day)


def _last_of(session: Session, year: str) -> Bucket:
    of_year = [one for one in session.scalars(facts.buckets()) if str(one.first.year) == year]
    if not of_year:
        raise NotFound("no such bucket or year")
    return of_year[0]


def _id_of(session: Session, person: Key | None) -> bytes | None:
    if person is None:
        return None
    return session.scalars(select(Person.id).where(Person.kid == person.kid)).first()
