"""The queue and one's own cases, and taking from them. Opens nothing."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses, queue
from hrd_report.desk.actions import taking
from hrd_report.desk.shown import filtering, queue_rows
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import NotFound
from hrd_report.records import people
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
    parts, who, voice = services(), frame.worker(), frame.voice()
    parts.regrant(who.id, who.key)
    now = parts.clock()
    asked = filtering.asked(request.args, held)
    view = filtering.view(asked, who, now)
    after = queue.place(asked.after) if asked.after else None
    with parts.database.reading() as session:
        counts = queue.counts(session, who.team_id, who.id, who.key.kid, now)
        page = queue.page(session, view, after)
        following = queue.next_free(session, who.team_id, who.key.kid)
        names = {one.id: one.name for one in session.scalars(people.colleagues(who.team_id))}
    return frame.show(
        "queue.html",
        at=at,
        mine=at == addresses.MINE,
        counts=counts,
        lead=queue_rows.lead(counts, voice),
        following=queue_rows.following(following, voice),
        next_free=following is not None,
        groups=queue_rows.groups(page.cases, counts, names, voice, now),
        tabs=filtering.tabs(asked, counts, voice, at),
        fields=filtering.fields(asked, voice),
        next=filtering.next_page(asked, page.next, at),
    )
