"""What somebody with a session shows: the second factor that was missing, or once more who it is.

Each success replaces the session's secret. Opens no page.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from hrd_report.accounts.actions import challenges, codes, passkeys, throttling
from hrd_report.accounts.actions.challenges import Purpose
from hrd_report.accounts.schemas import Shown
from hrd_report.accounts.views import site, unlocking
from hrd_report.casefile import keeping
from hrd_report.errors import WrongPassword
from hrd_report.records.acts import Act
from hrd_report.records.people import SessionStage
from hrd_report.web import session as sessions
from hrd_report.web import visitors
from hrd_report.web.services import services


def second_factor(shown: Shown) -> bytes:
    """Make half a session whole; return its new secret. Raises `WrongPassword`, `TooOften`."""
    person = visitors.this_staff()
    if shown.credential:
        return _tried(lambda session: _passkey(session, shown), Act.LOGGED_IN)
    parts, now = services(), services().clock()
    parts.database.together(lambda one: throttling.charge(one, parts.pepper, person.name, now))
    return _tried(lambda session: _code(session, shown.code), Act.LOGGED_IN)


def once_more(shown: Shown) -> bytes:
    """Confirm who it is; return the session's new secret.

    Raises `WrongPassword`, `TooOften`, `Busy`.
    """
    if shown.credential:
        return _tried(lambda session: _passkey(session, shown), Act.STEPPED_UP)
    opened = unlocking.by_password(visitors.this_staff().name, shown.password)

    def settle(session: Session) -> None:
        if unlocking.settle(session, opened, shown.code) is not SessionStage.FULL:
            raise WrongPassword("a passkey is missing")

    return _tried(settle, Act.STEPPED_UP)


def go_on(session: Session, act: Act) -> bytes:
    """Write an act of one's own account down and replace the session's secret; return the new."""
    parts, person = services(), visitors.this_staff()
    now = parts.clock()
    keeping.record(session, act, actor=person.id, thing=person.id, day=now.date())
    return sessions.renew(session, person.session, person.key, pepper=parts.pepper, now=now)


def _tried(shows: Callable[[Session], None], act: Act) -> bytes:
    try:
        with services().database.writing() as session:
            shows(session)
            return go_on(session, act)
    except WrongPassword:
        unlocking.write_down(Act.FACTOR_REFUSED, visitors.this_staff().id)
        raise


def _code(session: Session, code: str) -> None:
    parts, person = services(), visitors.this_staff()
    now = parts.clock()
    if not codes.take(session, person.key, person.id, code, now):
        raise WrongPassword("the code is wrong")
    throttling.forgive(session, parts.pepper, person.name, now)


def _passkey(session: Session, shown: Shown) -> None:
    parts, person = services(), visitors.this_staff()
    now = parts.clock()
    answer = passkeys.answer_of(shown.credential, shown.derived)
    row = passkeys.show(
        session,
        answer,
        site.this(),
        lambda one: challenges.take(
            session, one, parts.pepper, Purpose.CONFIRM, person.session.id, now
        ),
        day=now.date(),
    )
    if row.person_id != person.id:
        raise WrongPassword("the passkey of somebody else")
    passkeys.learn(session, row, answer, person.key, parts.pepper)
