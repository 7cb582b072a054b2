"""How a route for programs of staff is declared, and how an act of one is done once.

Opens no case; says nothing of what the routes are about.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar, cast

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema
from sqlalchemy.orm import Session

from hrd_report.errors import Conflict, Invalid
from hrd_report.vault import digests
from hrd_report.web import bodies, cursors, forms, openapi, preconditions, programs, repeats
from hrd_report.web.services import services

View = TypeVar("View", bound=Callable[..., Any])
Data = dict[str, Any]

ONCE: Final = "Idempotency-Key"
_KEY_LENGTHS: Final = range(16, 201)
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


def route(  # noqa: PLR0913 - what OpenAPI asks of an operation
    blueprint: Blueprint,
    method: str,
    path: str,
    *,
    takes: type[Schema] | None = None,
    gives: Any = None,  # noqa: ANN401 - a schema, or one in OpenAPI's own words
    status: int = 200,
    query: Sequence[Data] = (),
    changes: bool = False,
    creates: bool = False,
    refuses: Sequence[int] = (),
) -> Callable[[View], View]:
    """Declare a route: what it takes and gives, and how it refuses.

    `changes`: it asks with If-Match for the version that was seen. `creates`: the same
    Idempotency-Key gets the same answer.
    """
    headers = [_IF_MATCH] * changes + [_REPEAT] * creates
    also = [400, 415, 422] * bool(takes) + [412, 428] * changes + [422] * creates
    described: Data = {"responses": problems(*_ALWAYS, *also, *refuses)}
    described["security"] = [{_SCHEME: []}]
    if takes is not None:
        described["requestBody"] = json_body(takes)

    def add(view: View) -> View:
        made = blueprint.doc(operationId=_camel(view.__name__), **described)(view)
        made = blueprint.response(status, gives)(made)
        parameters = [*query, *headers]
        blueprint.route(path, methods=[method], parameters=parameters)(made)
        return cast("View", made)

    return add


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

    A field nobody knows is refused: a program that misspells one must not believe it was kept.
    """
    schema.unknown = RAISE
    try:
        return forms.load_json(schema, bodies.json_object())
    except Invalid as problem:
        fields = {name: [_code(one) for one in codes] for name, codes in problem.fields.items()}
        raise Invalid(fields) from None


def _code(said: str) -> str:
    """Return a stable code for what marshmallow says in a sentence of its own."""
    known = {"Unknown field.": "unknown_field", "Missing data for required field.": "missing"}
    return known.get(said, "invalid") if " " in said else said


@contextmanager
def writing() -> Iterator[Session]:
    """Give a transaction for an act, and write down that a program did it.

    A conflict over a version that the program named is `Outdated`, for it must read again.
    """
    try:
        with services().database.writing() as session:
            yield session
            programs.wrote(session)
    except Conflict:
        if "If-Match" in request.headers:
            raise preconditions.Outdated from None
        raise


def create(act: Callable[[Session], Data]) -> Response:
    """Do what creates something, once for each Idempotency-Key. Raises `OtherBody`, `Invalid`."""
    secret, now = _repeat_secret(), services().clock()
    digest = digests.sha256(request.path.encode(), b"\n", request.get_data())
    with writing() as session:
        answer = repeats.earlier(session, secret, digest, now=now) if secret else None
        if answer is None:
            answer = act(session)
            if secret:
                repeats.remember(session, secret, digest, answer, now=now)
    response = jsonify(answer)
    response.status_code = 201
    return response


def _repeat_secret() -> str | None:
    """Return the key of a repeat, made this person's own: nobody gets another's answer."""
    key = request.headers.get(ONCE)
    if key is None:
        return None
    if len(key) not in _KEY_LENGTHS or not key.isascii() or not key.isprintable():
        raise Invalid({ONCE: ["bad_key"]})
    return f"{programs.this_program().id.hex()}/{key}"


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(one.title() for one in rest)
