"""Campaigns: the list, one of them, and what all cases together suggest. Links no case."""

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import campaigns, looking
from hrd_report.desk.shown import campaigning
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import NotFound
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.get("/desk/campaigns/")
@guard.staff(Right.WORK_CASES)
def campaigns_page() -> AnyResponse:
    """Show the team's campaigns."""
    return _list()


@blueprint.post("/desk/campaigns/look")
@guard.staff(Right.WORK_CASES)
def look_for_campaigns() -> AnyResponse:
    """Compare all cases with each other, and show what that suggests."""
    parts = services()
    with parts.database.writing() as session:
        found = looking.look(session, frame.worker(), now=parts.clock())
    return _list(found)


@blueprint.get("/desk/campaigns/<name>")
@guard.staff(Right.WORK_CASES)
def campaign_page(name: str) -> AnyResponse:
    """Show a campaign and its cases."""
    with services().database.reading() as session:
        found = campaigns.opened(session, frame.worker(), paper_id(name))
    context = campaigning.page(found, services().reference, frame.voice())
    return frame.show("campaign.html", at=addresses.CAMPAIGNS, **context)


@blueprint.get("/desk/campaigns/<name>/escalate")
@guard.staff(Right.ESCALATE)
def escalate_together(name: str) -> AnyResponse:
    """Hand the chosen cases on to whoever writes the notice: the first one, with the others."""
    with services().database.reading() as session:
        found = campaigns.opened(session, frame.worker(), paper_id(name))
    wanted = set(request.args.getlist("case"))
    numbers = [one.case.number for one in found.members if one.case.number in wanted]
    if not numbers:
        return redirect(addresses.campaign(found.paper.id), code=303)
    return redirect(addresses.escalate_together(numbers), code=303)


def paper_id(name: str) -> bytes:
    """Return the id in an address. Raises `NotFound`."""
    try:
        return bytes.fromhex(name)
    except ValueError:
        raise NotFound from None


def _list(looked: looking.Looked | None = None) -> AnyResponse:
    voice = frame.voice()
    with services().database.reading() as session:
        found = campaigns.listed(session, frame.worker())
    return frame.show(
        "campaigns.html",
        at=addresses.CAMPAIGNS,
        rows=[campaigning.row(one.id, one.document, voice) for one in found],
        suggested=campaigning.suggestions(looked, voice) if looked is not None else None,
    )
