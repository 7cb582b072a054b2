"""Opens a statistics bucket for an analyst. The statistics door itself cannot follow grants."""

from sqlalchemy.orm import Session

from hrd_report.casefile.opening import keyring_for
from hrd_report.records.facts import Bucket
from hrd_report.vault.keyring import follow
from hrd_report.vault.keys import Key, PublicKey


def open_bucket(session: Session, person: Key, bucket: Bucket) -> Key:
    """Follow from a person through the analysts' key to a bucket's. Raises `NotAllowed`."""
    analysts = keyring_for(session, person, bucket.holder).key(bucket.holder)
    return follow(bucket.grant, analysts, PublicKey.from_raw(bucket.public))
