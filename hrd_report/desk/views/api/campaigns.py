"""Campaigns, for programs: listed, read, written, and what all cases suggest. Links no case."""

from dataclasses import replace
from typing import Any, Final

from flask import Response, jsonify
from sqlalchemy.orm import Session

from hrd_report.desk.actions import campaigns, looking
from hrd_report.desk.actions.campaigns import Campaign
from hrd_report.desk.actions.looking import Looked
from hrd_report.desk.shown import campaigning
from hrd_report.desk.views.api import frame
from hrd_report.desk.views.api.campaign_shapes import (
    CampaignPageSchema,
    CampaignSchema,
    CasesSchema,
    EvaluationSchema,
    LookedSchema,
    MembersSchema,
    NewCampaignSchema,
    ProposedSchema,
)
from hrd_report.documents import codec
from hrd_report.documents.campaigns import CampaignDocument
from hrd_report.rights import Area
from hrd_report.sealed import Plain
from hrd_report.web import cursors, once, operations, preconditions
from hrd_report.web.services import services

_LIST: Final = "campaigns"


@frame.reads(Area.MATCHING, "/campaigns", CampaignPageSchema, query=operations.PAGING)
def list_campaigns() -> Response:
    """List the team's campaigns: those that go on first, the newest first."""
    with services().database.reading() as session:
        every = campaigns.listed(session, frame.worker())
    found, following = cursors.stretch(_LIST, every)
    rows = [{**_data(one.document), "id": one.id.hex(), "version": one.version} for one in found]
    return jsonify(CampaignPageSchema().dump({"campaigns": rows, "next": following}))


@frame.reads(Area.MATCHING, "/campaigns/<id>", CampaignSchema)
def read_campaign(id: str) -> Response:  # noqa: A002 - the address's own word
    """Read a campaign. Of its cases that are closed to the reader only how many there are."""
    return _answer(frame.an_id(id))


@frame.reads(Area.MATCHING, "/campaigns/<id>/evaluation", EvaluationSchema)
def evaluate_campaign(id: str) -> Response:  # noqa: A002
    """Read what was attacked, when and how, and what helped: counts that name nobody."""
    with services().database.reading() as session:
        found = campaigns.opened(session, frame.worker(), frame.an_id(id))
    return jsonify(EvaluationSchema().dump(_evaluated(found)))


@frame.acts(
    Area.MATCHING,
    "POST",
    "/campaigns",
    takes=NewCampaignSchema,
    gives=CampaignSchema,
    changes=False,
    creates=True,
)
def begin_campaign() -> Response:
    """Keep a new campaign, with the cases that are in it."""
    said = operations.body(NewCampaignSchema())
    blank = CampaignDocument(kind="attack", name=Plain(""), by="", at=services().clock())

    def keep(session: Session) -> dict[str, Any]:
        document = campaigns.with_members(
            session, frame.worker(), _written(said, blank), said["cases"]
        )
        paper = _keep(session, document, None)
        return _whole(campaigns.opened(session, frame.worker(), paper))

    answer = once.create(keep)
    return preconditions.tag(answer, answer.get_json()["version"])


@frame.acts(Area.MATCHING, "PUT", "/campaigns/<id>", takes=NewCampaignSchema, gives=CampaignSchema)
def write_campaign(id: str) -> Response:  # noqa: A002
    """Write a campaign anew; the cases named come to those that are in it."""
    version, said = preconditions.seen_version(), operations.body(NewCampaignSchema())
    paper, who = frame.an_id(id), frame.worker()
    with operations.writing() as session:
        found = campaigns.opened(session, who, paper)
        typed = _written(said, found.paper.document)
        document = campaigns.with_members(session, who, typed, said["cases"])
        _keep(session, document, (paper, version))
    return _answer(paper)


@frame.acts(
    Area.MATCHING, "POST", "/campaigns/<id>/members", takes=MembersSchema, gives=CampaignSchema
)
def change_campaign_members(id: str) -> Response:  # noqa: A002
    """Take cases in, or out."""
    version, said = preconditions.seen_version(), operations.body(MembersSchema())
    paper, who = frame.an_id(id), frame.worker()
    with operations.writing() as session:
        found = campaigns.opened(session, who, paper)
        stay = campaigns.without_members(found, said["out"])
        document = campaigns.with_members(session, who, stay, said["in"])
        _keep(session, document, (paper, version))
    return _answer(paper)


