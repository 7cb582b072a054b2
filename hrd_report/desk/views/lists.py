"""The queue and one's own cases, and taking from them. Opens nothing."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses, queue
from hrd_report.desk.actions import taking
from hrd_report.desk.shown import filtering
from hrd_report.desk.views import frame, listing
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import NotFound
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.get(addresses.QUEUE)
@guard.staff(Right.WORK_CASES)
def queue_page() -> AnyResponse:
    """Show what waits, most urgent first."""
    return _list(addresses.QUEUE, request.args.get("held", "anybody"))


@blueprint.get(addresses.MINE)
@guard.staff(Right.WORK_CASES)
def mine_page() -> AnyResponse:
    """Show the cases of the one who is asking."""
    return _list(addresses.MINE, "me")


@blueprint.post(addresses.TAKE_NEXT)
@guard.staff(Right.WORK_CASES)
def take_next() -> AnyResponse:
    """Take the most urgent case that nobody has, and go there."""
    parts = services()
    try:
        with parts.database.writing() as session:
            case = taking.take_next(session, frame.worker(), now=parts.clock())
    except NotFound:
        return _list(addresses.QUEUE, "anybody")
    return frame.to_case(case.number)


@blueprint.post("/desk/cases/<number>/take")
@guard.staff(Right.WORK_CASES)
def take(number: str) -> AnyResponse:
    """Take a case that nobody has, and go there."""
    parts = services()
    with parts.database.writing() as session:
        taking.take(session, frame.worker(), number, now=parts.clock())
    return frame.to_case(number)


@blueprint.post("/desk/cases/<number>/release")
@guard.staff(Right.WORK_CASES)
def release(number: str) -> AnyResponse:
    """Give a case back, without a reason."""
    parts, seen = services(), frame.seen(number)
    with parts.database.writing() as session:
        taking.release(session, frame.worker(), seen, now=parts.clock())
    return frame.to_case(number)


def _list(at: str, held: str) -> AnyResponse:
    parts, who = services(), frame.worker()
    parts.regrant(who.id, who.key)
    asked, now = filtering.asked(request.args, held), parts.clock()
    after, before = (queue.place(one) if one else None for one in (asked.after, asked.before))
    with parts.database.reading() as session:
        found = listing.read(
            session, who, filtering.view(asked, who, now), after=after, before=before, now=now
        )
    return frame.show("queue.html", at=at, **listing.context(found, asked, who, frame.voice(), at))
