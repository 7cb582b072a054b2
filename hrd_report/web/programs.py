"""Who is asking by program: a member of staff's token in the Authorization header.

A token counts nowhere but on routes that name a scope, and a browser's session counts on none of
those, so no other site can make anybody use one. Grants nothing by itself.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from flask import Request, g, request
from sqlalchemy.orm import Session

from hrd_report.errors import Damaged, HrdError, WrongPassword
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.base import ID_BYTES
from hrd_report.records.people import Person, PersonState, Role
from hrd_report.records.programs import ProgramToken
from hrd_report.rights import Scope, scopes
from hrd_report.vault import digests
from hrd_report.vault import programs as vault
from hrd_report.vault.locks import LockRow
from hrd_report.web.services import services

if TYPE_CHECKING:
    from hrd_report.vault.keys import Key

_BEARER: Final = re.compile(r"Bearer +(hrd-desk1[a-z0-9]{20,100})", re.IGNORECASE)


class NoToken(HrdError):
    """No token came, or one that opens nothing: which of the two is never said."""

    code = "no_token"


class OutOfScope(HrdError):
    """The token is not good for this."""

    code = "out_of_scope"


@dataclass(frozen=True, slots=True, repr=False)
class Program:
    """A program with somebody's token, and that person's key for this request."""

    id: bytes
    name: str
    role: Role
    team_id: bytes | None
    language: str
    key: "Key"
    token_id: bytes
    scopes: frozenset[Scope]


def program() -> Program | None:
    """Return the program that is asking, or nothing."""
    if "program" not in g:
        g.program = _load(request)
    return cast("Program | None", g.program)


def this_program() -> Program:
    """Return the program behind a guard that let only programs in."""
    found = program()
    if found is None:
        raise LookupError("no guard stood before this route")
    return found


def wrote(session: Session) -> None:
    """Write down, in the transaction of an act, that a program did it, and with which token."""
    asking, day = this_program(), services().clock().date()
    session.add(_row(Act.PROGRAM_WROTE, asking.id, asking.token_id, day))


def _load(asked: Request) -> Program | None:
    found = _BEARER.fullmatch(asked.headers.get("Authorization", ""))
    if found is None:
        return None
    try:
        token = vault.read(found[1])
    except Damaged:
        return None
    parts = services()
    today = parts.clock().date()
    with parts.database.reading() as session:
        row = session.get(ProgramToken, vault.token_id(token))
        person = session.get(Person, row.person_id) if row is not None else None
    if row is None or person is None or today > row.until or person.kid != row.kid:
        return None
    if person.state is not PersonState.ACTIVE:
        return None
    key = _unlocked(row, token, parts.pepper)
    if key is None:
        return None
    _note_use(row, today)
    return Program(
        id=person.id,
        name=person.name,
        role=person.role,
        team_id=person.team_id,
        language=person.language,
        key=key,
        token_id=row.id,
        scopes=scopes(row.scopes),
    )


def _unlocked(row: ProgramToken, token: bytes, pepper: bytes) -> "Key | None":
    terms = vault.Terms(row.person_id, row.scopes, row.until)
    lock = LockRow(vault.METHOD, {"salt": row.salt.hex()}, row.blob)
    try:
        return vault.open_lock(lock, row.kid, token, terms, pepper)
    except (WrongPassword, Damaged):
        return None


def _note_use(row: ProgramToken, today: dt.date) -> None:
    """Note the day of use, and write it down, the first time each day."""
    if row.used_day == today:
        return
    parts = services()
    with parts.database.writing() as session:
        kept = session.get(ProgramToken, row.id)
        if kept is not None and kept.used_day != today:
            kept.used_day = today
            session.add(_row(Act.PROGRAM_CAME, row.person_id, row.id, today))


def _row(act: Act, actor: bytes, token: bytes, day: dt.date) -> AuditRow:
    # The first bytes name the token well enough, and an object of the audit is as long as any id.
    return AuditRow(
        id=digests.random_bytes(ID_BYTES), day=day, act=act, actor=actor, object=token[:ID_BYTES]
    )
