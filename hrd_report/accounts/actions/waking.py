"""Where staff are woken when a second person is needed. Sealed at once, shown to nobody."""

import datetime as dt
import re
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hrd_report.errors import Invalid, NotReady
from hrd_report.records import keys
from hrd_report.records.alarms import WakingAddress
from hrd_report.records.keys import KeyKind
from hrd_report.sealed import Plain
from hrd_report.vault import items
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.preamble import Context

KIND: Final = "address"
_ADDRESS: Final = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
_LONGEST: Final = 254


def keep(session: Session, person_id: bytes, address: Plain, *, now: dt.datetime) -> None:
    """Seal an address to what sends mail; nothing typed takes it away. Raises `Invalid`."""
    said = address.reveal().strip()
    session.execute(delete(WakingAddress).where(WakingAddress.person_id == person_id))
    if not said:
        return
    if len(said) > _LONGEST or _ADDRESS.fullmatch(said) is None:
        raise Invalid({"address": ["not_an_address"]})
    outbox = session.scalars(keys.active(KeyKind.DELIVERY)).first()
    if outbox is None:
        raise NotReady(["no_outbox"])
    context = Context(KIND, person_id, person_id)
    blob = items.seal_json({"address": said}, PublicKey.from_raw(outbox.public), context)
    session.add(WakingAddress(person_id=person_id, kid=outbox.kid, blob=blob, day=now.date()))


def is_kept(session: Session, person_id: bytes) -> bool:
    """Tell whether somebody said where they are woken."""
    return session.get(WakingAddress, person_id) is not None
