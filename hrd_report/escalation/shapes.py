"""What the forms of ways and of answers accept, as the actions take it. Codes, no sentences."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from hrd_report.documents.escalations import StatementDocument, Way
from hrd_report.escalation import wording
from hrd_report.escalation.schemas import LONGEST_LINE, LONGEST_TEXT, MOST_ITEMS
from hrd_report.sealed import Plain

LONGEST_KEY: Final = 200_000
_MESSAGES: Final[dict[str, Any]] = {"required": "missing", "invalid": "invalid", "null": "missing"}


def _words(longest: int) -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=longest, error="too_long"))


def _code() -> fields.String:
    return fields.String(required=True, error_messages=_MESSAGES)


def _version() -> fields.Integer:
    return fields.Integer(required=True, error_messages=_MESSAGES)


class _Form(Schema):
    class Meta:
        """Whatever else a form carries is not ours."""

        unknown = EXCLUDE


@dataclass(frozen=True, slots=True, repr=False)
class ChosenWay:
    """A way as typed, and the version of the draft it is for."""

    version: int
    way: Way


class WaySchema(_Form):
    """`channel`, and of the rest what that channel takes."""

    version = _version()
    channel = _code()
    account = _words(LONGEST_LINE)
    reason = _words(LONGEST_LINE)
    rules = _words(LONGEST_LINE)
    key = _words(LONGEST_KEY)
    target = _words(LONGEST_LINE * 4)
    forward = _words(LONGEST_LINE)
    bare = _words(LONGEST_LINE)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> ChosenWay:
        """Make the words silent; numbers may stand with commas or spaces."""
        numbers = data["rules"].replace(",", " ").split()
        if not all(one.isascii() and one.isdigit() for one in numbers):
            raise ValidationError("invalid", "rules")
        way = Way(
            channel=data["channel"],
            account=data["account"],
            reason=data["reason"],
            rules=tuple(numbers),
            key=data["key"],
            target=Plain(data["target"]),
            forward=data["forward"] == "yes",
            bare=data["bare"] == "yes",
        )
        return ChosenWay(data["version"], way)


@dataclass(frozen=True, slots=True, repr=False)
class Reasons:
    """Reasons as typed, item by item, and the version of the page they were typed on."""

    version: int
    statements: tuple[StatementDocument, ...]


class _StatementSchema(_Form):
    restriction = _words(LONGEST_LINE)
    ground = _words(LONGEST_LINE)
    clause = _words(LONGEST_LINE * 2)
    explanation = _words(LONGEST_TEXT)
    category = _words(LONGEST_LINE)
    keyword = _words(LONGEST_LINE)
    detection = fields.String(
        load_default="", validate=validate.OneOf(["", "yes", "no"], error="unknown")
    )
    automated = _words(LONGEST_LINE)
    scope = _words(LONGEST_LINE)
    until = _words(LONGEST_LINE)
    puid = _words(LONGEST_LINE)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Make the words silent; a day is written as a calendar writes it."""
        if data["until"]:
            try:
                dt.date.fromisoformat(data["until"])
            except ValueError:
                raise ValidationError("invalid", "until") from None
        silent = {name: Plain(wording.line(data[name])) for name in ("clause", "scope", "puid")}
        explanation = Plain(wording.paragraphs(data["explanation"]))
        return {**data, **silent, "explanation": explanation}


class ReasonsSchema(_Form):
    """`version`, `statements`: a small object for each item, in their order."""

    version = _version()
    statements = fields.List(
        fields.Nested(_StatementSchema),
        required=True,
        validate=validate.Length(max=MOST_ITEMS, error="too_many"),
        error_messages=_MESSAGES,
    )

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Reasons:
        """Give each statement the number of its item."""
        found = (StatementDocument(item=n, **one) for n, one in enumerate(data["statements"], 1))
        return Reasons(data["version"], tuple(found))


class PlaceSchema(_Form):
    """`escalation`: which notice a mail answers."""

    escalation = _code()


@dataclass(frozen=True, slots=True, repr=False)
class SentByHand:
    """That it left, on which day, and the platform's reference if it gave one."""

    version: int
    day: dt.date
    reference: Plain


class SentByHandSchema(_Form):
    """`version`, `day` (2026-11-28), `reference`."""

    version = _version()
    day = fields.Date(required=True, error_messages=_MESSAGES)
    reference = _words(LONGEST_LINE)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> SentByHand:
        """Make the words silent."""
        reference = Plain(wording.line(data["reference"]))
        return SentByHand(data["version"], data["day"], reference)
