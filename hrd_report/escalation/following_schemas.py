"""What the forms accept that begin a notice or go on from one, as the actions take it."""

from typing import Any

from marshmallow import fields, post_load, validate

from hrd_report.escalation import ladder
from hrd_report.escalation.actions.prefilling import Choice
from hrd_report.escalation.schemas import Form, code, version_field
from hrd_report.i18n.languages import OF_LETTERS


def _language() -> fields.String:
    known = validate.OneOf(("", *OF_LETTERS), error="unknown")
    return fields.String(load_default="", validate=known)


class BeginSchema(Form):
    """`platform`, `language`, `kind`: whom a notice is for, and on which basis.

    Without a language it is written in the addressee's own. `together`: the numbers of other cases
    that it may speak for.
    """

    platform = code()
    language = _language()
    kind = fields.String(
        load_default="", validate=validate.OneOf(("", "illegal", "terms"), error="unknown")
    )

    together = fields.List(fields.String(), load_default=[])

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Choice:
        """Make it what the action takes."""
        rung = "art16" if data["kind"] == "illegal" else ""
        others = tuple(data["together"])
        return Choice(data["platform"], data["language"], data["kind"], rung, others)


class FollowSchema(Form):
    """`version`, `rung`, `addressee`, `language`: what goes on from an escalation.

    Without a language: the authority's own, or that of the notice before.
    """

    version = version_field()
    rung = code(*ladder.LABELS)
    addressee = fields.String(load_default="")
    language = _language()


class LookSchema(Form):
    """`version`, `reappeared`: the numbers of the items that are there again."""

    version = version_field()
    reappeared = fields.List(fields.Integer(), load_default=[])


class TakeOutSchema(Form):
    """`version`, `case`: the id of the other case that a draft lets go."""

    version = version_field()
    case = code()
