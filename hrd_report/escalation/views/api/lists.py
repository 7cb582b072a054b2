"""Which escalations there are, to whom one can go, and beginning one, for programs."""

from typing import Any, Final

from flask import Response, jsonify
from sqlalchemy.orm import Session

from hrd_report.errors import NotAllowed
from hrd_report.escalation import casefile, following_schemas, standing, together
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.views import entrance, sheet
from hrd_report.escalation.views.api import as_data, frame
from hrd_report.escalation.views.api.shapes import (
    AddresseesSchema,
    EscalationPageSchema,
    EscalationsOfCaseSchema,
)
from hrd_report.records import escalations
from hrd_report.web import cursors, once, operations, preconditions, programs
from hrd_report.web.services import services

_LIST: Final = "escalations"


@frame.reads("/escalations", EscalationPageSchema, query=operations.PAGING)
def list_escalations() -> Response:
    """List the team's escalations, from clear columns alone."""
    person, limit, at = programs.this_program(), cursors.limit(), cursors.asked(_LIST)
    if person.team_id is None:
        raise NotAllowed
    after = bytes.fromhex(at) if at is not None else b""
    wanted = escalations.of_team_after(person.team_id, person.key.kid, after, limit=limit + 1)
    with services().database.reading() as session:
        found = session.execute(wanted).all()
        rows = [as_data.row(one, case) for one, case in found[:limit]]
    following = cursors.seal(_LIST, rows[-1]["id"]) if len(found) > limit else None
    return jsonify(EscalationPageSchema().dump({"escalations": rows, "next": following}))


@frame.reads("/cases/<number>/escalations", EscalationsOfCaseSchema)
def list_escalations_of_case(number: str) -> Response:
    """List a case's escalations, and those of other cases that speak for it too.

    Left out are those of cases that are closed to whoever asks.
    """
    key = programs.this_program().key
    with services().database.reading() as session:
        file = casefile.numbered(session, number, key)
        found = together.speaking_for(session, file, key)
        rows = [as_data.row(one, lead.case) for one, lead in found]
    return jsonify(EscalationsOfCaseSchema().dump({"escalations": rows}))


@frame.reads("/cases/<number>/addressees", AddresseesSchema)
def list_addressees(number: str) -> Response:
    """List to whom a notice about a case can go, those with a consent first."""
    with services().database.reading() as session:
        file = casefile.numbered(session, number, programs.this_program().key)
        desk = entrance.desk_of(session, file, programs.this_program())
        rows = _addressees(session, desk)
    entrance.write_down(desk)
    return jsonify(AddresseesSchema().dump({"addressees": rows}))


@frame.acts(
    "POST",
    "/cases/<number>/escalations",
    takes=following_schemas.BeginSchema,
    changes=False,
    creates=True,
)
def begin_escalation(number: str) -> Response:
    """Begin a draft from what the case knows. Nothing leaves."""
    wanted, person = operations.body(following_schemas.BeginSchema()), programs.this_program()

    def keep(session: Session) -> dict[str, Any]:
        file = casefile.numbered(session, number, person.key)
        desk = entrance.desk_of(session, file, person)
        made = entrance.begun(session, desk, wanted)
        session.flush()
        return frame.shown(sheet.gather(session, desk, made))

    answer = once.create(keep)
    return preconditions.tag(answer, answer.get_json()["version"])


def _addressees(session: Session, desk: Desk) -> list[dict[str, Any]]:
    known = casefile.standings(session, desk.file)
    consented = {
        one.platform for one in known if one.purpose in standing.PURPOSES and one.holds(desk.now)
    }
    ordered = sorted(desk.reference.platforms, key=lambda one: one.id not in consented)
    return [
        {
            "id": one.id,
            "name": one.name,
            "kind": one.kind,
            "consent": one.id in consented,
            "email": bool(one.email),
        }
        for one in ordered
    ]
