"""What came back to a notice, and what goes on from it, for programs."""

from flask import Response

from hrd_report.errors import NotFound
from hrd_report.escalation import schemas, shapes
from hrd_report.escalation.actions import answers, by_hand, drafting, statements
from hrd_report.escalation.actions.steps import STEPS
from hrd_report.escalation.views import entrance, form
from hrd_report.escalation.views.api import frame
from hrd_report.escalation.views.api.bodies import (
    AcknowledgedBodySchema,
    DecidedBodySchema,
    FollowBodySchema,
    LookBodySchema,
    ReasonsBodySchema,
    SentByHandBodySchema,
)
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services


@frame.acts("POST", "/escalations/<id>/acknowledgement", takes=AcknowledgedBodySchema)
def record_acknowledgement(id: str) -> Response:  # noqa: A002 - the address's own word
    """Record that the addressee confirmed receipt."""
    preconditions.seen_version()
    said: schemas.Acknowledged = operations.body(AcknowledgedBodySchema())
    return frame.acted(
        id,
        lambda session, desk, one, version: answers.acknowledge(
            session, desk, one, version, said.reference
        ),
    )


@frame.acts("POST", "/escalations/<id>/decision", takes=DecidedBodySchema)
def record_decision(id: str) -> Response:  # noqa: A002
    """Record what was decided, item by item."""
    said = _decided()
    return frame.acted(
        id,
        lambda session, desk, one, version: answers.decide(
            session, desk, one, version, said.answer
        ),
    )


@frame.acts("POST", "/escalations/<id>/decision-again", takes=DecidedBodySchema)
def record_decision_again(id: str) -> Response:  # noqa: A002
    """Record another decision beside the first; both are kept."""
    said = _decided()
    return frame.acted(
        id,
        lambda session, desk, one, version: statements.decide_again(
            session, desk, one, version, said.answer
        ),
    )


@frame.acts("PUT", "/escalations/<id>/reasons", takes=ReasonsBodySchema)
def record_reasons(id: str) -> Response:  # noqa: A002
    """Record the reasons that were given, item by item."""
    preconditions.seen_version()
    said: shapes.Reasons = operations.body(ReasonsBodySchema())
    return frame.acted(
        id,
        lambda session, desk, one, version: statements.record(
            session, desk, one, version, said.statements
        ),
    )


@frame.acts("POST", "/escalations/<id>/sent-by-hand", takes=SentByHandBodySchema)
def record_sent_by_hand(id: str) -> Response:  # noqa: A002
    """Record that somebody let it leave."""
    preconditions.seen_version()
    said: shapes.SentByHand = operations.body(SentByHandBodySchema())
    return frame.acted(
        id,
        lambda session, desk, one, version: by_hand.sent(
            session, desk, one, version, said.day, said.reference
        ),
    )


@frame.acts("POST", "/escalations/<id>/follow", takes=FollowBodySchema, status=201)
def follow_escalation(id: str) -> Response:  # noqa: A002
    """Begin a reminder, another way or an appeal, as a draft of its own."""
    version, wanted = preconditions.seen_version(), operations.body(FollowBodySchema())
    with frame.writing_at(id) as (session, desk, escalation):
        drafting.check_version(escalation, version)
        made = entrance.followed(session, desk, escalation, **_going_on(wanted))
    return frame.answer(made.id.hex(), status=201)


@frame.acts("POST", "/escalations/<id>/look", takes=LookBodySchema)
def record_look(id: str) -> Response:  # noqa: A002
    """Record whether what was removed came back."""
    again = tuple(sorted(set(operations.body(LookBodySchema())["reappeared"])))
    return frame.acted(
        id,
        lambda session, desk, one, version: answers.look_again(session, desk, one, version, again),
    )


@frame.acts("POST", "/escalations/<id>/steps/<step>")
def take_step(id: str, step: str) -> Response:  # noqa: A002
    """Take a step without words: rework, stop, retry, appeal, upheld, overturned, close, extend."""
    if step not in STEPS:
        raise NotFound
    return frame.acted(id, STEPS[step])


def _going_on(wanted: dict[str, str]) -> dict[str, str]:
    return {name: wanted[name] for name in ("rung", "addressee", "language")}


def _decided() -> schemas.Decided:
    preconditions.seen_version()
    said: schemas.Decided = operations.body(DecidedBodySchema())
    form.check_decisions(said.answer, services().reference)
    return said
