"""A house with frozen buckets and drawn releases, for tests that look at figures."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import replace

from house import House

from hrd_report.records import keys
from hrd_report.records.facts import Bucket, BucketState, Fact
from hrd_report.records.keys import KeyKind
from hrd_report.statistics import preview, releasing
from hrd_report.statistics.actions import ReleaseFiles
from hrd_report.statistics.shape import Matrix
from hrd_report.statistics.views import drawers
from hrd_report.vault import grants
from hrd_report.vault.facts import seal_fact
from hrd_report.vault.keys import Key, PublicKey

Stretch = tuple[str, dt.date, dt.date]


def add_bucket(
    house: House, stretch: Stretch, many: int | Matrix, *, size: str = "S", seed: int = 1
) -> None:
    """Add a frozen bucket with facts, or so many invented ones, granted to the analysts."""
    key, (name, first, last) = Key.new(), stretch
    lists = house.services.reference.codes
    rows = preview.invented(many, lists, seed) if isinstance(many, int) else many
    with house.services.database.writing() as session:
        (row,) = session.scalars(keys.active(KeyKind.ANALYST))
        analysts = PublicKey.from_raw(row.public)
        session.add(
            Bucket(
                name=name,
                first=first,
                last=last,
                state=BucketState.FROZEN,
                kid=key.kid,
                public=key.public.raw,
                holder=analysts.kid,
                grant=grants.grant(key, analysts),
                size=size,
            )
        )
        session.add_all(
            Fact(
                id=secrets.token_bytes(16),
                bucket=name,
                body=seal_fact(row.tobytes(), key.public, name),
            )
            for row in rows
        )


def year(number: int) -> Stretch:
    """Return the bucket of a whole year."""
    return str(number), dt.date(number, 1, 1), dt.date(number, 12, 31)


def halves(number: int) -> Sequence[Stretch]:
    """Return the two buckets of a year of middle size."""
    return (
        (f"{number}-H1", dt.date(number, 1, 1), dt.date(number, 6, 30)),
        (f"{number}-H2", dt.date(number, 7, 1), dt.date(number, 12, 31)),
    )


def release(house: House, name: str, *, plots: bool = False) -> ReleaseFiles:
    """Draw a release as the analyst Wren; its plots cost seconds, so most tests go without."""
    wren, by = house.people["wren"].key, drawers.drawer(house.services)
    if not plots:
        by = replace(by, charts=lambda *_: {})
    return releasing.release(by, name, lambda one: house.services.open_bucket(wren, one))
