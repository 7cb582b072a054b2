"""The queue for programs: which cases there are, taking and giving back. Opens none."""

from typing import Any, Final, cast

from flask import Response, jsonify, request
from sqlalchemy.orm import Session

from hrd_report.desk import queue
from hrd_report.desk.actions import taking
from hrd_report.desk.exchange import as_data
from hrd_report.desk.queue import OPEN_STATES, Page, View, With
from hrd_report.desk.views.api import frame
from hrd_report.desk.views.api.shapes import DeskPageSchema
from hrd_report.errors import Invalid, NotFound
from hrd_report.records.cases import CaseState, Urgency
from hrd_report.rights import Area
from hrd_report.web import cursors, operations
from hrd_report.web.operations import asks
from hrd_report.web.services import services

_LIST: Final = "queue"
_HELD: Final = ("anybody", "nobody", "me")
_QUERY: Final = [
    asks("held", "Who has them.", enum=list(_HELD), default="anybody"),
    asks("urgency", "Codes with commas between.", example="critical,high"),
    asks("state", "Codes with commas between; without it, all that are open."),
    asks("language", "A code, such as `fr`; without it, all."),
    asks("holder", "Pseudonym of a colleague who has them."),
    asks("over", "Those over their time alone.", enum=["yes"]),
    asks("asleep", "Those put off alone, or without those.", enum=["yes", "no"]),
    *operations.PAGING,
]


@frame.reads(Area.QUEUE, "/queue", DeskPageSchema, query=_QUERY)
def list_queue() -> Response:
    """List the team's cases, the most urgent first, and what is due first among those."""
    limit = cursors.limit(queue.PAGE)
    at = cursors.asked(_LIST)
    after = queue.place(at) if at is not None else None
    with services().database.reading() as session:
        found = queue.page(session, _view(session), after, limit=limit)
        names = frame.names_of(session)
    return jsonify(_page(found, names))


@frame.acts(Area.QUEUE, "POST", "/queue/next", changes=False)
def take_next() -> Response:
    """Take the most urgent case that nobody has; 204 where nothing waits.

    No two programs or people get the same.
    """
    now = services().clock()
    try:
        return frame.acted(lambda session: taking.take_next(session, frame.worker(), now=now))
    except NotFound:
        return Response(status=204)


@frame.acts(Area.QUEUE, "POST", "/cases/<number>/take", changes=False)
def take(number: str) -> Response:
    """Take a case that nobody has."""
    now = services().clock()
    return frame.acted(lambda session: taking.take(session, frame.worker(), number, now=now))


@frame.acts(Area.QUEUE, "POST", "/cases/<number>/release")
def release(number: str) -> Response:
    """Give a case back, without a reason."""
    now, seen = services().clock(), frame.seen(number)
    return frame.acted(lambda session: taking.release(session, frame.worker(), seen, now=now))


def _page(found: Page, names: frame.Names) -> dict[str, Any]:
    following = cursors.seal(_LIST, str(found.next)) if found.next is not None else None
    rows = [as_data.row(one, names) for one in found.cases]
    shown: dict[str, Any] = DeskPageSchema().dump({"cases": rows, "next": following})
    return shown


def _view(session: Session) -> View:
    who, held, now = frame.worker(), request.args.get("held", "anybody"), services().clock()
    asleep = request.args.get("asleep")
    if held not in _HELD:
        raise Invalid({"held": ["unknown"]})
    if asleep not in {None, "yes", "no"}:
        raise Invalid({"asleep": ["unknown"]})
    return View(
        team_id=who.team_id,
        me=who.id,
        kid=who.key.kid,
        urgencies=_codes("urgency", Urgency, tuple(Urgency)),
        states=_codes("state", CaseState, OPEN_STATES),
        held=cast("With", held),
        language=request.args.get("language", ""),
        holder=frame.colleague(session, "holder", request.args.get("holder")),
        over_at=now if request.args.get("over") == "yes" else None,
        asleep_at=now if asleep == "yes" else None,
        awake_at=now if asleep == "no" else None,
    )


def _codes(name: str, kind: Any, otherwise: tuple[Any, ...]) -> tuple[Any, ...]:  # noqa: ANN401 - an enum
    asked = request.args.get(name)
    if asked is None:
        return otherwise
    try:
        return tuple(kind(one) for one in dict.fromkeys(asked.split(",")))
    except ValueError:
        raise Invalid({name: ["unknown"]}) from None
