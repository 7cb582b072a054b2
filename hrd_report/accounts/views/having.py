"""What the pages of second factors share: what one has, the last one, the session that goes on."""

from typing import Any, Final

from flask import redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.views import frame, showing, site
from hrd_report.errors import NotAllowed
from hrd_report.records import factors
from hrd_report.records.acts import Act
from hrd_report.records.factors import Passkey, Totp
from hrd_report.records.people import SessionKind, SessionStage
from hrd_report.web import pages, visitors
from hrd_report.web import session as sessions
from hrd_report.web.services import services


def only_the_first() -> None:
    """Let half a session set up a first factor, and no other. Raises `NotAllowed`."""
    person = visitors.this_staff()
    if person.session.stage is SessionStage.FULL:
        return
    with services().database.reading() as session:
        if factors.has_factor(session, person.id):
            raise NotAllowed


def is_last(session: Session) -> bool:
    """Whether somebody has one factor only, where everybody needs one."""
    person_id = visitors.this_staff().id
    count = len(session.scalars(factors.passkeys_of(person_id)).all())
    count += session.get(Totp, person_id) is not None
    return count <= 1 and not services().settings.demo


def changed(session: Session, act: Act) -> bytes:
    """Write down that a factor changed, end one's other sessions, return one's new secret."""
    sessions.end_others(session, visitors.this_staff().session)
    return showing.go_on(session, act)


def kept(token: bytes, said: str = "added") -> AnyResponse:
    """Answer after a change."""
    answer = redirect(url_for("accounts.factors_page", said=said), code=303)
    sessions.give_cookie(answer, SessionKind.STAFF, token, services().settings)
    return answer


def show(**context: Any) -> AnyResponse:  # noqa: ANN401
    """Answer with the list of what one has."""
    person = visitors.this_staff()
    with services().database.reading() as session:
        by_code = session.get(Totp, person.id) is not None
        passkeys = list(session.scalars(factors.passkeys_of(person.id)))
    render = frame.render if person.session.stage is SessionStage.FULL else pages.render
    return render(
        "accounts/factors.html" if person.session.stage is SessionStage.FULL else _FIRST,
        by_code=by_code,
        passkeys=[_shown(number, one) for number, one in enumerate(passkeys, 1)],
        may_add=site.here() is not None,
        elsewhere=site.elsewhere(),
        **context,
    )


_FIRST: Final = "accounts/first_factor.html"


def _shown(number: int, row: Passkey) -> dict[str, Any]:
    return {
        "number": number,
        "id": row.id.hex(),
        "day": row.day,
        "used": row.used_day,
        "alone": row.lock_id is not None,
    }
