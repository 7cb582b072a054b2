"""One notice for programs: read as it leaves, written, approved, sent."""

from flask import Response, jsonify
from sqlalchemy.orm import Session

from hrd_report.errors import NotReady
from hrd_report.escalation import casefile, checks, schemas, shapes
from hrd_report.escalation.actions import drafting, enclosing, grouping, sending, ways
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.enclosing_schemas import FilesBodySchema
from hrd_report.escalation.views import entrance, form
from hrd_report.escalation.views.api import as_data, frame
from hrd_report.escalation.views.api.bodies import (
    AnswersBodySchema,
    DraftBodySchema,
    SendBodySchema,
    TakeOutBodySchema,
    WayBodySchema,
)
from hrd_report.escalation.views.api.shapes import EscalationSchema, FilesSchema
from hrd_report.records.escalations import Escalation
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services


@frame.reads("/escalations/<id>", EscalationSchema)
def read_escalation(id: str) -> Response:  # noqa: A002 - the address's own word
    """Read a notice exactly as it leaves, and everything about it."""
    return frame.answer(id)


@frame.acts("PUT", "/escalations/<id>/draft", takes=DraftBodySchema)
def write_draft(id: str) -> Response:  # noqa: A002
    """Keep another revision of a draft. An approval does not hold for it."""
    preconditions.seen_version()
    draft: schemas.Draft = operations.body(DraftBodySchema())
    form.check_codes(draft.wanted, services().reference)
    return frame.acted(
        id,
        lambda session, desk, one, version: drafting.revise(
            session, desk, one, draft.wanted, version
        ),
    )


@frame.acts("PUT", "/escalations/<id>/way", takes=WayBodySchema)
def choose_way(id: str) -> Response:  # noqa: A002
    """Choose the way a draft takes."""
    preconditions.seen_version()
    typed: shapes.ChosenWay = operations.body(WayBodySchema())
    return frame.acted(
        id, lambda session, desk, one, version: ways.choose(session, desk, one, typed.way, version)
    )


@frame.reads("/escalations/<id>/files", FilesSchema)
def list_files(id: str) -> Response:  # noqa: A002
    """List the files of its cases, each with why it cannot go with this notice, if it cannot."""
    found = frame.gathered(id)
    with services().database.reading() as session:
        known = enclosing.can_go(session, found.desk, found.notice)
        proofs = enclosing.proofs(session, found.desk, found.notice)
    return jsonify(FilesSchema().dump({"files": as_data.files(known, proofs)}))


@frame.acts("PUT", "/escalations/<id>/files", takes=FilesBodySchema)
def choose_files(id: str) -> Response:  # noqa: A002
    """Choose exactly the evidence that goes with a draft, sealed to the addressee's key."""
    chosen = operations.body(FilesBodySchema())
    return frame.acted(
        id,
        lambda session, desk, one, version: enclosing.choose(session, desk, one, chosen, version),
    )


@frame.acts("POST", "/escalations/<id>/take-out", takes=TakeOutBodySchema)
def take_case_out(id: str) -> Response:  # noqa: A002
    """Take one of the other cases out of a draft, and what only it named."""
    case = operations.body(TakeOutBodySchema())["case"]
    return frame.acted(
        id, lambda session, desk, one, version: grouping.take_out(session, desk, one, case, version)
    )


@frame.acts("PUT", "/escalations/<id>/answers", takes=AnswersBodySchema)
def answer_questions(id: str) -> Response:  # noqa: A002
    """Answer what is asked before a notice leaves."""
    said = operations.body(AnswersBodySchema())["answers"]
    return frame.acted(
        id, lambda session, desk, one, version: drafting.answer(session, desk, one, said, version)
    )


@frame.acts("POST", "/escalations/<id>/approve")
def approve_draft(id: str) -> Response:  # noqa: A002
    """Say as a second person that this revision was read. Its author cannot."""
    return frame.acted(id, drafting.approve)


@frame.acts("POST", "/escalations/<id>/send", takes=SendBodySchema)
def send_notice(id: str) -> Response:  # noqa: A002
    """Put exactly the text that was read into the outbox. 409 says what is missing."""
    seen = operations.body(SendBodySchema())["seen"]

    def queue(session: Session, desk: Desk, escalation: Escalation, _: int) -> None:
        notice = casefile.notice(session, desk.file, escalation)
        sending.queue(session, desk, escalation, entrance.letter_for(notice, desk), seen)

    try:
        return frame.acted(id, queue)
    except NotReady as problem:
        if checks.NO_SECOND_PERSON in problem.reasons:
            frame.refused(id)
        raise
