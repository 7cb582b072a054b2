"""How a route for programs of staff is declared, and how an act of one is done once.

Opens no case; says nothing of what the routes are about.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from flask import request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, fields
from sqlalchemy.orm import Session
from werkzeug.exceptions import UnsupportedMediaType

from hrd_report.errors import Conflict, Invalid
from hrd_report.rights import Area, Right
from hrd_report.web import (
    bodies,
    cursors,
    forms,
    guard,
    openapi,
    preconditions,
    programs,
    uploads,
)
from hrd_report.web.services import services

View = TypeVar("View", bound=Callable[..., Any])
Data = dict[str, Any]
Given = type[Schema] | Data | None
"""What an answer is, as a schema or in OpenAPI's own words."""

ONCE: Final = "Idempotency-Key"
_SCHEME: Final = "token"
PAGING: Final = (
    {
        "in": "query",
        "name": "limit",
        "required": False,
        "schema": {"type": "integer", "minimum": 1, "maximum": cursors.MOST},
        "description": f"At most {cursors.MOST}.",
    },
    {
        "in": "query",
        "name": cursors.FIELD,
        "required": False,
        "schema": {"type": "string"},
        "description": "Where to go on: `next` of the answer before.",
    },
)
"""What a list that goes on asks behind its address."""

_FILE: Final = {"type": "string", "format": "binary"}
_FORM_BYTES: Final = 4096


def _form(**parts: Data) -> Data:
    schema = {"type": "object", "properties": parts, "required": list(parts)}
    return {"multipart/form-data": {"schema": schema}}


FILE: Final = _form(file=_FILE)
FILES: Final = _form(file={"type": "array", "items": _FILE})
"""What a route takes that takes a file, or several."""

