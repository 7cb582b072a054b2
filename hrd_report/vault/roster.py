"""The roster: which public keys the organisation's owner vouches for, until when. Keeps none.

A signed note. Read strictly: what is not exactly as docs/formats.md, section 10, says is `Damaged`.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from hrd_report.errors import Damaged
from hrd_report.vault import notes, owner, recipients
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.signatures import SigningKey

MOST_KEYS: Final = 16
MOST_EPOCHS: Final = 2**63 - 1
_PUBLIC_BYTES: Final = 32
_TEXT: Final = re.compile(
    r"hrd-report/roster\n"
    r"epoch ([1-9][0-9]{0,18})\n"
    r"valid ([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{4}-[0-9]{2}-[0-9]{2})\n"
    r"((?:intake [a-z0-9]+\n)+)"
    r"((?:recovery [a-z0-9]+\n)+)"
    r"endorser ([A-Za-z0-9+/=]+)\n"
)


@dataclass(frozen=True, slots=True)
class Roster:
    """What the owner vouches for, from one day to another, both included.

    `intake`: keys that sealed reports may be sealed to, the newest first. `recovery`: keys that
    every fresh case is granted to. `endorser` (Ed25519, 32 bytes) signs the teams' keys. Of two
    rosters the one with the higher `epoch` counts.
    """

    epoch: int
    since: dt.date
    until: dt.date
    intake: tuple[PublicKey, ...]
    recovery: tuple[PublicKey, ...]
    endorser: bytes


def spell(roster: Roster) -> str:
    """Return the text that an owner reads and signs. Raise Damaged for what no reader takes."""
    lines = [
        "hrd-report/roster",
        f"epoch {roster.epoch}",
        f"valid {roster.since.isoformat()} {roster.until.isoformat()}",
        *(f"intake {recipients.encode(one)}" for one in roster.intake),
        *(f"recovery {recipients.encode(one)}" for one in roster.recovery),
        f"endorser {notes.spell_bytes(roster.endorser)}",
    ]
    _check(roster)
    return "\n".join(lines) + "\n"


def read_text(text: str) -> Roster:
    """Return the roster of an unsigned text: a draft, which nobody vouches for. Raise Damaged."""
    found = _TEXT.fullmatch(text)
    if found is None:
        raise Damaged("not a roster")
    epoch, since, until, intake, recovery, endorser = found.groups()
    roster = Roster(
        epoch=int(epoch),
        since=_day(since),
        until=_day(until),
        intake=_keys(intake),
        recovery=_keys(recovery),
        endorser=notes.read_bytes(endorser),
    )
    _check(roster)
    return roster


def sign(roster: Roster, key: SigningKey) -> str:
    """Return the roster as a note that its owner signed."""
    return notes.sign(spell(roster), owner.name(key.public_raw), key)


def read(note: str, owner_public: bytes) -> Roster:
    """Return the roster of a note that this owner signed. Raise Damaged otherwise."""
    return read_text(notes.read(note, owner.name(owner_public), owner_public))


def _check(roster: Roster) -> None:
    listed = (roster.intake, roster.recovery)
    if not all(1 <= len(keys) <= MOST_KEYS for keys in listed):
        raise Damaged("no key or too many keys of one kind")
    if len({one.raw for keys in listed for one in keys}) != sum(map(len, listed)):
        raise Damaged("a key stands there twice")
    if len(roster.endorser) != _PUBLIC_BYTES or not 1 <= roster.epoch <= MOST_EPOCHS:
        raise Damaged("no such endorser or epoch")
    if roster.since > roster.until:
        raise Damaged("it ends before it begins")


def _keys(lines: str) -> tuple[PublicKey, ...]:
    listed = lines.splitlines()
    if len(listed) > MOST_KEYS:
        raise Damaged("too many keys of one kind")
    return tuple(recipients.decode(line.partition(" ")[2]) for line in listed)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Damaged("no such day") from None
