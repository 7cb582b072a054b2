"""What the organisation says of itself in its notices, for programs: the same acts as its page."""

from typing import Any

from flask import Response, jsonify
from marshmallow import Schema, fields

from hrd_report.documents import codec
from hrd_report.errors import NotAllowed
from hrd_report.escalation.actions import knowing
from hrd_report.escalation.actions.knowing import Keeper
from hrd_report.escalation.views import organisation_form
from hrd_report.escalation.views.api import frame
from hrd_report.rights import Right
from hrd_report.web import operations, preconditions, programs
from hrd_report.web.services import services


class TrustedSchema(Schema):
    """A status under Art. 22 DSA."""

    awarded_by = fields.String(required=True)
    since = fields.String(required=True, metadata={"description": "A day."})


class MembershipSchema(Schema):
    """A partner programme the organisation is in."""

    platform = fields.String(required=True, metadata={"description": "Id of the directory."})
    address = fields.String(load_default="")


class OrganisationSchema(Schema):
    """What notices say of the organisation. What is left out is empty."""

    notifier = fields.String(load_default="")
    country = fields.String(load_default="")
    represents = fields.Boolean(
        load_default=False, metadata={"description": "A body under Art. 86(1) DSA."}
    )
    trusted = fields.Nested(TrustedSchema, load_default=None, allow_none=True)
    memberships = fields.List(fields.Nested(MembershipSchema), load_default=list)
    zone = fields.String(load_default="UTC")
    days_off = fields.List(fields.Integer(), metadata={"description": "0 is Monday."})
    closed = fields.List(fields.String(), load_default=list)


def keeper() -> Keeper:
    """Return in whose name a program asks, for which team. Raises `NotAllowed` without one."""
    person, parts = programs.this_program(), services()
    if person.team_id is None:
        raise NotAllowed
    return Keeper(
        person.id, person.name, person.key, person.team_id, parts.reference, parts.clock()
    )


@frame.reads("/organisation", OrganisationSchema)
def read_organisation() -> Response:
    """Read what the organisation says of itself."""
    return _answer()


@frame.acts(
    "PUT",
    "/organisation",
    takes=OrganisationSchema,
    gives=OrganisationSchema,
    right=Right.LEAD_TEAM,
)
def write_organisation() -> Response:
    """Write what the organisation says of itself. Whoever leads the team may."""
    version, said = preconditions.seen_version(), operations.body(OrganisationSchema())
    wanted = organisation_form.read(_as_form(said), services().reference)
    with operations.writing() as session:
        knowing.set_organisation(session, keeper(), wanted, version)
    return _answer()


def _answer() -> Response:
    with services().database.reading() as session:
        paper = knowing.organisation(session, keeper())
    shown = OrganisationSchema().dump(codec.to_data(paper.document))
    return preconditions.tag(jsonify(shown), paper.version)


def _as_form(said: dict[str, Any]) -> dict[str, str]:
    """Return it as the page's form has it, so that both are read by the same rules."""
    trusted = said["trusted"] or {"awarded_by": "", "since": ""}
    lines = (f"{one['platform']}, {one['address']}" for one in said["memberships"])
    return {
        "notifier": said["notifier"],
        "country": said["country"],
        "represents": "yes" if said["represents"] else "",
        "trusted_by": trusted["awarded_by"],
        "trusted_since": trusted["since"],
        "memberships": "\n".join(lines),
        "zone": said["zone"],
        "closed": "\n".join(said["closed"]),
        **{f"off-{day}": "yes" for day in said.get("days_off", (5, 6))},
    }
