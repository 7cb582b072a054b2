"""What the staff's own forms accept. Messages are stable codes."""

from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from hrd_report.sealed import Plain

_LONGEST = 200


def _words() -> fields.String:
    return fields.String(
        required=True,
        validate=validate.Length(max=_LONGEST, error="too_long"),
        error_messages={"required": "missing", "invalid": "invalid", "null": "missing"},
    )


@dataclass(frozen=True, slots=True, repr=False)
class Login:
    """A name and what should open its lock."""

    name: str
    password: Plain


@dataclass(frozen=True, slots=True, repr=False)
class NewPassword:
    """A new password, typed twice."""

    password: Plain
    again: Plain


@dataclass(frozen=True, slots=True, repr=False)
class Confirmation:
    """What somebody who is logged in shows once more."""

    password: Plain


class ConfirmationSchema(Schema):
    """`password`."""

    class Meta:
        """Whatever else a form carries is not ours."""

        unknown = EXCLUDE

    password = _words()

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Confirmation:
        """Make the words silent."""
        return Confirmation(Plain(data["password"]))


class LoginSchema(Schema):
    """`name`, `password`; `code` is taken and not needed yet."""

    class Meta:
        """Whatever else a form carries is not ours."""

        unknown = EXCLUDE

    name = _words()
    password = _words()

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Login:
        """Make the words silent."""
        return Login(data["name"].strip().lower(), Plain(data["password"]))


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
