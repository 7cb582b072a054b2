"""Makes and ends tokens of staff programs. A token is given out once and kept nowhere."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.errors import Damaged, Invalid, NotFound
from hrd_report.records import programs
from hrd_report.records.acts import Act
from hrd_report.records.base import ID_BYTES
from hrd_report.records.programs import ProgramToken
from hrd_report.rights import SCOPES
from hrd_report.sealed import Plain
from hrd_report.vault import locks
from hrd_report.vault import programs as vault
from hrd_report.vault.keys import Key

DAYS: Final = (7, 30, 90)
"""For how long a token may be good."""

MOST: Final = 20
"""Tokens of one person at a time."""

_LONGEST_LABEL: Final = 80
_LABEL: Final = "program"


@dataclass(frozen=True, slots=True, repr=False)
class Wanted:
    """What somebody asks of a token: a label for themselves, codes of scopes, days it is good."""

    label: Plain
    scopes: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True, repr=False)
class Listed:
    """A token as its owner sees it again: never the token itself."""

    row: ProgramToken
    label: Plain


def make(
    session: Session,
    person_id: bytes,
    key: Key,
    wanted: Wanted,
    *,
    pepper: bytes,
    day: dt.date,
) -> Plain:
    """Make a token and return it, to be shown once. Raises `Invalid`."""
    scopes = _checked(session, person_id, wanted)
    token, until = vault.new_token(), day + dt.timedelta(days=wanted.days)
    made = vault.lock(key, token, vault.Terms(person_id, scopes, until), pepper)
    row = ProgramToken(
        id=vault.token_id(token),
        person_id=person_id,
        kid=key.kid,
        salt=bytes.fromhex(made.params["salt"]),
        blob=made.blob,
        label=locks.seal_own(wanted.label.reveal().strip().encode(), key, _LABEL),
        scopes=scopes,
        day=day,
        until=until,
    )
    session.add(row)
    _record(session, Act.TOKEN_MADE, row, day)
    return vault.spell(token)


def end(session: Session, person_id: bytes, token_id: bytes, *, day: dt.date) -> None:
    """End one token of one's own at once. Raises `NotFound`."""
    row = session.get(ProgramToken, token_id)
    if row is None or row.person_id != person_id:
        raise NotFound
    session.delete(row)
    _record(session, Act.TOKEN_ENDED, row, day)


def every(session: Session, person_id: bytes, key: Key) -> list[Listed]:
    """Return the tokens of a person, with the labels that the person's own key opens."""
    return [Listed(one, _label(one, key)) for one in session.scalars(programs.tokens_of(person_id))]


def _checked(session: Session, person_id: bytes, wanted: Wanted) -> str:
    wrong: dict[str, list[str]] = {}
    label = wanted.label.reveal().strip()
    if not 0 < len(label) <= _LONGEST_LABEL:
        wrong["label"] = ["bad_label"]
    if not set(wanted.scopes) <= {str(one) for one in SCOPES}:
        wrong["scopes"] = ["unknown"]
    if not wanted.scopes:
        wrong["scopes"] = ["missing"]
    if wanted.days not in DAYS:
        wrong["days"] = ["unknown"]
    if len(session.scalars(programs.tokens_of(person_id)).all()) >= MOST:
        wrong["label"] = ["too_many"]
    if wrong:
        raise Invalid(wrong)
    return _codes(wanted.scopes)


def _codes(wanted: Iterable[str]) -> str:
    """Return codes in the one order, so that the same terms are always the same bytes."""
    return " ".join(str(one) for one in SCOPES if str(one) in set(wanted))


def _label(row: ProgramToken, key: Key) -> Plain:
    try:
        return Plain(locks.open_own(row.label, key, _LABEL).decode())
    except Damaged:  # made under a former key, or meddled with: the row is still there to be ended
        return Plain("")


def _record(session: Session, act: Act, row: ProgramToken, day: dt.date) -> None:
    keeping.record(session, act, actor=row.person_id, thing=row.id[:ID_BYTES], day=day)
