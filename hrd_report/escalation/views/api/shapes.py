"""What the routes about escalations answer, as schemas: what is not named here does not leave."""

from marshmallow import Schema, fields

from hrd_report.records.escalations import DeliveryState, EscalationState


def _list() -> fields.List[str]:
    return fields.List(fields.String())


class EscalationRowSchema(Schema):
    """An escalation as the list shows it: what stands in clear, and no platform."""

    id = fields.String()
    case = fields.String(metadata={"description": "Number of its case."})
    version = fields.Integer(metadata={"description": "Grows with every change; also the ETag."})
    state = fields.Enum(EscalationState, by_value=True)
    day = fields.Date()
    sent_at = fields.DateTime(allow_none=True)
    acknowledged_at = fields.DateTime(allow_none=True)
    decided_at = fields.DateTime(allow_none=True)
    acknowledgement_due = fields.DateTime(allow_none=True)
    decision_due = fields.DateTime(allow_none=True)
    due_at = fields.DateTime(allow_none=True, metadata={"description": "The next clock."})
    appeal_due = fields.DateTime(allow_none=True)
    look_due = fields.DateTime(allow_none=True)
    appeal_of = fields.String(allow_none=True, metadata={"description": "What this contests."})


class EscalationPageSchema(Schema):
    """A stretch of the team's escalations, in a steady order."""

    escalations = fields.List(fields.Nested(EscalationRowSchema))
    next = fields.String(
        allow_none=True, metadata={"description": "Cursor of what follows, if anything does."}
    )


class EscalationsOfCaseSchema(Schema):
    """A case's escalations."""

    escalations = fields.List(fields.Nested(EscalationRowSchema))


class AddresseeSchema(Schema):
    """An addressee of the directory."""

    id = fields.String()
    name = fields.String()
    kind = fields.String()
    consent = fields.Boolean(metadata={"description": "A consent to write there holds."})
    email = fields.Boolean(metadata={"description": "An e-mail address is known."})


class AddresseesSchema(Schema):
    """To whom a notice can go, those with a consent first."""

    addressees = fields.List(fields.Nested(AddresseeSchema))


class NoticeItemSchema(Schema):
    """One thing a notice is about."""

    url = fields.String()
    action = fields.String()
    object_id = fields.String()
    capture = fields.String(metadata={"description": "Evidence that shows it, or nothing."})
    sha256 = fields.String()


class NoticeStepSchema(Schema):
    """A step that a notice cites, and what is asked for."""

    step = fields.String()
    ask = fields.String()


class NoticeWaySchema(Schema):
    """How it leaves."""

    channel = fields.String()
    account = fields.String()
    reason = fields.String()
    rules = _list()
    key = fields.String()
    target = fields.String()
    forward = fields.Boolean()
    bare = fields.Boolean(metadata={"description": "Evidence goes although nothing seals it."})


class EnclosedSchema(Schema):
    """A piece of evidence that goes with a notice, as it leaves."""

    file = fields.String(metadata={"description": "Id of the case's file."})
    case = fields.String(metadata={"description": "Id of the other case it lies in, or nothing."})
    number = fields.String()
    form = fields.String(metadata={"description": "copy or original"})
    name = fields.String()
    media_type = fields.String()
    size = fields.Integer()
    sha256 = fields.String()


class FileSchema(Schema):
    """A file of a case. `copy`, `original`: why it cannot go so, or nothing where it can."""

    file = fields.String()
    case = fields.String(metadata={"description": "Number of the case it lies in."})
    number = fields.String()
    size = fields.Integer()
    pictures = fields.Integer(metadata={"description": "Pages or frames of its safe copy."})
    copy = fields.String(allow_none=True)
    original = fields.String(allow_none=True)
    proves = fields.List(
        fields.String(), metadata={"description": "Steps whose cited findings name it as a proof."}
    )


class FilesSchema(Schema):
    """The files of all cases of a notice that are open to whoever asks."""

    files = fields.List(fields.Nested(FileSchema))


