"""Opening a bucket's facts and drawing its figures are written down; the figures' door cannot."""

import datetime as dt

import pytest
from house import House
from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.errors import NotAllowed
from hrd_report.records import audit, keys
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.facts import Bucket, BucketState
from hrd_report.records.keys import KeyKind
from hrd_report.vault import grants
from hrd_report.vault.keys import Key, PublicKey


@pytest.fixture
def bucket(house: House) -> Bucket:
    """Give a frozen bucket without facts."""
    key = Key.new()
    with house.services.database.writing() as session:
        (row,) = session.scalars(keys.active(KeyKind.ANALYST))
        analysts = PublicKey.from_raw(row.public)
        made = Bucket(
            name="2025",
            first=dt.date(2025, 1, 1),
            last=dt.date(2025, 12, 31),
            state=BucketState.FROZEN,
            kid=key.kid,
            public=key.public.raw,
            holder=analysts.kid,
            grant=grants.grant(key, analysts),
        )
        session.add(made)
    return made


def acts(house: House, bucket: Bucket) -> list[tuple[Act, bytes | None]]:
    with house.services.database.reading() as session:
        found = session.scalars(audit.acts_on(bucket.kid)).all()
        return sorted(((one.act, one.actor) for one in found), key=lambda one: one[0].value)


def test_drawing_twice_is_one_release_and_one_reading(house: House, bucket: Bucket):
    client, wren = house.client(), house.people["wren"]
    token = house.sign_in(client, "wren")
    for _ in range(2):
        answer = client.post("/statistics/draw", data={"form_token": token, "bucket": bucket.name})
        assert answer.status_code == 303
    assert acts(house, bucket) == [
        (Act.FACTS_OPENED, wren.id),
        (Act.RELEASED_FIGURES, wren.id),
    ]


def test_who_may_not_open_leaves_no_row(house: House, bucket: Bucket):
    with pytest.raises(NotAllowed):
        house.services.open_bucket(house.people["heron"].key, bucket)
    assert acts(house, bucket) == []


def test_the_figures_own_connection_reaches_no_row_of_the_audit(house: House):
    def look(session: Session) -> None:
        session.scalars(select(AuditRow.id)).all()

    with pytest.raises(Exception, match=r"(prohibited|denied)"):  # noqa: SIM117
        with house.services.figures.reading() as session:
            look(session)
