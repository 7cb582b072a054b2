"""Whose keys a server publishes, judged by what its owner told somebody out of band. Sends none."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hrd_report.clock import Clock, utcnow
from hrd_report.errors import Damaged, NotVouched
from hrd_report.vault import owner, roster, words
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.roster import Roster

_SIX: Final = 6


@dataclass(frozen=True, slots=True)
class Server:
    """What a server publishes, once its owner's signature was checked.

    `recipient` is the key to seal to. `epoch` may be given to the next check, so that an older
    roster is refused then.
    """

    api: str
    organisation: str
    languages: tuple[str, ...]
    recipient: PublicKey
    epoch: int
    until: dt.date
    file_bytes: int
    promise_hours: int


def check(
    published: Mapping[str, Any], told: str, *, not_before: int = 0, clock: Clock = utcnow
) -> Server:
    """Judge what stands under /.well-known/hrd-report.json.

    `told` is the owner's public key in one line, or its six words, as somebody said them: from
    another place than this server. Raises `NotVouched` unless that owner signed what is there,
    and it holds today.
    """
    try:
        found = roster.read(str(published["roster"]), _owner(str(published["owner"]), told))
        _check_days(found, clock().date(), not_before)
        return Server(
            api=str(published["api"]).rstrip("/"),
            organisation=str(published["organisation"]),
            languages=tuple(map(str, published["languages"])),
            recipient=found.intake[0],
            epoch=found.epoch,
            until=found.until,
            file_bytes=int(published["limits"]["file_bytes"]),
            promise_hours=int(published["promise_hours"]),
        )
    except (KeyError, TypeError, ValueError):
        raise NotVouched("unsigned") from None
    except NotVouched:
        raise
    except Damaged:
        raise NotVouched("altered") from None


def _owner(published: str, told: str) -> bytes:
    """Return the published owner's key, if it is the one that was told."""
    public = owner.read_public(published)
    said = [words.fold(one) for one in told.split()]
    fits = len(said) == _SIX and any(
        said == [words.fold(one) for one in owner.fingerprint_words(public, language)]
        for language in words.LISTS
    )
    if told.strip() != published and not fits:
        raise NotVouched("other_owner")
    return public


def _check_days(found: Roster, today: dt.date, not_before: int) -> None:
    if found.epoch < not_before:
        raise NotVouched("older")
    if today < found.since:
        raise NotVouched("not_begun")
    if today > found.until:
        raise NotVouched("over")
