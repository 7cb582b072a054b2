"""A file of a case for programs, as it was sent. That somebody asked for it is written down."""

from flask import Response

from hrd_report.desk.actions import files
from hrd_report.desk.views.api import frame
from hrd_report.rights import Area
from hrd_report.web import guard
from hrd_report.web.services import services

_BYTES = {"type": "string", "format": "binary"}


@frame.route("GET", "/cases/<number>/files/<id>", gives=_BYTES, refuses=[404, 409])
@guard.program(Area.EVIDENCE)
def fetch_file(number: str, id: str) -> Response:  # noqa: A002 - the address's own word
    """Fetch a file's bytes. Nothing was looked at or cleaned: treat them as hostile."""
    parts = services()
    with parts.database.writing() as session:
        pieces = files.original(
            session, frame.worker(), number, frame.an_id(id), parts.store, now=parts.clock()
        )
    answer = Response(pieces, mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{number}-{id[:8]}.bin"'
    return answer