@frame.acts(Area.MATCHING, "DELETE", "/campaigns/<id>", gives=None, changes=False, status=204)
def forget_campaign(id: str) -> Response:  # noqa: A002
    """Forget a campaign. Its cases stay as they are."""
    paper = frame.an_id(id)
    with operations.writing() as session:
        campaigns.remove(session, frame.worker(), paper, now=services().clock())
    return Response(status=204)


@frame.acts(
    Area.MATCHING,
    "POST",
    "/campaigns/proposal",
    takes=CasesSchema,
    gives=ProposedSchema,
    changes=False,
    reads=True,
)
def propose_campaign() -> Response:
    """Propose what to begin with, from what the defenders of these cases told of their own."""
    numbers = operations.body(CasesSchema())["cases"]
    blank = CampaignDocument(kind="attack", name=Plain(""), by="", at=services().clock())
    with services().database.reading() as session:
        found = campaigns.begun_from(session, frame.worker(), numbers, blank)
    return jsonify(ProposedSchema().dump(_data(found)))


@frame.acts(Area.MATCHING, "POST", "/campaigns/look", gives=LookedSchema, changes=False)
def look_for_campaigns() -> Response:
    """Compare all cases with each other: which may be one campaign, which bursts there were."""
    with operations.writing() as session:
        found = looking.look(session, frame.worker(), now=services().clock())
    return jsonify(LookedSchema().dump(_looked(found)))


def _keep(session: Session, document: CampaignDocument, former: tuple[bytes, int] | None) -> bytes:
    parts = services()
    return campaigns.keep(
        session,
        frame.worker(),
        document,
        parts.trust,
        parts.reference,
        former=former,
        now=parts.clock(),
    )


def _answer(paper: bytes) -> Response:
    with services().database.reading() as session:
        found = campaigns.opened(session, frame.worker(), paper)
    return preconditions.tag(jsonify(_whole(found)), found.paper.version)


def _whole(found: Campaign) -> dict[str, Any]:
    shown: dict[str, Any] = CampaignSchema().dump(
        {
            **_data(found.paper.document),
            "id": found.paper.id.hex(),
            "version": found.paper.version,
            "cases": [one.case.number for one in found.members],
            "restricted": found.restricted,
        }
    )
    return shown


def _evaluated(found: Campaign) -> dict[str, Any]:
    document, drawn, days = found.paper.document, campaigning.waves_of(found), found.days
    return {
        "over": document.over,
        "helped": document.helped,
        "lessons": document.lessons.reveal(),
        "first": days[0] if days else None,
        "last": days[1] if days else None,
        "cases": len(found.members),
        "restricted": found.restricted,
        "platforms": dict(campaigning.platforms_of(found)),
        "waves_from": drawn.first if drawn else None,
        "step": drawn.step if drawn else None,
        "waves": [{"threat": one.type, "counts": one.counts} for one in drawn.waves]
        if drawn
        else [],
    }


def _data(document: CampaignDocument) -> dict[str, Any]:
    found: dict[str, Any] = codec.to_data(document)
    return found


def _written(said: dict[str, Any], former: CampaignDocument) -> CampaignDocument:
    firm: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one
        for name, one in said.items()
        if name != "cases"
    }
    firm |= {name: Plain(said[name]) for name in ("name", "story", "targets", "lessons")}
    return replace(former, **firm)


def _looked(found: Looked) -> dict[str, Any]:
    return {
        "cases": found.cases,
        "groups": [
            {
                "cases": [case.number for case in one.cases],
                "shared": [{"kind": each.kind, "value": each.value} for each in one.shared],
                "first": one.first,
                "last": one.last,
            }
            for one in found.groups
        ],
        "bursts": [
            {"kind": thing.kind, "value": thing.value, "day": one.day, "cases": one.count}
            for thing, one in found.bursts
        ],
    }