_IF_MATCH: Final = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string"},
    "description": "The ETag of the case, campaign or escalation as it was read.",
}
_REPEAT: Final = {
    "in": "header",
    "name": ONCE,
    "required": False,
    "schema": {"type": "string", "minLength": 16, "maxLength": 200},
    "description": "The same key with the same body gets the same answer for 24 hours.",
}
_PROBLEMS: Final = {
    400: "The body cannot be read.",
    401: "A token is missing, or is over.",
    403: "The token is not good for this, or its owner's role is not.",
    404: "There is no such thing, or not for this person.",
    409: "Somebody was faster, or this is not possible from here; nothing was done.",
    412: "It changed since the version that If-Match names; nothing was done.",
    413: "Over the limit; nothing was done.",
    415: "The body is not of a kind that is taken here.",
    422: "A field does not fit; nothing was done.",
    428: "If-Match is missing; nothing was done.",
    503: "Too many at once; nothing was done.",
}
_ALWAYS: Final = (401, 403, 503)
_NOTHING: Final = 204


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes of one zone for programs, under the right that its people need.

    Each says what is its own: area, address, what it takes and gives. Who may enter and how it
    refuses follows from that.
    """

    blueprint: Blueprint
    acted: type[Schema]
    """What an act answers with, where it does not say."""

    right: Right = Right.WORK_CASES

    def reads(
        self, area: Area, path: str, gives: Given, *, query: Sequence[Data] = ()
    ) -> Callable[[View], View]:
        """Declare a route that only reads."""
        enter = guard.program(area, right=self.right)
        told = _told(path, query, [422] * bool(query))
        return self._declare(enter, "GET", path, (200, gives), told)

    def acts(  # noqa: PLR0913 - what OpenAPI asks of an operation
        self,
        area: Area,
        method: str,
        path: str,
        *,
        takes: type[Schema] | Data | None = None,
        gives: Given = None,
        status: int | None = None,
        changes: bool = True,
        creates: bool = False,
        reads: bool = False,
        right: Right | None = None,
    ) -> Callable[[View], View]:
        """Declare a route that does something; it `takes` JSON, or what OpenAPI calls a content.

        `changes`: it asks with If-Match for the version that was seen. `creates`: the same
        Idempotency-Key gets the same answer. `reads`: a post only because what it asks must
        stand in no address; a token that reads is enough.
        """
        also = [409] + [400, 415, 422] * bool(takes) + [413] * isinstance(takes, dict)
        also += [412, 428] * changes + [422] * creates
        told = _told(path, [_IF_MATCH] * changes + [_REPEAT] * creates, also)
        if takes:
            told["requestBody"] = (
                {"required": True, "content": takes}
                if isinstance(takes, dict)
                else json_body(takes)
            )
        enter = guard.program(area, writes=not reads, right=right or self.right)
        answer = (status or (201 if creates else 200), gives or self.acted)
        return self._declare(enter, method, path, answer, told)

    def _declare(
        self,
        enter: Callable[[View], View],
        method: str,
        path: str,
        answer: tuple[int, Given],
        told: Data,
    ) -> Callable[[View], View]:
        status, gives = answer
        asked = told.pop("parameters")

        def add(view: View) -> View:
            made = self.blueprint.doc(operationId=_camel(view.__name__), **told)(enter(view))
            made = self.blueprint.response(status, None if status == _NOTHING else gives)(made)
            self.blueprint.route(path, methods=[method], parameters=asked)(made)
            return cast("View", made)

        return add


def _told(path: str, asked: Sequence[Data], also: Sequence[int]) -> Data:
    """Return what an operation says of itself: what it asks, how it refuses, who comes in."""
    refused = problems(*_ALWAYS, *[404, 409] * ("<" in path), *also)
    return {"parameters": list(asked), "responses": refused, "security": [{_SCHEME: []}]}


def secure(spec: Any) -> None:  # noqa: ANN401 - apispec is untyped
    """Say in the description how programs of staff come in."""
    spec.components.security_scheme(_SCHEME, {"type": "http", "scheme": "bearer"})


def problems(*statuses: int) -> Data:
    """Return refusals of an operation, as OpenAPI wants them."""
    shape = {openapi.PROBLEM: {"schema": openapi.ProblemSchema}}
    return {
        str(one): {"description": _PROBLEMS[one], "content": shape} for one in sorted(set(statuses))
    }


def json_body(schema: type[Schema]) -> Data:
    """Return the description of a JSON body."""
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def asks(name: str, text: str, **schema: Any) -> Data:  # noqa: ANN401 - JSON Schema
    """Return the description of something asked behind the address."""
    kind = {"type": "string", **schema}
    return {"in": "query", "name": name, "required": False, "schema": kind, "description": text}


def body(schema: Schema) -> Any:  # noqa: ANN401 - the schema decides
    """Return what a schema makes of the request's JSON object. Raises `Invalid` and HTTP errors.

    A field nobody knows is refused, however deep it stands: a program that misspells one must
    not believe it was kept.
    """
    try:
        return forms.load_json(_strict(schema), bodies.json_object())
    except Invalid as problem:
        found = {name: [_code(one) for one in codes] for name, codes in problem.fields.items()}
        raise Invalid(found) from None


def check_multipart() -> None:
    """Refuse what is no form with files. Raises `UnsupportedMediaType`."""
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType


def file(limit: int) -> bytes:
    """Return the one file of a form, held in memory. Raises `TooLarge` and HTTP errors."""
    check_multipart()
    held = uploads.Held(limit)
    uploads.read_form(lambda *_: held, text_limit=_FORM_BYTES)
    return bytes(held.content)


def _strict(schema: Schema) -> Schema:
    """Return a schema that passes over nothing, nor do those inside it: they are its own copies."""
    schema.unknown = RAISE
    for one in schema.fields.values():
        kind = one.inner if isinstance(one, fields.List) else one
        if isinstance(kind, fields.Nested):
            _strict(kind.schema)
    return schema


def _code(said: str) -> str:
    """Return a stable code for what marshmallow says in a sentence of its own."""
    known = {"Unknown field.": "unknown_field", "Missing data for required field.": "missing"}
    return known.get(said, "invalid") if " " in said else said


@contextmanager
def writing() -> Iterator[Session]:
    """Give a transaction for an act, and write down that a program did it.

    A conflict over a version that the program had to name is `Outdated`: it must read again.
    """
    try:
        with services().database.writing() as session:
            yield session
            programs.wrote(session)
    except Conflict:
        if preconditions.counts():
            raise preconditions.Outdated from None
        raise


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(one.title() for one in rest)
