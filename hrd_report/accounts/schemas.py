"""What the staff's own forms accept. Messages are stable codes."""

from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from hrd_report.sealed import Plain

_LONGEST = 200
_LONGEST_CREDENTIAL = 20_000


def _words() -> fields.String:
    return fields.String(
        required=True,
        validate=validate.Length(max=_LONGEST, error="too_long"),
        error_messages={"required": "missing", "invalid": "invalid", "null": "missing"},
    )


def _maybe(longest: int) -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=longest, error="too_long"))


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """What somebody shows to be let in, or to confirm who it is. What was not shown is empty."""

    name: str
    password: Plain
    code: str
    credential: str
    derived: str


@dataclass(frozen=True, slots=True, repr=False)
class NewPassword:
    """A new password, typed twice."""

    password: Plain
    again: Plain


class ShownSchema(Schema):
    """`name`, `password`, `code`; or `credential` and `derived`, which a script fills in."""

    class Meta:
        """Whatever else a form carries is not ours."""

        unknown = EXCLUDE

    name = _maybe(_LONGEST)
    password = _maybe(_LONGEST)
    code = _maybe(_LONGEST)
    credential = _maybe(_LONGEST_CREDENTIAL)
    derived = _maybe(_LONGEST)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Shown:
        """Make the words silent."""
        data["name"] = data["name"].strip().lower()
        return Shown(**data | {"password": Plain(data["password"])})


class NewPasswordSchema(Schema):
    """`password` and `again`."""

    class Meta:
        """Whatever else a form carries is not ours."""

        unknown = EXCLUDE

    password = _words()
    again = _words()

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> NewPassword:
        """Make the words silent."""
        return NewPassword(Plain(data["password"]), Plain(data["again"]))
