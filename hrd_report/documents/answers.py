"""What a defender answers on the further pages: one schema for form, JSON and sealed file.

The questions come from whoever knows them. Keeps nothing, and knows no calendar.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, cast

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

from hrd_report.documents import codec
from hrd_report.errors import Invalid
from hrd_report.sealed import Plain

_TEXT: Final[dict[str, Any]] = {"invalid": "not_text", "null": "not_text"}
_LIST: Final[dict[str, Any]] = {"invalid": "not_list", "null": "not_list"}
_OBJECT: Final = {"unknown": "unknown_field", "type": "not_object"}
_DAY_PARTS: Final = ("day", "month", "year", "calendar", "about")


class Choice(Protocol):
    """One choice of a question."""

    @property
    def id(self) -> str:
        """Its code."""


class Asked(Protocol):
    """One question, as far as its answer goes."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def kind(self) -> str:
        """How it is answered."""

    @property
    def options(self) -> Sequence[Choice]:
        """What can be chosen; the first one says nothing where exactly one is."""


class Topic(Protocol):
    """The questions of one page."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def fields(self) -> Sequence[Asked]:
        """Its questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDocument:
    """A day in the past as it was written, in its own calendar."""

    calendar: str
    year: int
    month: int | None = None
    day: int | None = None
    about: bool = False


ReadDay = Callable[[Mapping[str, object]], DayDocument | None]
"""Reads the fields of a day. Raises `Invalid`."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AnswerDocument:
    """The answers to one page, by question: codes chosen, words written, days named.

    Sealed to the case alone. What says nothing does not stand in it.
    """

    subject: str
    at: dt.datetime
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, tuple[Plain, ...]] = field(default_factory=dict)
    days: dict[str, DayDocument] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.chosen or self.words or self.days)

    def canonical(self) -> bytes:
        """Return bytes that are equal for the same answers given twice, and for no others."""
        said = codec.to_data(replace(self, at=dt.datetime.min.replace(tzinfo=dt.UTC)))
        return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AnsweredDocument:
    """That a page was answered, and nothing of what was said. Sealed to the receipt."""

    subject: str
    at: dt.datetime


class _Day(fields.Dict):
    """A day, read by whatever the schema was given for it."""

    def _deserialize(self, value: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - theirs
        parts = super()._deserialize(value, *rest, **more)  # type: ignore[no-untyped-call]
        if set(parts) - set(_DAY_PARTS):
            raise ValidationError("unknown_field")
        try:
            return cast("AnswersSchema", self.parent).read_day(parts)
        except Invalid as problem:
            raise ValidationError(problem.fields) from None


class AnswersSchema(Schema):
    """Answers to one page. Made for a page by `schema_of`; knows how to read a day."""

    error_messages = _OBJECT

    def __init__(self, read_day: ReadDay, *, lenient: bool = False) -> None:
        super().__init__(unknown=EXCLUDE if lenient else RAISE)
        self.read_day = read_day


def load(
    topic: Topic,
    data: object,
    *,
    countries: tuple[str, ...],
    read_day: ReadDay,
    at: dt.datetime,
    lenient: bool = False,
) -> AnswerDocument:
    """Return what somebody answered on one page.

    Raises `ValidationError` with stable codes; with `lenient`, what does not fit is passed over.
    """
    schema = schema_of(topic, countries)(read_day, lenient=lenient)
    try:
        found: dict[str, Any] = schema.load(data)  # type: ignore[arg-type]
    except ValidationError as problem:
        if not lenient:
            raise
        found = problem.valid_data if isinstance(problem.valid_data, dict) else {}
    return _built(topic, found, at)


_SCHEMAS: Final[dict[tuple[str, tuple[str, ...]], tuple[Topic, type[AnswersSchema]]]] = {}


def schema_of(topic: Topic, countries: tuple[str, ...]) -> type[AnswersSchema]:
    """Return the schema of one page, made once."""
    known = _SCHEMAS.get((topic.id, countries))
    if known is not None and known[0] is topic:
        return known[1]
    made = {one.id: _field(one, countries) for one in topic.fields}
    name = "".join(part.capitalize() for part in topic.id.split("_"))
    kind = cast("type[AnswersSchema]", AnswersSchema.from_dict(made, name=f"{name}Answers"))
    _SCHEMAS[topic.id, countries] = (topic, kind)
    return kind


def from_form(topic: Topic, form: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Turn a page's form into the object a program would have sent."""
    data: dict[str, object] = {}
    for one in topic.fields:
        if one.kind == "date":
            data[one.id] = _day_from(one.id, form)
        elif given := [text for text in form.get(one.id, ()) if text.strip()]:
            data[one.id] = _from(one, given)
    return data


def _from(one: Asked, given: list[str]) -> object:
    if one.kind == "several":
        return given
    if one.kind in _MANY_LINES:
        return [line for text in given for line in text.splitlines()]
    return "\n\n".join(given) if one.kind == "words" else given[0]


def _day_from(name: str, form: Mapping[str, Sequence[str]]) -> dict[str, object]:
    parts: dict[str, object] = {
        part: text
        for part in _DAY_PARTS
        if (text := next(iter(form.get(f"{name}.{part}", ())), ""))
    }
    return {**parts, "about": True} if "about" in parts else parts


_MANY_LINES: Final = frozenset({"lines", "accounts"})


def _field(one: Asked, countries: tuple[str, ...]) -> fields.Field[Any]:
    codes = [option.id for option in one.options]
    if one.kind == "one":
        return _code(codes, "unknown_choice")
    if one.kind == "several":
        return fields.List(_code(codes, "unknown_choice"), error_messages=_LIST)
    if one.kind == "country":
        return _code(countries, "unknown_country")
    if one.kind == "date":
        about = {"description": f"A day in the past: {', '.join(_DAY_PARTS)}."}
        return _Day(keys=fields.String(), error_messages={"invalid": "not_day"}, metadata=about)
    if one.kind in _MANY_LINES:
        return fields.List(fields.String(error_messages=_TEXT), error_messages=_LIST)
    return fields.String(error_messages=_TEXT)


def _code(codes: Iterable[str], error: str) -> fields.String:
    return fields.String(validate=validate.OneOf([*codes], error=error), error_messages=_TEXT)


def _built(topic: Topic, found: Mapping[str, Any], at: dt.datetime) -> AnswerDocument:
    made = AnswerDocument(subject=topic.id, at=at)
    for one in topic.fields:
        value = found.get(one.id)
        if value is None:
            continue
        if one.kind == "date":
            made.days[one.id] = value
        elif one.kind in {"one", "several", "country"}:
            if codes := _said(one, (value,) if isinstance(value, str) else tuple(value)):
                made.chosen[one.id] = codes
        elif words := _words(value):
            made.words[one.id] = words
    return made


def _said(one: Asked, codes: tuple[str, ...]) -> tuple[str, ...]:
    neutral = one.options[0].id if one.kind == "one" else None
    return tuple(dict.fromkeys(code for code in codes if code != neutral))


def _words(value: str | list[str]) -> tuple[Plain, ...]:
    texts = [value] if isinstance(value, str) else value
    return tuple(Plain(text.replace("\r\n", "\n").strip()) for text in texts if text.strip())
