"""What all cases that somebody may open say of platforms. Reading that is written down."""

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import everywhere, tallying
from hrd_report.desk.actions.tallying import Counted
from hrd_report.desk.shown import everywhere as shown
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.desk.worker import Worker
from hrd_report.documents.casework import FAILED
from hrd_report.rights import Right
from hrd_report.web import forms, guard
from hrd_report.web.services import services


@blueprint.get(addresses.PLATFORMS)
@guard.staff(Right.WORK_CASES)
def platforms_page() -> AnyResponse:
    """Show how often each step failed at each platform."""
    counted, voice = counting(frame.worker()), frame.voice()
    found = everywhere.standings(counted.tallies)
    return frame.show(
        "platforms.html",
        at=addresses.PLATFORMS,
        **shown.table(found, services().reference, voice),
        **shown.standing_still(counted, voice),
    )


@blueprint.post(addresses.PLATFORMS + "count")
@guard.staff(Right.WORK_CASES)
def count_more() -> AnyResponse:
    """Count some of the cases that are in no count yet."""
    counting(frame.worker(), most=tallying.IN_ONE_GO)
    place = addresses.SHUTDOWNS if request.form.get("from") == "shutdowns" else addresses.PLATFORMS
    return redirect(place, code=303)


@blueprint.get(addresses.PLATFORMS + "<platform>")
@guard.staff(Right.WORK_CASES)
def platform_page(platform: str) -> AnyResponse:
    """Show how often each finding stands at one platform."""
    parts, voice = services(), frame.voice()
    parts.reference.platform(platform)
    counted = counting(frame.worker())
    found = everywhere.standings(counted.tallies).get(platform)
    return frame.show(
        "platform.html",
        at=addresses.PLATFORMS,
        **shown.one_platform(platform, found, parts.reference, voice),
        **shown.standing_still(counted, voice),
    )


@blueprint.get(addresses.PLATFORMS + "<platform>/<step>")
@guard.staff(Right.WORK_CASES)
def platform_step_page(platform: str, step: str) -> AnyResponse:
    """Show which cases say what of a step at a platform, some at a time."""
    parts, who = services(), frame.worker()
    parts.reference.platform(platform)
    parts.reference.step(step)
    wanted = request.args.get("finding", "")
    values = (wanted,) if wanted else FAILED
    counted, start = counting(who), _start()
    with parts.database.reading() as session:
        cases = everywhere.saying(session, counted.tallies, platform, step, values)
        page = cases[start : start + everywhere.PAGE]
        heard = [everywhere.hear(session, who, one, platform, step) for one in page]
    with parts.database.writing() as session:
        tallying.write_down(session, who, [one.id for one in page], day=parts.clock().date())
    following = start + everywhere.PAGE
    more = f"?finding={wanted}&from={following}" if following < len(cases) else ""
    return frame.show(
        "platform_step.html",
        at=addresses.PLATFORMS,
        chosen=wanted,
        total=len(cases),
        next=more,
        **shown.one_step(heard, (platform, step), parts.reference, frame.voice()),
    )


def counting(who: Worker, *, most: int = tallying.AT_ONCE) -> Counted:
    """Return what all cases add; that somebody looks is written down, and some are told first."""
    parts = services()
    day = parts.clock().date()
    with parts.database.writing() as session:
        tallying.tell_some(session, who, most=most, day=day)
        tallying.write_down(session, who, [who.team_id], day=day)
    with parts.database.reading() as session:
        return tallying.gather(session, who)


def _start() -> int:
    return forms.whole(request.args.get("from", ""))
