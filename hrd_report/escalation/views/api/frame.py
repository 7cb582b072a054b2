"""What routes for programs about escalations share: who asks, which version, how acts answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from flask import Response, jsonify
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from hrd_report.casefile import rolling
from hrd_report.escalation import casefile, telling
from hrd_report.escalation.actions import drafting
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.views import entrance, replies, sheet
from hrd_report.escalation.views.api import as_data
from hrd_report.escalation.views.api.shapes import EscalationSchema
from hrd_report.escalation.views.sheet import Sheet
from hrd_report.records.acts import Act
from hrd_report.records.escalations import Escalation
from hrd_report.rights import Area, Right
from hrd_report.web import openapi, operations, preconditions, programs
from hrd_report.web.services import services

blueprint: Final = Blueprint(
    "escalation_api",
    __name__,
    url_prefix=f"{openapi.ROOT}/desk",
    description=(
        "Notices to platforms and other addressees, for programs of staff. A change says with "
        "If-Match which version of the escalation it was made from."
    ),
)
_routes = operations.Routes(blueprint, EscalationSchema, Right.ESCALATE)
reads, acts = (partial(one, Area.ESCALATIONS) for one in (_routes.reads, _routes.acts))
Doing = Callable[[Session, Desk, Escalation, int], object]


@contextmanager
def writing_at(key: str) -> Iterator[tuple[Session, Desk, Escalation]]:
    """Open an escalation for a change, alone with it until the block ends well."""
    person = programs.this_program()
    with operations.writing() as session:
        file, escalation = casefile.escalation(session, key, person.key, change=True)
        rolling.renew(session, file.case, file.ring, day=services().clock().date())
        yield session, entrance.desk_of(session, file, person), escalation


def acted(key: str, act: Doing) -> Response:
    """Do something with an escalation in the version that was seen; answer with it as it is now."""
    version = preconditions.seen_version()
    try:
        with writing_at(key) as (session, desk, escalation):
            drafting.check_version(escalation, version)
            act(session, desk, escalation, version)
    except drafting.SecondPersonMissing:
        refused(key)
        raise
    return answer(key)


def refused(key: str) -> None:
    """Put into the audit that somebody tried alone what takes a second person."""
    person = programs.this_program()
    with services().database.writing() as session:
        file, escalation = casefile.escalation(session, key, person.key, change=True)
        now = entrance.desk_of(session, file, person).now
        telling.note(session, escalation, Act.SECOND_PERSON_MISSING, now, person.id)


def answer(key: str, *, status: int = 200) -> Response:
    """Answer with all of an escalation, as the reader's program may see it."""
    found = gathered(key)
    response = jsonify(shown(found))
    response.status_code = status
    return preconditions.tag(response, found.escalation.version)


def gathered(key: str) -> Sheet:
    """Open everything about one escalation, written down in the audit."""
    person = programs.this_program()
    with services().database.reading() as session:
        file, escalation = casefile.escalation(session, key, person.key)
        found = sheet.gather(session, entrance.desk_of(session, file, person), escalation)
    entrance.write_down(found.desk)
    replies.seen(found.escalation)
    return found


def shown(found: Sheet) -> dict[str, Any]:
    """Return an escalation as JSON has it."""
    made: dict[str, Any] = EscalationSchema().dump(as_data.whole(found))
    return made
