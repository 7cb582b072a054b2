"""What every route of the desk's API shares: who works, the version of a case, how acts answer."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response, jsonify
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from hrd_report.desk.actions import access
from hrd_report.desk.exchange import as_data
from hrd_report.desk.views.api.shapes import DeskRowSchema
from hrd_report.desk.worker import Seen, Worker
from hrd_report.errors import Invalid, NotAllowed, NotFound
from hrd_report.records import people
from hrd_report.records.cases import Case
from hrd_report.web import once, openapi, operations, preconditions, programs
from hrd_report.web.services import services

blueprint: Final = Blueprint(
    "desk_api",
    __name__,
    url_prefix=f"{openapi.ROOT}/desk",
    description=(
        "The desk, for programs of staff with a token from the page of one's account. A change "
        "of a case says with If-Match which version it was made from; what creates something "
        "honours Idempotency-Key for 24 hours. Lists go on with the cursor they answer with."
    ),
)
_routes = operations.Routes(blueprint, DeskRowSchema)
reads, acts = _routes.reads, _routes.acts
Names = dict[bytes, str]
Data = dict[str, Any]


def worker() -> Worker:
    """Return whose program is asking. Raises `NotAllowed` for somebody without a team."""
    who = programs.this_program()
    if who.team_id is None:
        raise NotAllowed
    return Worker(who.id, who.name, who.role, who.team_id, who.key)


def an_id(text: str) -> bytes:
    """Return the id in an address. Raises `NotFound` for what is none."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise NotFound from None


def seen(number: str) -> Seen:
    """Return the case in the version that If-Match names. Raises `NothingSeen`."""
    return Seen(number, preconditions.seen_version())


def names_of(session: Session) -> Names:
    """Return the pseudonyms of the team by id."""
    return {one.id: one.name for one in session.scalars(people.colleagues(worker().team_id))}


def colleague(session: Session, field: str, name: str | None) -> bytes | None:
    """Return the id of a colleague whom a field names by pseudonym. Raises `Invalid`."""
    if name is None:
        return None
    found = next((one for one, known in names_of(session).items() if known == name), None)
    if found is None:
        raise Invalid({field: ["unknown"]})
    return found


def acted(act: Callable[[Session], Case]) -> Response:
    """Do something with a case, and answer with what stands in clear of it, in its new version."""
    with operations.writing() as session:
        row = gone_on(session, act)
    return preconditions.tag(jsonify(row), row["version"])


def added(act: Callable[[Session], Case], *, body: bytes | None = None) -> Response:
    """Add something to a case, once for each Idempotency-Key; answer as `acted` does."""
    answer = once.create(lambda session: gone_on(session, act), body=body)
    found: Data = answer.get_json()
    return preconditions.tag(answer, found["version"])


def now(number: str) -> Response:
    """Answer with what stands in clear of a case now."""
    with services().database.reading() as session:
        row = in_clear(session, access.find(session, worker(), number))
    return preconditions.tag(jsonify(row), row["version"])


def about(number: str, act: Callable[[Session], object]) -> Callable[[Session], Case]:
    """Return an act whose own result is of no use to a program: the case is answered instead."""

    def doing(session: Session) -> Case:
        act(session)
        return access.find(session, worker(), number)

    return doing


def gone_on(session: Session, act: Callable[[Session], Case]) -> Data:
    """Do something with a case, and return what stands in clear of it now."""
    case = act(session)
    session.flush()  # the new version is read below
    return in_clear(session, case)


def in_clear(session: Session, case: Case) -> Data:
    """Return what stands in clear of a case, as JSON has it."""
    shown: Data = DeskRowSchema().dump(as_data.row(case, names_of(session)))
    return shown
