"""The door for files sent by programs: in pieces, resumed whenever and wherever. Thin."""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, Final, TypeVar, cast

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from werkzeug.exceptions import BadRequest
from werkzeug.http import parse_options_header

from hrd_report.errors import HrdError, Invalid, NotFound
from hrd_report.intake import ranges
from hrd_report.intake.actions import uploads
from hrd_report.intake.partial import About, Gap
from hrd_report.intake.views import api_shapes, giving_way, uploading
from hrd_report.intake.views.api_shapes import PassSchema, StandingSchema
from hrd_report.intake.views.uploading import Standing
from hrd_report.sealed import Plain
from hrd_report.vault.uploads import UploadSecret
from hrd_report.web import bodies, errors, forms, guard, limits, pace
from hrd_report.web.services import services

View = TypeVar("View", bound=Callable[..., Any])

_LONGEST_NAME: Final = 255
_MOST_LET_GO: Final = 16 * 1024 * 1024
_BEARER: Final = re.compile(r"Bearer +([0-9a-f]{64})", re.IGNORECASE)
_KEEP: Final = "Hrd-Keep-Metadata"
_ADDRESS: Final = "/reports/<report>/files/<name>"

blueprint: Final = Blueprint(
    "files",
    __name__,
    url_prefix="/api/v1",
    description=(
        "Files sent by programs. An address may be logged on its way, so it holds no receipt: "
        "the receipt, given once in a body, is answered with a handle for addresses, which opens "
        "nothing, and with a secret for the Authorization header, which can add files and do "
        "nothing else. The same receipt always gets the same two, so whoever has it can go on "
        "with an upload after days, from another program. Take a random {name}: the file's own "
        "name belongs into Content-Disposition, and is sealed."
    ),
)


def _header(name: str, text: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "in": "header",
        "name": name,
        "required": False,
        "schema": {"type": "string"},
        "description": text,
        **more,
    }


_SECRET: Final = _header("Authorization", "Bearer, and the upload's secret.", required=True)
_RANGE: Final = _header(
    ranges.HEADER,
    "bytes a-b/total for a piece; without it the body is the whole file; bytes */total with no "
    "body completes a file of which everything is held.",
)
_NAME: Final = _header("Content-Disposition", "attachment; filename*=UTF-8''…: the real name.")
_METADATA: Final = _header(_KEEP, "?1: what pictures say of place, time and device stays seen.")


@blueprint.route("/uploads", methods=["POST"])  # type: ignore[untyped-decorator]
@blueprint.doc(  # type: ignore[untyped-decorator]
    operationId="mayUpload",
    requestBody=api_shapes.json_body(api_shapes.ReceiptOnlySchema),
    responses=api_shapes.problems(404, 422, 503),
)
@blueprint.response(200, PassSchema)  # type: ignore[untyped-decorator]
@guard.public
@pace.even
def may_upload() -> Response:
    """Ask for what files are sent with: give the receipt, get a handle and a secret."""
    parts = services()
    asked = forms.load_json(api_shapes.ReceiptOnlySchema(), bodies.json_object())
    receipt, case_id = giving_way.entered(Plain(asked["receipt"]))
    secret = UploadSecret.of_receipt(receipt.key)
    with parts.database.writing() as session:
        uploads.give_pass(session, secret, case_id, day=parts.clock().date())
    return jsonify(pass_for(secret))


def pass_for(secret: UploadSecret) -> dict[str, object]:
    """Return what a client needs to send files."""
    settings = services().settings
    return {
        "report": secret.handle,
        "secret": secret.raw.hex(),
        "files": f"{settings.public_url}/api/v1/reports/{secret.handle}/files/",
        "days": uploads.KEPT_DAYS,
        "limits": {
            "file_bytes": settings.file_limit,
            "sum_bytes": settings.sum_limit,
            "files": uploads.MOST_FILES,
        },
    }


class NoSecret(HrdError):
    """A request about a file carries no secret."""

    code = "no_secret"


