"""Writing a campaign: what it is, which cases are in it, what helped. Keeps what was typed."""

from dataclasses import replace

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import campaigns
from hrd_report.desk.shown import campaigning
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.desk.views.campaigns import paper_id
from hrd_report.documents import hashtags
from hrd_report.documents.campaigns import CampaignDocument
from hrd_report.errors import Conflict, HrdError, Invalid
from hrd_report.rights import Right
from hrd_report.sealed import Plain
from hrd_report.web import forms, guard
from hrd_report.web.services import services

_MOST_TAGS = 100


@blueprint.get("/desk/campaigns/new")
@guard.staff(Right.WORK_CASES)
def new_campaign() -> AnyResponse:
    """Ask for a campaign; cases may be named in the address."""
    numbers = request.args.getlist("case")
    with services().database.reading() as session:
        document = campaigns.begun_from(session, frame.worker(), numbers, _blank())
    return _form(None, document, numbers=numbers)


@blueprint.post("/desk/campaigns/new")
@guard.staff(Right.WORK_CASES)
def begin_campaign() -> AnyResponse:
    """Keep a new campaign."""
    return _keep(None)


@blueprint.get("/desk/campaigns/<name>/write")
@guard.staff(Right.WORK_CASES)
def write_campaign(name: str) -> AnyResponse:
    """Ask for what is known of a campaign now."""
    found = _found(name)
    return _form(found, found.paper.document)


@blueprint.post("/desk/campaigns/<name>/write")
@guard.staff(Right.WORK_CASES)
def keep_campaign(name: str) -> AnyResponse:
    """Keep it."""
    return _keep(_found(name))


@blueprint.post("/desk/campaigns/<name>/members")
@guard.staff(Right.WORK_CASES)
def change_members(name: str) -> AnyResponse:
    """Take cases in or out."""
    found, parts = _found(name), services()
    numbers = request.form.getlist("case")
    try:
        with parts.database.writing() as session:
            if request.form.get("act") == "out":
                document = campaigns.without_members(found, numbers)
            else:
                document = campaigns.with_members(
                    session, frame.worker(), found.paper.document, numbers
                )
            _write(session, document, found.paper.id)
    except (Invalid, Conflict) as problem:
        return _form(found, found.paper.document, problem=problem)
    return redirect(addresses.campaign(found.paper.id), code=303)


@blueprint.post("/desk/campaigns/<name>/remove")
@guard.staff(Right.WORK_CASES)
def remove_campaign(name: str) -> AnyResponse:
    """Forget a campaign; its cases stay."""
    parts = services()
    with parts.database.writing() as session:
        campaigns.remove(session, frame.worker(), paper_id(name), now=parts.clock())
    return redirect(addresses.CAMPAIGNS, code=303)


def _keep(found: campaigns.Campaign | None) -> AnyResponse:
    typed = _typed(found.paper.document if found is not None else _blank())
    numbers = request.form.getlist("cases")
    try:
        with services().database.writing() as session:
            document = campaigns.with_members(session, frame.worker(), typed, numbers)
            kept = _write(session, document, found.paper.id if found is not None else None)
    except (Invalid, Conflict) as problem:
        return _form(found, typed, numbers=numbers, problem=problem)
    return redirect(addresses.campaign(kept), code=303)


def _write(session: Session, document: CampaignDocument, former: bytes | None) -> bytes:
    parts, seen = services(), forms.whole(request.form.get("version", ""))
    return campaigns.keep(
        session,
        frame.worker(),
        document,
        parts.trust,
        parts.reference,
        former=(former, seen) if former is not None else None,
        now=parts.clock(),
    )


def _typed(former: CampaignDocument) -> CampaignDocument:
    form = request.form
    tags = hashtags.named(frame.typed("hashtags").reveal().splitlines())
    return replace(
        former,
        kind="own" if form.get("kind") == "own" else "attack",
        name=frame.typed("name"),
        story=frame.typed("story"),
        targets=frame.typed("targets"),
        tactics=tuple(form.getlist("tactics")),
        hashtags=tags[:_MOST_TAGS],
        state_role=form.get("state_role", ""),
        first=form.get("first", "").strip(),
        last=form.get("last", "").strip(),
        over=form.get("over") == "yes",
        helped=tuple(form.getlist("helped")),
        lessons=frame.typed("lessons"),
    )


def _form(
    found: campaigns.Campaign | None,
    document: CampaignDocument,
    *,
    numbers: list[str] | None = None,
    problem: HrdError | None = None,
) -> AnyResponse:
    voice, codes = frame.voice(), frame.codes_of(problem)
    here = addresses.campaign(found.paper.id) if found is not None else addresses.CAMPAIGNS
    texts = {name: campaigning.ERRORS.get(name, frame.STALE) for name in codes}
    return frame.show(
        "campaign_form.html",
        status=frame.status_of(problem),
        at=addresses.CAMPAIGNS,
        here=here,
        action=f"{here}/write" if found is not None else f"{addresses.CAMPAIGNS}new",
        is_new=found is None,
        version=found.paper.version if found is not None else 0,
        document=document,
        hashtags=Plain("\n".join(f"#{one}" for one in document.hashtags)),
        numbers=[{"id": one, "text": one} for one in numbers or ()],
        chosen=numbers or (),
        errors=[{"field": name, "message": voice.say(text)} for name, text in texts.items()],
        stale=voice.say(frame.STALE) if isinstance(problem, Conflict) else "",
        **campaigning.options(services().reference, voice),
    )


def _found(name: str) -> campaigns.Campaign:
    with services().database.reading() as session:
        return campaigns.opened(session, frame.worker(), paper_id(name))


def _blank() -> CampaignDocument:
    return CampaignDocument(kind="attack", name=Plain(""), by="", at=services().clock())
