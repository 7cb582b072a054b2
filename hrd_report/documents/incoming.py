"""What a report must be to be taken: one schema for form, JSON and sealed file. Keeps nothing."""

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, post_load, validate

from hrd_report.documents.answers import AnswerDocument
from hrd_report.documents.reports import Channel, Danger, ReportDocument
from hrd_report.errors import Damaged
from hrd_report.sealed import Plain

DANGERS: Final[tuple[Danger, ...]] = ("unsure", "no", "yes")
NOT_SURE: Final = "unsure"
"""The threat of someone who cannot name it; it stands beside the ids of the reference data."""

_LONGEST_CODE: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Incoming:
    """A report as somebody sent it. `language` and `country` are there where a program said one.

    `further` are answers to the further pages, not yet read by their questions.
    """

    danger: Danger
    threats: tuple[str, ...]
    story: Plain
    links: tuple[Plain, ...]
    language: str | None = None
    country: str | None = None
    receipt: Plain | None = None
    further: Mapping[str, object] | None = None

    @property
    def says_something(self) -> bool:
        """Whether there is a threat, a word or a link: one of them is a whole report."""
        return bool(self.threats or self.links or self.story)

    def document(
        self,
        *,
        language: str,
        received_at: dt.datetime,
        channel: Channel,
        too_large: Sequence[Plain] = (),
    ) -> ReportDocument:
        """Return the document that is sealed."""
        return ReportDocument(
            language=language,
            danger=self.danger,
            threats=self.threats,
            story=self.story,
            links=self.links,
            received_at=received_at,
            channel=channel,
            too_large=tuple(too_large),
            country=self.country,
        )

    def canonical(
        self, files: Collection[tuple[str, int, str]], further: Sequence[AnswerDocument] = ()
    ) -> bytes:
        """Return bytes that are equal for the same report sent twice, and for no other.

        `files` are (name, size in bytes, hex digest) of each file, in order; `further` are the
        answers to the further pages.
        """
        said = [
            self.danger,
            sorted(self.threats),
            self.story.reveal(),
            [link.reveal() for link in self.links],
            list(files),
            *([] if self.country is None else [self.country]),
            *([sorted(one.canonical().hex() for one in further)] if further else []),
        ]
        return json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()


def _texts(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - marshmallow's own arguments
    return {
        "error_messages": {"invalid": "not_text", "null": "not_text"},
        "load_default": "",
        **more,
    }


class ReportSchema(Schema):
    """`danger`, `threats`, `story`, `links`, `language`, `country`, `receipt`, `further`.

    Every field may be absent. With `known` and `countries`, other threats and countries are
    refused; a form's other fields are passed over, a program's are refused, so that nothing it
    sends is dropped unseen.
    """

    error_messages = {"unknown": "unknown_field", "type": "not_object"}  # noqa: RUF012 - theirs

    danger = fields.String(
        load_default=NOT_SURE,
        validate=validate.OneOf(DANGERS, error="unknown_danger"),
        error_messages={"invalid": "not_text", "null": "not_text"},
        metadata={"description": "Whether anyone is in physical danger right now."},
    )
    threats = fields.List(
        fields.String(
            validate=validate.Length(min=1, max=_LONGEST_CODE, error="unknown_threat"),
            error_messages={"invalid": "not_text", "null": "not_text"},
        ),
        load_default=list,
        error_messages={"invalid": "not_list", "null": "not_list"},
        metadata={"description": "What is happening; several are possible."},
    )
    story = fields.String(**_texts(metadata={"description": "What happened, in any language."}))
    links = fields.List(
        fields.String(error_messages={"invalid": "not_text", "null": "not_text"}),
        load_default=list,
        error_messages={"invalid": "not_list", "null": "not_list"},
        metadata={"description": "Addresses of the pages, one each."},
    )
    language = fields.String(
        load_default=None,
        validate=validate.Length(max=_LONGEST_CODE, error="too_long"),
        error_messages={"invalid": "not_text", "null": "not_text"},
        metadata={"description": "Language of the answers (BCP 47); else by Accept-Language."},
    )
    country = fields.String(
        load_default=None,
        validate=validate.Length(min=1, max=_LONGEST_CODE, error="unknown_country"),
        error_messages={"invalid": "not_text", "null": "not_text"},
        metadata={"description": "Where it happens (ISO 3166-1 alpha-2); it may choose the team."},
    )
    receipt = fields.String(
        load_default=None,
        error_messages={"invalid": "not_text", "null": "not_text"},
        metadata={
            "description": "A receipt of one's own making, in any form; the same one sent again "
            "never makes a second report.",
            "writeOnly": True,
        },
    )

    further = fields.Dict(
        keys=fields.String(),
        load_default=None,
        error_messages={"invalid": "not_object", "null": "not_object"},
        metadata={"description": "Answers to the further pages, by page and question."},
    )

    def __init__(
        self,
        known: Collection[str] | None = None,
        countries: Collection[str] | None = None,
        *,
        form: bool = False,
    ) -> None:
        super().__init__(unknown=EXCLUDE if form else RAISE, exclude=("further",) if form else ())
        if known is not None:
            # `fields` here are this instance's own copies.
            inner = self.fields["threats"].inner  # type: ignore[attr-defined]
            inner.validators = [validate.OneOf([*known, NOT_SURE], error="unknown_threat")]
        if countries is not None:
            self.fields["country"].validators = [validate.OneOf(countries, error="unknown_country")]

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Incoming:
        """Make the words silent."""
        return Incoming(
            danger=data["danger"],
            threats=tuple(dict.fromkeys(data["threats"])),
            story=Plain(data["story"].strip()),
            links=tuple(Plain(link.strip()) for link in data["links"] if link.strip()),
            language=data["language"],
            country=data["country"],
            receipt=None if data["receipt"] is None else Plain(data["receipt"]),
            further=data.get("further"),
        )


@cache
def schema(
    known: tuple[str, ...], countries: tuple[str, ...] | None = None, *, form: bool
) -> ReportSchema:
    """Return the schema of today's codes, built once: building takes longer than loading."""
    return ReportSchema(known, countries, form=form)


def from_form(form: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Turn the form's fields into the object a program would have sent.

    The form says `threat` for each box that is ticked and takes links as lines of one text.
    """
    data: dict[str, object] = {
        "threats": [value for value in form.get("threat", ()) if value],
        "links": [line for text in form.get("links", ()) for line in text.splitlines()],
        "story": "\n\n".join(form.get("story", ())),
    }
    danger = next((value for value in form.get("danger", ()) if value), None)
    return data if danger is None else data | {"danger": danger}


def report_from_json(
    data: object, *, received_at: dt.datetime, further: tuple[AnswerDocument, ...] = ()
) -> ReportDocument:
    """Read the inside of a report that came sealed. Raises `Damaged` where it is no report.

    `further` are its answers to the further pages, read by whoever knows their questions.
    Nobody is there any more to mend it, so what this version does not know is passed over.
    """
    try:
        incoming: Incoming = ReportSchema(form=True).load(data)  # type: ignore[arg-type]
    except ValidationError as problem:
        raise Damaged(f"not a report: {', '.join(sorted(map(str, problem.messages)))}") from None
    document = incoming.document(
        language=incoming.language or "", received_at=received_at, channel="age"
    )
    return replace(document, further=further)
