"""The page on which the way of a draft is chosen, and what that way needs."""

from typing import Any, Final

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.documents.escalations import Way
from hrd_report.errors import Conflict, Damaged, HrdError, Invalid, NotFound
from hrd_report.escalation import shapes
from hrd_report.escalation.actions import ways
from hrd_report.escalation.channels import kinds
from hrd_report.escalation.channels.kinds import Kind
from hrd_report.escalation.views import entrance, form, showing
from hrd_report.escalation.views.blueprint import blueprint
from hrd_report.escalation.views.sheet import Sheet
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.rights import Right
from hrd_report.vault import openpgp, recipients
from hrd_report.web import forms, guard, pages
from hrd_report.web.services import services

_STALE: Final = N_("Somebody changed this draft meanwhile. Choose once more.")
_LOST: Final = N_("The way was not kept yet.")


@blueprint.get("/desk/escalations/<key>/way")
@guard.staff(Right.ESCALATE)
def way(key: str) -> Response:
    """Ask which way the draft takes; `?channel=` shows what another one needs."""
    return _page(showing.gathered(key), request.args.get("channel", ""))


@blueprint.post("/desk/escalations/<key>/way")
@guard.staff(Right.ESCALATE)
def choose_way(key: str) -> AnyResponse:
    """Keep the way."""
    try:
        typed: shapes.ChosenWay = forms.load(shapes.WaySchema(), request.form)
        with entrance.writing_at(key) as (session, desk, escalation):
            ways.choose(session, desk, escalation, typed.way, typed.version)
    except (Invalid, Conflict) as problem:
        return _page(showing.gathered(key), request.form.get("channel", ""), problem)
    return redirect(entrance.address(escalation), code=303)


def _page(found: Sheet, channel: str, problem: HrdError | None = None) -> Response:
    if not found.is_draft:
        raise NotFound
    offered = kinds.for_platform(found.notice.platform)
    kept = found.notice.way
    wanted = kinds.kind(channel) or kinds.kind(kept.channel)
    chosen = wanted if wanted in offered else offered[0]
    values = kept if kept.channel == chosen.id else Way(channel=chosen.id)
    return entrance.show(
        "way.html",
        status=form.status(problem),
        base=entrance.address(found.escalation),
        number=found.desk.file.case.number,
        platform=found.desk.reference.platform(found.notice.platform),
        version=found.escalation.version,
        offered=[_offer(one, chosen) for one in offered],
        chosen=chosen,
        values=values,
        typed=request.form if problem else {},
        accounts=_accounts(chosen),
        reasons=[{"id": code, "text": pages.say(text)} for code, text in chosen.reasons.items()],
        key_says=_key_says(found, values),
        heading=pages.say(_STALE if isinstance(problem, Conflict) else _LOST),
        errors=form.errors_of(problem),
    )


def _offer(kind: Kind, chosen: Kind) -> dict[str, Any]:
    return {
        "id": kind.id,
        "text": pages.say(kind.label),
        "note": pages.say(kind.note),
        "chosen": kind is chosen,
    }


def _accounts(kind: Kind) -> list[dict[str, str]]:
    with services().database.reading() as session:
        found = ways.accounts(session, kind.account)
        return [{"id": one.id.hex(), "text": one.name} for one in found]


def _key_says(found: Sheet, values: Way) -> list[dict[str, str]]:
    """Return a kept OpenPGP key as people compare it."""
    kind = kinds.kind(values.channel)
    if not values.key or kind is None or kind.key != "openpgp" or recipients.is_one(values.key):
        return []
    try:
        read = openpgp.read(values.key)
    except Damaged:
        return []
    language = pages.language()
    ends = formats.day(read.expires, language) if read.expires else pages.say(N_("never"))
    spaced = " ".join(
        read.fingerprint[at : at + 4].upper() for at in range(0, len(read.fingerprint), 4)
    )
    rows = [
        {"label": pages.say(N_("Fingerprint")), "text": spaced},
        {"label": pages.say(N_("Runs out")), "text": ends},
    ]
    if read.problem(found.desk.now):
        rows.append({"label": pages.say(N_("State")), "text": pages.say(N_("not usable"))})
    return rows
