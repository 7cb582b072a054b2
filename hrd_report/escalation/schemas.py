"""What the forms of escalation accept, as the actions take it. Codes, no sentences."""

from dataclasses import dataclass
from typing import Any, Final

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from hrd_report.documents.escalations import NoticeItem
from hrd_report.escalation import wording
from hrd_report.escalation.actions.answers import Answer
from hrd_report.escalation.actions.drafting import Wanted
from hrd_report.escalation.passages import matters
from hrd_report.i18n.languages import OF_LETTERS
from hrd_report.sealed import Plain

LONGEST_LINE: Final = 500
LONGEST_TEXT: Final = 20_000
MOST_ITEMS: Final = 40
_MESSAGES: Final[dict[str, Any]] = {"required": "missing", "invalid": "invalid", "null": "missing"}


def _words(longest: int) -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=longest, error="too_long"))


def code(*known: str) -> fields.String:
    """Return a field for a code that must be there."""
    return fields.String(
        required=True,
        validate=validate.OneOf(known, error="unknown") if known else None,
        error_messages=_MESSAGES,
    )


def _maybe(*known: str) -> fields.String:
    """Return a code that a form may leave out; the first of those known stands for that."""
    return fields.String(
        load_default=known[0] if known else "",
        validate=validate.OneOf(known, error="unknown") if known else None,
    )


def version_field() -> fields.Integer:
    """Return a field for the version of the page somebody acted on."""
    return fields.Integer(required=True, error_messages=_MESSAGES)


_TEXTS: Final = (
    "explanation",
    "context",
    "clause",
    "harm",
    "identity_text",
    "words",
    "translation",
    "earlier",
    "reasons",
    "pattern",
    "evidence",
)
_CODES: Final = ("content_type", "subtype", "imminence", "relation", "mandate", "tlp")


class Form(Schema):
    """A form of these pages."""

    class Meta:
        """Whatever else a form carries is not ours."""

        unknown = EXCLUDE


class ActSchema(Form):
    """`version`, and for sending the digest of the text that was `seen`."""

    version = version_field()
    seen = _words(LONGEST_LINE)


class _ItemSchema(Form):
    url = _words(LONGEST_LINE * 4)
    action = code()
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


class _StepSchema(Form):
    step = code()
    ask = _words(LONGEST_TEXT)


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """A draft as typed, and the version it was typed over."""

    version: int
    wanted: Wanted


class DraftSchema(Form):
    """A whole draft: `items` and `steps` are lists of small objects."""

    version = version_field()
    address = _words(LONGEST_LINE)
    kind = code()
    language = code(*OF_LETTERS)
    subject = _words(LONGEST_LINE)
    explanation = _words(LONGEST_TEXT)
    context = _words(LONGEST_TEXT)
    clause = _words(LONGEST_TEXT)
    harm = _words(LONGEST_TEXT)
    identity = code()
    identity_text = _words(LONGEST_TEXT)
    items = fields.List(
        fields.Nested(_ItemSchema),
        load_default=[],
        validate=validate.Length(max=MOST_ITEMS, error="too_many"),
    )
    steps = fields.List(fields.Nested(_StepSchema), load_default=[])
    content_type = _maybe()
    subtype = _maybe()
    words = _words(LONGEST_TEXT)
    words_language = _words(60)
    translation = _words(LONGEST_TEXT)
    imminence = _maybe("", *matters.IMMINENCE)
    relation = _maybe("organisation", "representative")
    mandate = _maybe()
    country = _words(60)
    earlier = _words(LONGEST_TEXT)
    reasons = _words(LONGEST_TEXT)
    pattern = _words(LONGEST_TEXT)
    evidence = _words(LONGEST_TEXT)
    tlp = _maybe("amber+strict", "red", "amber", "green", "clear")

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Draft:
        """Make the words silent."""
        # Names of fields: the type checker cannot follow them.
        kept: dict[str, Any] = {name: Plain(wording.paragraphs(data[name])) for name in _TEXTS}
        codes = {name: data[name] for name in _CODES}
        wanted = Wanted(
            address=data["address"].strip(),
            kind=data["kind"],
            language=data["language"],
            subject=Plain(wording.line(data["subject"])),
            items=tuple(data["items"]),
            identity=data["identity"],
            steps=tuple(one["step"] for one in data["steps"]),
            asks=tuple(Plain(wording.line(one["ask"])) for one in data["steps"]),
            words_language=wording.line(data["words_language"]),
            country=wording.line(data["country"]),
            **codes,
            **kept,
        )
        return Draft(data["version"], wanted)


@dataclass(frozen=True, slots=True, repr=False)
class Acknowledged:
    """A confirmation of receipt, and the version of the page it was typed on."""

    version: int
    reference: Plain


class AcknowledgedSchema(Form):
    """`version`, `reference`: the platform's own."""

    version = version_field()
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


class DecidedSchema(Form):
    """`decision` once for each item, `reasons_given`, `appeal_offered`, `reference`, `reasons`."""

    version = version_field()
    decision = fields.List(fields.String(), required=True, error_messages=_MESSAGES)
    reasons_given = code("yes", "no")
    appeal_offered = code("yes", "no")
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
