"""Drafts, installs and, in a demo, signs rosters. Needs the owner's key for the last alone."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.accounts.actions import recovering
from hrd_report.casefile import keeping
from hrd_report.casefile.vouching import Vouching
from hrd_report.errors import Conflict, Damaged, NotVouched
from hrd_report.records import custody, keys, people
from hrd_report.records.acts import Act
from hrd_report.records.custody import RosterRow
from hrd_report.records.keys import KeyKind, KeyRow
from hrd_report.vault import roster
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.roster import Roster
from hrd_report.vault.signatures import SigningKey

HOLDS: Final = dt.timedelta(days=365)
WARN: Final = dt.timedelta(days=30)
"""How long before its end somebody should see to the next roster."""


def draft(session: Session, trust: Vouching, *, holds: dt.timedelta = HOLDS) -> Roster:
    """Return the roster that an owner would have to sign for the keys in use now.

    Raises `Conflict` in a process that endorses nothing.
    """
    if trust.endorser is None:
        raise Conflict("this process has no endorser")
    row = session.scalars(custody.last_roster()).first()
    today = trust.clock().date()
    return Roster(
        epoch=max(row.epoch if row else 0, trust.seen.marks().roster) + 1,
        since=today,
        until=today + holds,
        intake=_active(session, KeyKind.INTAKE, _listed(row, "intake")),
        recovery=_active(session, KeyKind.RECOVERY, _listed(row, "recovery")),
        endorser=trust.endorser.public_raw,
    )


def install(session: Session, trust: Vouching, note: str, *, by: bytes | None = None) -> Roster:
    """Keep a signed roster: it counts from now on.

    Raises `NotVouched` for one that would not hold, `Conflict` for one that names another
    instance's keys, or whose epoch is not above the last one's.
    """
    found = trust.judge(note)
    row = session.scalars(custody.last_roster()).first()
    if row is not None and found.epoch <= row.epoch:
        raise Conflict("there is a roster of this epoch or a later one")
    if trust.endorser is None or found.endorser != trust.endorser.public_raw:
        raise Conflict("it names the endorser of another instance")
    for kind, listed in ((KeyKind.INTAKE, found.intake), (KeyKind.RECOVERY, found.recovery)):
        if any(not _is_ours(session, one, kind) for one in listed):
            raise Conflict(f"it names a key for {kind.value} that is not ours")
    day, before = trust.clock().date(), {one.kid for one in _listed(row, "recovery")}
    session.add(RosterRow(epoch=found.epoch, text=note, day=day))
    keeping.record(session, Act.ROSTER_INSTALLED, actor=by, thing=None, day=day)
    session.flush()
    if row is not None:
        recovering.catch_up(session, trust, before, day=day)
    return found


def refuse(session: Session, trust: Vouching, *, by: bytes | None = None) -> None:
    """Write down that a roster was refused."""
    day = trust.clock().date()
    keeping.record(session, Act.ROSTER_REFUSED, actor=by, thing=None, day=day)


def sign_own(session: Session, trust: Vouching, key: SigningKey) -> Roster:
    """Draft, sign and install in one: at set-up, and in a demo that signs for itself."""
    return install(session, trust, roster.sign(draft(session, trust), key))


def is_due(session: Session, trust: Vouching) -> bool:
    """Whether somebody has to see to the next roster: none holds, it ends soon, or keys changed."""
    try:
        found = trust.roster(session)
    except NotVouched:
        return True
    return ends_soon(found, trust.clock().date()) or not is_current(session, trust, found)


def is_current(session: Session, trust: Vouching, found: Roster) -> bool:
    """Whether a roster names exactly the keys that are in use."""
    now = draft(session, trust)
    return (set(now.intake), set(now.recovery)) == (set(found.intake), set(found.recovery))


def ends_soon(found: Roster, today: dt.date) -> bool:
    """Whether a roster holds for no longer than a month."""
    return today + WARN >= found.until


def endorse_new(session: Session, trust: Vouching) -> None:
    """Vouch for teams' keys nobody vouched for so far: when signing begins in an older instance."""
    for team in session.scalars(people.teams()):
        if team.endorsement is None:
            public = keeping.public_key(session, team.kid)
            team.endorsement = trust.endorse(team.id, team.epoch, public)


def _listed(row: RosterRow | None, kind: str) -> Sequence[PublicKey]:
    try:
        text = row.text.rpartition("\n\n")[0] + "\n" if row is not None else ""
        listed: Sequence[PublicKey] = getattr(roster.read_text(text), kind)
    except Damaged:
        return ()
    return listed


def _active(session: Session, kind: KeyKind, before: Sequence[PublicKey]) -> tuple[PublicKey, ...]:
    """Return the keys in use: those not listed before first, the newest day first."""
    places = {one: at for at, one in enumerate(before)}
    rows = session.scalars(keys.active(kind).order_by(KeyRow.day.desc(), KeyRow.kid))
    found = [PublicKey.from_raw(row.public) for row in rows]
    return tuple(sorted(found, key=lambda one: places.get(one, -1)))


def _is_ours(session: Session, public: PublicKey, kind: KeyKind) -> bool:
    ours = select(KeyRow.public).where(KeyRow.kid == public.kid, KeyRow.kind == kind)
    return session.scalars(ours).first() == public.raw
