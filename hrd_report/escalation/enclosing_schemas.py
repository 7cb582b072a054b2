"""What the form of evidence accepts, and programs' body of it. Codes, no sentences."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from hrd_report.escalation.actions.enclosing import Chosen, by_name
from hrd_report.escalation.schemas import Form, version_field

_MOST = 200
_FEW = validate.Length(max=_MOST, error="too_many")


class FilesSchema(Form):
    """`version`, `files`: each a form and a file of the case, as `copy:6f…`."""

    version = version_field()
    files = fields.List(fields.String(), load_default=[], validate=_FEW)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Take each choice apart."""
        return {**data, "files": tuple(map(_chosen, data["files"]))}


class FileChoiceSchema(Schema):
    """A file of the case, by the id of its item: its copy without hidden data, or the original."""

    file = fields.String(required=True)
    form = fields.String(required=True, validate=validate.OneOf(["copy", "original"]))


class FilesBodySchema(Schema):
    """Exactly the evidence that goes with a draft. Whatever is not named does not go."""

    files = fields.List(fields.Nested(FileChoiceSchema), required=True, validate=_FEW)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> tuple[Chosen, ...]:
        """Make it what the action takes."""
        return tuple(map(by_name, data["files"]))


def _chosen(text: str) -> Chosen:
    form, _, file = text.partition(":")
    if form not in {"copy", "original"}:
        raise ValidationError("unknown", "files")
    return by_name({"form": form, "file": file})
