"""Hands out a copy of a picture to somebody who asks for it by a post. Shows nothing itself."""

from collections.abc import Iterator
from typing import Final

from flask import Response

from hrd_report.desk.actions import files
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.desk.worker import Worker
from hrd_report.errors import NotFound
from hrd_report.media import kinds
from hrd_report.records.database import Transaction
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services

_HARMLESS: Final = "sandbox; default-src 'none'"


@blueprint.post("/desk/cases/<number>/files/<name>/copy")
@guard.staff(Right.WORK_CASES)
def download_copy(number: str, name: str) -> Response:
    """Give a copy of a picture that says nothing of place, time and device."""
    return copy_of(frame.worker(), number, name, services().database.writing)


def copy_of(worker: Worker, number: str, name: str, writing: Transaction) -> Response:
    """Answer with a copy of a picture; that it left is written down."""
    parts = services()
    with parts.database.reading() as session:
        file = files.reach(session, worker, number, _id(name))
    kind, pieces = file.copy(parts.store)
    with writing() as session:
        files.note_copy(session, worker, file, now=parts.clock())
    return _attached(pieces, f"{number}-{name[:8]}.{kinds.EXTENSIONS[kind]}")


def _attached(pieces: Iterator[bytes], name: str) -> Response:
    """Answer with a file. The sender's name for it must not decide how it is opened."""
    answer = Response(pieces, mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = _HARMLESS
    return answer


def _id(name: str) -> bytes:
    try:
        return bytes.fromhex(name)
    except ValueError:
        raise NotFound from None
