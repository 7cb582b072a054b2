"""What the forms of escalation accept, as the actions take it. Codes, no sentences."""

from dataclasses import dataclass
from typing import Any, Final

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from hrd_report.documents.escalations import NoticeItem
from hrd_report.escalation import wording
from hrd_report.escalation.actions.answers import Answer
from hrd_report.escalation.actions.drafting import Wanted
from hrd_report.sealed import Plain

LONGEST_LINE: Final = 500
LONGEST_TEXT: Final = 20_000
MOST_ITEMS: Final = 40
_MESSAGES: Final[dict[str, Any]] = {"required": "missing", "invalid": "invalid", "null": "missing"}


def _words(longest: int) -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=longest, error="too_long"))


def _code(*known: str) -> fields.String:
    return fields.String(
        required=True,
        validate=validate.OneOf(known, error="unknown") if known else None,
        error_messages=_MESSAGES,
    )


def _version() -> fields.Integer:
    return fields.Integer(required=True, error_messages=_MESSAGES)


class _Form(Schema):
    class Meta:
        """Whatever else a form carries is not ours."""

        unknown = EXCLUDE


class BeginSchema(_Form):
    """`platform`, `language`: whom a notice is for."""

    platform = _code()
    language = _code("en", "fr")


class ActSchema(_Form):
    """`version`, and for sending the digest of the text that was `seen`."""

    version = _version()
    seen = _words(LONGEST_LINE)


class _ItemSchema(_Form):
    url = _words(LONGEST_LINE * 4)
    action = _code()
    object_id = _words(LONGEST_LINE)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> NoticeItem:
        """Make the address whole again and silent."""
        url = wording.refanged(data["url"])
        if not wording.is_web_address(url):
            raise ValidationError("no_address", "url")
        return NoticeItem(
            url=Plain(url), action=data["action"], object_id=Plain(wording.line(data["object_id"]))
        )


class _StepSchema(_Form):
    step = _code()
    ask = _words(LONGEST_TEXT)


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """A draft as typed, and the version it was typed over."""

    version: int
    wanted: Wanted


class DraftSchema(_Form):
    """A whole draft: `items` and `steps` are lists of small objects."""

    version = _version()
    address = _words(LONGEST_LINE)
    kind = _code()
    language = _code("en", "fr")
    subject = _words(LONGEST_LINE)
    explanation = _words(LONGEST_TEXT)
    context = _words(LONGEST_TEXT)
    clause = _words(LONGEST_TEXT)
    harm = _words(LONGEST_TEXT)
    identity = _code()
    identity_text = _words(LONGEST_TEXT)
    items = fields.List(
        fields.Nested(_ItemSchema),
        load_default=[],
        validate=validate.Length(max=MOST_ITEMS, error="too_many"),
    )
    steps = fields.List(fields.Nested(_StepSchema), load_default=[])

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Draft:
        """Make the words silent."""
        words = ("explanation", "context", "clause", "harm", "identity_text")
        kept = {name: Plain(wording.paragraphs(data[name])) for name in words}
        wanted = Wanted(
            address=data["address"].strip(),
            kind=data["kind"],
            language=data["language"],
            subject=Plain(wording.line(data["subject"])),
            items=tuple(data["items"]),
            identity=data["identity"],
            steps=tuple(one["step"] for one in data["steps"]),
            asks=tuple(Plain(wording.line(one["ask"])) for one in data["steps"]),
            **kept,
        )
        return Draft(data["version"], wanted)


@dataclass(frozen=True, slots=True, repr=False)
class Acknowledged:
    """A confirmation of receipt, and the version of the page it was typed on."""

    version: int
    reference: Plain


class AcknowledgedSchema(_Form):
    """`version`, `reference`: the platform's own."""

    version = _version()
    reference = _words(LONGEST_LINE)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Acknowledged:
        """Make the words silent."""
        return Acknowledged(data["version"], Plain(wording.line(data["reference"])))


@dataclass(frozen=True, slots=True, repr=False)
class Decided:
    """A decision as typed, and the version of the page it was typed on."""

    version: int
    answer: Answer


class DecidedSchema(_Form):
    """`decision` once for each item, `reasons_given`, `appeal_offered`, `reference`, `reasons`."""

    version = _version()
    decision = fields.List(fields.String(), required=True, error_messages=_MESSAGES)
    reasons_given = _code("yes", "no")
    appeal_offered = _code("yes", "no")
    reference = _words(LONGEST_LINE)
    reasons = _words(LONGEST_TEXT)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Decided:
        """Make the words silent."""
        answer = Answer(
            decisions=tuple(data["decision"]),
            platform_reference=Plain(wording.line(data["reference"])),
            reasons_given=data["reasons_given"] == "yes",
            appeal_offered=data["appeal_offered"] == "yes",
            reasons=Plain(wording.paragraphs(data["reasons"])),
        )
        return Decided(data["version"], answer)
