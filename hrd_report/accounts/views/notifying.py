"""Pages about addresses that are told of changes: added, taken up again, ended. Sends nothing."""

from collections.abc import Callable
from typing import Any, Final

from flask import redirect, request
from sqlalchemy import func, select
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import notifying
from hrd_report.accounts.views import office
from hrd_report.accounts.views.blueprint import administration as blueprint
from hrd_report.errors import Invalid
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.records import people
from hrd_report.records.webhooks import Webhook, WebhookEvent, WebhookState
from hrd_report.rights import Right
from hrd_report.sealed import Plain
from hrd_report.vault import channels
from hrd_report.web import guard, pages
from hrd_report.web.services import services

_SENTENCES: Final = {
    "bad_name": N_("A name has 2 to 40 small letters, digits or dashes."),
    "taken": N_("There is or was one of this name. Choose another one."),
    "bad_address": N_("Give an address that begins with https:// and holds no password."),
    "unknown": N_("Choose from the list."),
}
PROBLEMS: Final = {
    "timeout": N_("no answer in time"),
    "unreachable": N_("not reached"),
    "not_private": N_("its certificate does not hold"),
    "bad_server": N_("its address is none"),
    "refused_content": N_("it did not take it"),
    "damaged": N_("its address cannot be opened here"),
}


@blueprint.get("/webhooks/")
@guard.staff(Right.MANAGE_TEAMS)
def webhooks_page() -> AnyResponse:
    """Show which addresses are told of changes, and how that goes."""
    return _show()


@blueprint.post("/webhooks/make")
@guard.staff(Right.MANAGE_TEAMS, fresh=True)
def make_webhook() -> AnyResponse:
    """Add an address; its key to verify with stands on the list from now on."""
    parts = services()
    try:
        with parts.database.writing() as session:
            notifying.make(
                session,
                office.typed("name"),
                Plain(office.typed("address")),
                office.some_id(office.typed("team")),
                now=parts.clock(),
                by=office.manager().id,
            )
    except Invalid as problem:
        return _show(status=422, errors=office.problems(problem, _SENTENCES, "name"))
    return redirect(office.WEBHOOKS, code=303)


@blueprint.post("/webhooks/resume")
@guard.staff(Right.MANAGE_TEAMS)
def resume_webhook() -> AnyResponse:
    """Take one up again that failed too often."""
    parts, hook = services(), office.some_id(office.typed("webhook"))
    with parts.database.writing() as session:
        notifying.resume(session, hook, now=parts.clock(), by=office.manager().id)
    return redirect(office.WEBHOOKS, code=303)


@blueprint.post("/webhooks/rotate")
@guard.staff(Right.MANAGE_TEAMS, fresh=True)
def rotate_webhook() -> AnyResponse:
    """Give one another key: for some days both sign."""
    return _doing(notifying.rotate)


@blueprint.post("/webhooks/end-former-key")
@guard.staff(Right.MANAGE_TEAMS)
def end_former_key() -> AnyResponse:
    """Let the former key of one sign nothing any more."""
    return _doing(notifying.end_former_key)


@blueprint.post("/webhooks/end")
@guard.staff(Right.MANAGE_TEAMS)
def end_webhook() -> AnyResponse:
    """End one at once."""
    return _doing(notifying.end)


def _doing(act: Callable[..., None]) -> AnyResponse:
    parts, hook = services(), office.some_id(office.typed("webhook"))
    with parts.database.writing() as session:
        act(session, hook, day=parts.clock().date(), by=office.manager().id)
    return redirect(office.WEBHOOKS, code=303)


def _show(*, status: int = 200, errors: list[dict[str, str]] | None = None) -> AnyResponse:
    counted = select(WebhookEvent.webhook_id, func.count().label("waiting")).group_by(
        WebhookEvent.webhook_id
    )
    with services().database.reading() as session:
        teams = {one.id: one.name for one in session.scalars(people.teams())}
        waiting = {one.webhook_id: one.waiting for one in session.execute(counted)}
        rows = [_row(one, teams, waiting.get(one.id, 0)) for one in notifying.every(session)]
    return office.show(
        "webhooks.html",
        status=status,
        at=office.WEBHOOKS,
        errors=errors or [],
        typed=request.form,
        rows=rows,
        teams=[{"id": one.hex(), "text": name} for one, name in teams.items()],
    )


def _row(one: Webhook, teams: dict[bytes, str], waiting: int) -> dict[str, Any]:
    code = pages.language()
    stopped, day = one.state is WebhookState.STOPPED, services().clock().date()
    switched = one.switch_day is not None and one.switch_day <= day
    later = channels.spell_hook_public(one.later_public) if one.later_public else ""
    failed = pages.say(PROBLEMS.get(one.problem, N_("not reached"))) if one.problem else ""
    return {
        "id": one.id.hex(),
        "name": one.name,
        "team": teams.get(one.team_id, ""),
        "day": formats.short_day(one.day, code),
        "key": later if switched else channels.spell_hook_public(one.public),
        "later": "" if switched else later,
        "until": formats.short_day(one.switch_day, code) if one.switch_day else "",
        "stopped": stopped,
        "failed": failed,
        "failures": formats.number(one.failures, code) if one.failures else "",
        "waiting": formats.number(waiting, code),
    }
