"""The door for the Tella app: its own protocol, for accounts that can only add.

Each report becomes a case whose receipt nobody is given: token and report's id find the upload's
secret again, with our pepper. An app goes on at the last byte it was told of, not behind it: that
byte is compared and not kept twice.
"""

from typing import Any, Final

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.orm import Session

from hrd_report.documents.incoming import Incoming
from hrd_report.errors import Invalid, NotFound
from hrd_report.i18n.marks import N_
from hrd_report.intake import arriving, places, ranges, sealing
from hrd_report.intake.actions import channels, uploads
from hrd_report.intake.actions.channels import NoAccount
from hrd_report.intake.actions.receiving import Kept
from hrd_report.intake.files import Files
from hrd_report.intake.partial import About, Gap
from hrd_report.intake.pieces import Arrived
from hrd_report.intake.places import Place
from hrd_report.intake.views import uploading
from hrd_report.records.channels import ChannelAccount
from hrd_report.sealed import Plain
from hrd_report.vault import channels as secrets
from hrd_report.vault import digests
from hrd_report.vault.receipts import Receipt
from hrd_report.vault.uploads import UploadSecret
from hrd_report.web import bodies, errors, guard, limits, pages
from hrd_report.web.services import services

blueprint: Final = Blueprint("tella", __name__)

VERSION: Final = "1.4.0"
"""From this version on the app sends pieces, and goes on where a line broke."""

GENERAL: Final = "report"
_BEARER: Final = "bearer "


@guard.public
def log_in() -> Response:
    """Give an app the token that its account's password stands for."""
    said = bodies.json_object()
    shown = secrets.token(Plain(str(said.get("password", ""))))
    with services().database.reading() as session:
        account = channels.by_token(session, shown, services().pepper)
    if account.name != str(said.get("username", "")).strip().lower():
        raise NoAccount
    user = {
        "id": account.id.hex(),
        "username": account.name,
        "role": "reporter",
        "note": "",
        "createdAt": account.day.isoformat(),
        "deletedAt": None,
    }
    return jsonify(access_token=shown, user=user, version=VERSION)


@guard.public
def project(slug: str) -> Response:
    """Say what a project is: a threat by its name, or reports of any kind."""
    _account()
    return jsonify(id=slug, slug=slug, name=_project_name(slug))


@guard.public
def send_report(project_id: str) -> Response:
    """Make a case of a report; its files follow."""
    _account()
    _project_name(project_id)
    said = bodies.json_object()
    words = [str(said.get(name) or "").strip() for name in ("title", "description")]
    if not any(words):
        raise Invalid({"title": ["missing"]})
    report_id = digests.random_bytes(16).hex()
    _keep(_receipt(report_id), project_id, Plain("\n\n".join(filter(None, words))))
    return jsonify(
        id=report_id,
        title=words[0],
        description=words[1],
        createdAt=services().clock().isoformat(),
        author=None,
    )


@guard.public
def held(report: str, name: str) -> Response:
    """Say in the header `size` how much of a file is held: 0 of one that is new."""
    secret = _secret(report)
    with services().database.reading() as session:
        found = uploads.find(session, secret, name)
    answer = Response(status=200)
    answer.headers["size"] = str(found.size if found else 0)
    return answer


@guard.public
@limits.streamed
def send_rest(report: str, name: str) -> Response:
    """Take the rest of a file, for as long as the line holds."""
    found = uploading.append(_secret(report), name, _about(name, None), request.stream)
    return jsonify(size=found.size)


@guard.public
def finish(report: str, name: str) -> Response:
    """Put a file that was sent to its end into the case."""
    found = uploading.complete(uploading.find(_secret(report), name))
    return jsonify(size=found.size, sha256=found.sha256)


@guard.public
@limits.streamed
def send_piece(report: str, name: str) -> Response:
    """Take a piece of a file: 206 and `Range` while it is incomplete, 200 when it is whole."""
    secret = _secret(report)
    span = ranges.read(request.headers.get(ranges.HEADER), request.content_length)
    try:
        found = uploading.take(secret, name, _about(name, span.total), span, request.stream)
    except Gap as problem:
        answer, size = errors.problem(problem.code, 416), problem.size
    else:
        answer, size = jsonify(size=found.size, sha256=found.sha256), found.size
        answer.status_code = 200 if found.sha256 is not None else 206
    if size:
        answer.headers["Range"] = f"bytes=0-{size - 1}"
    return answer


def _token() -> str:
    shown = request.headers.get("Authorization", "")
    if not shown.lower().startswith(_BEARER):
        raise NoAccount
    return shown[len(_BEARER) :].strip()


def _account() -> ChannelAccount:
    with services().database.reading() as session:
        return channels.by_token(session, _token(), services().pepper)


def _receipt(report: str) -> Receipt:
    return secrets.report_receipt(_token(), report, services().pepper)


def _secret(report: str) -> UploadSecret:
    """Return the secret of a report's files. Raises `NoAccount` also when the account is over."""
    _account()
    return UploadSecret.of_receipt(_receipt(report).key)


def _about(name: str, total: int | None) -> About:
    kind = request.mimetype or "application/octet-stream"
    return About(name=Plain(name), media_type=kind, total=total)


def _project_name(slug: str) -> str:
    if slug == GENERAL:
        return pages.say(N_("Online threats"))
    names = {one.id: one.label for one in services().reference.threats}
    if slug not in names:
        raise NotFound
    return pages.say(names[slug])


def _keep(receipt: Receipt, slug: str, story: Plain) -> None:
    """Keep a report, and let its sender add files to it, in one transaction."""
    now, language = services().clock(), pages.language()
    threats = () if slug == GENERAL else (slug,)
    report = Incoming(danger="unsure", threats=threats, story=story, links=())
    secret, keep_report = UploadSecret.of_receipt(receipt.key), arriving.keep_report()

    def seal(place: Place, files: Files) -> Arrived:
        document = report.document(language=language, received_at=now, channel="tella")
        return sealing.report(receipt, place, document, files, report.canonical([]))

    def keep(session: Session, arrived: Arrived) -> Kept:
        kept = keep_report(session, arrived)
        uploads.give_pass(session, secret, arrived.place.case_id, day=now.date())
        return kept

    arriving.settle_in_turn(places.fresh(), arriving.fresh_files(), seal, keep)


def add_addresses() -> None:
    """Hang every address on the blueprint: an app may know the base with or without `p/`."""
    table: tuple[tuple[str, Any, str], ...] = (
        ("login", log_in, "POST"),
        ("<slug>", project, "GET"),
        ("project/<project_id>", send_report, "POST"),
        ("file/<report>/<name>", held, "HEAD"),
        ("file/<report>/<name>", send_rest, "PUT"),
        ("file/<report>/<name>", finish, "POST"),
        ("file/v2/<report>/<name>", send_piece, "PUT"),
    )
    for base in ("/tella/", "/tella/p/"):
        for address, view, method in table:
            blueprint.add_url_rule(
                base + address, view_func=view, methods=[method], strict_slashes=False
            )


add_addresses()
