"""Who is asking: a member of staff or a defender with a receipt. Grants nothing by itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from flask import Flask, Request, g, request
from flask_login import LoginManager, current_user

from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.base import ID_BYTES
from hrd_report.records.people import Person, PersonState, Role, SessionKind
from hrd_report.vault import digests
from hrd_report.web import session as sessions
from hrd_report.web.services import services

if TYPE_CHECKING:
    from hrd_report.records.people import SessionRow
    from hrd_report.vault.keys import Key


@dataclass(frozen=True, slots=True, repr=False)
class Staff:
    """A logged-in member of staff, with the person's key for this request."""

    id: bytes
    name: str
    role: Role
    state: PersonState
    team_id: bytes | None
    language: str
    key: "Key"
    session: "SessionRow"
    form_token: str

    # What flask-login asks of whoever is logged in.
    is_authenticated: ClassVar = True
    is_active: ClassVar = True
    is_anonymous: ClassVar = False

    def get_id(self) -> str:
        """Return the session's id: random, and gone at logout."""
        return self.session.id.hex()


@dataclass(frozen=True, slots=True, repr=False)
class Defender:
    """Someone who gave a receipt: the case it belongs to, and the key that opens its answers."""

    case_id: bytes
    key: "Key"
    form_token: str


def install(app: Flask) -> None:
    """Let flask-login ask us who is there. It sets no cookie and remembers nobody.

    As shipped it would put a fingerprint of the reader's address into a cookie and let a session
    outlive its logout; with a request loader alone it does neither.
    """
    manager = LoginManager()
    manager.session_protection = None
    manager._session_identifier_generator = lambda: ""  # noqa: SLF001 - no other way is offered
    manager.request_loader(_load_staff)
    manager.init_app(app)


def staff() -> Staff | None:
    """Return the member of staff who is asking, or nothing."""
    if not current_user.is_authenticated:
        return None
    return cast("Staff", current_user._get_current_object())  # noqa: SLF001 - the proxy's way out


def this_staff() -> Staff:
    """Return the member of staff behind a guard that let only staff in."""
    found = staff()
    if found is None:
        raise LookupError("no guard stood before this page")
    return found


def defender() -> Defender | None:
    """Return the defender who is asking, or nothing."""
    if "defender" not in g:
        g.defender = _load_defender()
    return cast("Defender | None", g.defender)


def this_defender() -> Defender:
    """Return the defender behind a guard that asked for a receipt."""
    found = defender()
    if found is None:
        raise LookupError("no guard stood before this page")
    return found


def _alive(kind: SessionKind, asked: Request) -> "tuple[SessionRow, Key, bytes] | None":
    parts = services()
    token = sessions.token_of(asked, kind, parts.settings)
    if token is None:
        return None
    now = parts.clock()
    with parts.database.reading() as session:
        row = sessions.find(session, kind, token, now=now)
    if row is None:
        return None
    key = sessions.unlock(row, token, pepper=parts.pepper)
    if key is None or sessions.from_the_future(row, now=now):
        _refuse(row)
        return None
    if sessions.needs_touch(row, now=now):
        with parts.database.writing() as session:
            sessions.touch(session, row.id, now=now)
    return row, key, token


def _refuse(row: "SessionRow") -> None:
    """End a session whose row, cookie, pepper and clock do not agree: somebody meddled, or erred.

    Who reads the audit learns of it; a defender's session leaves no trace there.
    """
    parts = services()
    with parts.database.writing() as session:
        sessions.end_one(session, row.id)
        if row.kind is SessionKind.STAFF:
            session.add(
                AuditRow(
                    id=digests.random_bytes(ID_BYTES),
                    day=parts.clock().date(),
                    act=Act.SESSION_REFUSED,
                    object=row.subject,
                )
            )


def _load_staff(asked: Request) -> Staff | None:
    alive = _alive(SessionKind.STAFF, asked)
    if alive is None:
        return None
    row, key, token = alive
    with services().database.reading() as session:
        person = session.get(Person, row.subject)
    if person is None or person.state is PersonState.LEFT:
        return None
    if person.kid != row.kid:  # the row was moved to somebody else
        _refuse(row)
        return None
    return Staff(
        id=person.id,
        name=person.name,
        role=person.role,
        state=person.state,
        team_id=person.team_id,
        language=person.language,
        key=key,
        session=row,
        form_token=sessions.form_token(token),
    )


def _load_defender() -> Defender | None:
    alive = _alive(SessionKind.DEFENDER, request)
    if alive is None:
        return None
    row, key, token = alive
    return Defender(case_id=row.subject, key=key, form_token=sessions.form_token(token))