def _secret_for(report: str, name: str) -> UploadSecret:
    """Return the secret that a request carries. Raises `NoSecret`, `NotFound`, `Invalid`."""
    found = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    if found is None:
        raise NoSecret
    secret = UploadSecret.read(found[1])
    if secret.handle != report:
        raise NotFound
    if len(name) > _LONGEST_NAME:
        raise Invalid({"name": ["too_long"]})
    return secret


def _let_go() -> None:
    """Read a piece to its end before it is refused: who still sends hears no answer."""
    left = _MOST_LET_GO
    with suppress(BadRequest, OSError):
        while left > 0 and (piece := request.stream.read(1024 * 1024)):
            left -= len(piece)


def _with_secret(view: View) -> View:
    """Hand a view the secret that a request carries, and put refusals into their shape."""

    @wraps(view)
    def checked(report: str, name: str) -> Response:
        try:
            return cast("Response", view(_secret_for(report, name), name))
        except Gap as problem:
            _let_go()
            return _with_range(errors.problem(problem.code, 416), problem.size)
        except NoSecret as problem:
            _let_go()
            answer = errors.problem(problem.code, 401)
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        except HrdError:
            _let_go()
            raise

    return cast("View", checked)


@blueprint.route(_ADDRESS, methods=["GET"], parameters=[_SECRET])  # type: ignore[untyped-decorator]
@blueprint.doc(  # type: ignore[untyped-decorator]
    operationId="askFile",
    responses={
        "206": {"description": "Incomplete. Range and Upload-Offset say what is held."},
        **api_shapes.problems(401, 404),
    },
)
@blueprint.response(200, StandingSchema)  # type: ignore[untyped-decorator]
@guard.public
@_with_secret
def ask_file(secret: UploadSecret, name: str) -> Response:
    """Ask how far a file has come. HEAD says the same in its headers alone."""
    return _answer(uploading.standing(secret, name))


@blueprint.route(_ADDRESS, methods=["PUT"], parameters=[_SECRET])  # type: ignore[untyped-decorator]
@blueprint.doc(  # type: ignore[untyped-decorator]
    operationId="sendFile",
    parameters=[_RANGE, _NAME, _METADATA],
    requestBody={
        "required": True,
        "content": {"application/octet-stream": {"schema": {"format": "binary"}}},
    },
    responses={
        "206": {"description": "The piece is kept. Range says what is held."},
        "200": {"description": "The whole file was kept before."},
        **api_shapes.problems(401, 404, 409, 413, 416, 422, 503),
    },
)
@blueprint.response(201, StandingSchema)  # type: ignore[untyped-decorator]
@guard.public
@limits.streamed
@_with_secret
def send_file(secret: UploadSecret, name: str) -> Response:
    """Send a file, or a piece of it. What is held already may be sent again.

    416 where a piece does not join what is held, 409 where it belongs to another file of the
    same name; 503 when nothing can be kept right now: what is held stays, go on later.
    """
    span = ranges.read(request.headers.get(ranges.HEADER), request.content_length)
    about = About(
        name=Plain(_real_name() or name),
        media_type=request.mimetype or "application/octet-stream",
        total=span.total,
        keep_metadata=request.headers.get(_KEEP) == "?1",
    )
    return _answer(uploading.take(secret, name, about, span, request.stream))


def _real_name() -> str:
    _, options = parse_options_header(request.headers.get("Content-Disposition"))
    return options.get("filename", "")


def _answer(found: Standing) -> Response:
    complete = found.sha256 is not None
    answer = jsonify(size=found.size, total=found.total, complete=complete, sha256=found.sha256)
    answer.status_code = (201 if found.is_new else 200) if complete else 206
    return _with_range(answer, found.size, complete="?1" if complete else "?0")


def _with_range(answer: Response, size: int, complete: str = "?0") -> Response:
    if size:
        answer.headers["Range"] = f"bytes=0-{size - 1}"
    answer.headers["Upload-Offset"] = str(size)
    answer.headers["Upload-Complete"] = complete
    return answer