class NoticeSchema(Schema):
    """The newest revision of a notice."""

    platform = fields.String()
    about = fields.String()
    address = fields.String()
    kind = fields.String()
    language = fields.String()
    subject = fields.String()
    explanation = fields.String()
    context = fields.String()
    clause = fields.String()
    harm = fields.String()
    items = fields.List(fields.Nested(NoticeItemSchema))
    identity = fields.String()
    identity_text = fields.String()
    steps = fields.List(fields.Nested(NoticeStepSchema))
    content_type = fields.String()
    subtype = fields.String()
    words = fields.String()
    words_language = fields.String()
    translation = fields.String()
    imminence = fields.String()
    relation = fields.String()
    mandate = fields.String()
    country = fields.String()
    earlier = fields.String()
    reasons = fields.String()
    pattern = fields.String()
    evidence = fields.String()
    tlp = fields.String()
    enclosed = fields.List(fields.Nested(EnclosedSchema))
    together = fields.List(
        fields.String(), metadata={"description": "Ids of the other cases that it speaks for."}
    )
    way = fields.Nested(NoticeWaySchema)
    rung = fields.String()
    follows = fields.String()
    reference = fields.String()
    by = fields.String()
    at = fields.String()
    approved_by = fields.String(allow_none=True)
    revision = fields.Integer()


class QuestionSchema(Schema):
    """A question before sending, by its id in the reference data."""

    id = fields.String()
    answer = fields.String(allow_none=True)


class WayOnSchema(Schema):
    """What may be done next."""

    rung = fields.String()
    why = fields.String()
    at = fields.DateTime(allow_none=True)


class OutboxRowSchema(Schema):
    """How far its leaving has come."""

    state = fields.Enum(DeliveryState, by_value=True)
    attempts = fields.Integer()
    problem = fields.String(allow_none=True)
    next_at = fields.DateTime()


class ItemDecisionSchema(Schema):
    """What was decided about one item."""

    item = fields.Integer()
    decision = fields.String()


class ItemReasonsSchema(Schema):
    """The reasons for one item, in codes of the DSA Transparency Database."""

    item = fields.Integer()
    restriction = fields.String()
    ground = fields.String()
    clause = fields.String()
    explanation = fields.String()
    category = fields.String()
    keyword = fields.String()
    detection = fields.String()
    automated = fields.String()
    scope = fields.String()
    until = fields.String()
    puid = fields.String()


class DecisionSchema(Schema):
    """What a platform said, as it was recorded."""

    by = fields.String()
    at = fields.String()
    platform_reference = fields.String()
    items = fields.List(fields.Nested(ItemDecisionSchema))
    reasons_given = fields.Boolean(allow_none=True)
    appeal_offered = fields.Boolean(allow_none=True)
    reasons = fields.String()
    statements = fields.List(fields.Nested(ItemReasonsSchema))
    looked_at = fields.String(allow_none=True)
    reappeared = fields.List(fields.Integer())


class MailSchema(Schema):
    """A mail that came in answer."""

    at = fields.String()
    sender = fields.String()
    subject = fields.String()
    body = fields.String()
    proved = fields.Boolean(metadata={"description": "Our mail server proved the sender."})
    automatic = fields.Boolean()


class EscalationSchema(EscalationRowSchema):
    """All of an escalation. Reading it is written down."""

    notice = fields.Nested(NoticeSchema)
    body = fields.String(metadata={"description": "Exactly what leaves, or what left."})
    seen = fields.String(
        allow_none=True, metadata={"description": "Digest of what leaves: sending names it."}
    )
    missing = fields.List(
        fields.String(), metadata={"description": "Stable codes of what is missing before sending."}
    )
    uncaptured = fields.List(
        fields.Integer(), metadata={"description": "Items of which no evidence was preserved."}
    )
    questions = fields.List(fields.Nested(QuestionSchema))
    consents = fields.List(fields.String(), metadata={"description": "On which it stands."})
    ways_on = fields.List(fields.Nested(WayOnSchema))
    delivery = fields.Nested(OutboxRowSchema, allow_none=True)
    decision = fields.Nested(DecisionSchema, allow_none=True)
    earlier_decisions = fields.List(fields.Nested(DecisionSchema))
    mails = fields.List(fields.Nested(MailSchema))
