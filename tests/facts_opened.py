"""Opens the nameless facts of a house, as analysts may, so that tests can see what they say."""

from house import House
from sqlalchemy import select

from hrd_report.casefile import opening
from hrd_report.documents.facts import DIMENSIONS, MONTH_COLUMN, ROW_BYTES, column
from hrd_report.records.facts import Bucket, Fact
from hrd_report.records.keys import KeyKind, KeyRow
from hrd_report.reference.load import load
from hrd_report.vault.facts import open_facts
from hrd_report.vault.keyring import follow
from hrd_report.vault.keys import PublicKey

LISTS = load().codes


def counted(house: House) -> list[dict[str, str]]:
    """Open every fact as the analysts may, with the bucket's key that was granted to them."""
    with house.services.database.reading() as session:
        buckets = list(session.scalars(select(Bucket)))
        facts = list(session.scalars(select(Fact)))
        kid = session.scalars(select(KeyRow.kid).where(KeyRow.kind == KeyKind.ANALYST)).first()
        wren = house.people["wren"].key
        analysts = opening.keyring_for(session, wren, kid).key(kid) if kid else None
    found = []
    for bucket in buckets:
        public = PublicKey.from_raw(bucket.public)
        key = follow(bucket.grant, analysts, public)
        rows = open_facts(
            (one.body.blob for one in facts if one.bucket == bucket.name),
            key,
            bucket.name,
            ROW_BYTES,
        )
        found += [
            {name: LISTS[name].name_of(int(row[column(name)])) for name in DIMENSIONS}
            | {"month": int(row[MONTH_COLUMN])}
            for row in rows
        ]
    return found
