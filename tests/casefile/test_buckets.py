"""An analyst reaches a bucket's key through the analysts' key; nobody else does."""

import datetime as dt

import pytest
from house import House

from hrd_report.casefile import buckets
from hrd_report.errors import Damaged, NotAllowed
from hrd_report.records import keys
from hrd_report.records.facts import Bucket, BucketState
from hrd_report.records.keys import KeyKind
from hrd_report.vault import grants
from hrd_report.vault.keys import Key, PublicKey


@pytest.fixture
def made(house: House) -> tuple[Bucket, Key]:
    """Give a bucket whose key is granted to the analysts, and that key."""
    key = Key.new()
    with house.services.database.reading() as session:
        (row,) = session.scalars(keys.active(KeyKind.ANALYST))
    analysts = PublicKey.from_raw(row.public)
    bucket = Bucket(
        name="2026",
        first=dt.date(2026, 1, 1),
        last=dt.date(2026, 12, 31),
        state=BucketState.OPEN,
        kid=key.kid,
        public=key.public.raw,
        holder=analysts.kid,
        grant=grants.grant(key, analysts),
    )
    return bucket, key


def test_an_analyst_opens_a_bucket(house: House, made: tuple[Bucket, Key]):
    bucket, key = made
    with house.services.database.reading() as session:
        assert buckets.open_bucket(session, house.people["wren"].key, bucket).seed == key.seed


@pytest.mark.parametrize("name", ["heron", "plover", "avocet"])
def test_nobody_else_does(house: House, made: tuple[Bucket, Key], name: str):
    with house.services.database.reading() as session, pytest.raises(NotAllowed):
        buckets.open_bucket(session, house.people[name].key, made[0])


def test_a_bucket_under_another_key_is_damaged(house: House, made: tuple[Bucket, Key]):
    bucket, _ = made
    bucket.public = Key.new().public.raw
    with house.services.database.reading() as session, pytest.raises(Damaged):
        buckets.open_bucket(session, house.people["wren"].key, bucket)
