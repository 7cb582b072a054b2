"""Which keys sign a webhook's messages on a day, and the end of a former one. Sends nothing."""

import datetime as dt
from typing import Any, Final

from hrd_report.accounts.actions.notifying import KIND, LATER
from hrd_report.clock import Clock
from hrd_report.errors import Damaged, NotAllowed
from hrd_report.records import webhooks
from hrd_report.records.database import Database
from hrd_report.records.webhooks import Webhook
from hrd_report.sealed import Sealed
from hrd_report.vault import items
from hrd_report.vault.keys import Key
from hrd_report.vault.preamble import ID_BYTES, Context
from hrd_report.vault.signatures import SigningKey

_NO_CASE: Final = bytes(ID_BYTES)


def opened(blob: Sealed | None, hook_id: bytes, key: Key) -> dict[str, Any]:
    """Return an address and its signing key. Raises `Damaged`, `NotAllowed`."""
    if blob is None:
        raise Damaged("ended meanwhile")
    found: dict[str, Any] = items.open_json(blob, key, Context(KIND, _NO_CASE, hook_id))
    return found


def signing(
    former: str,
    later: Sealed | None,
    switch: dt.date | None,
    hook_id: bytes,
    key: Key,
    day: dt.date,
) -> list[SigningKey]:
    """Return what signs on a day, given the former key's seed: the key that follows comes first."""
    first = [SigningKey.from_seed(bytes.fromhex(former))]
    if later is None or switch is None:
        return first
    following = [SigningKey.from_seed(bytes.fromhex(_seed(later, hook_id, key)))]
    return following + first * (day < switch)


def settle(database: Database, clock: Clock, key: Key) -> int:
    """Forget former keys whose days are over; return how many. One that cannot be opened stays."""
    with database.writing() as session:
        found = session.scalars(webhooks.to_settle(clock().date())).all()
        return sum(_settle(one, key) for one in found)


def _settle(hook: Webhook, key: Key) -> bool:
    if hook.later_blob is None or hook.later_public is None:
        return False
    try:
        secret = opened(hook.blob, hook.id, key)
        secret["seed"] = _seed(hook.later_blob, hook.id, key)
    except (Damaged, NotAllowed):
        return False
    hook.blob = items.seal_json(secret, key.public, Context(KIND, _NO_CASE, hook.id))
    hook.public = hook.later_public
    hook.later_blob = hook.later_public = hook.switch_day = None
    return True


def _seed(later: Sealed, hook_id: bytes, key: Key) -> str:
    return str(items.open_json(later, key, Context(KIND, LATER, hook_id))["seed"])
