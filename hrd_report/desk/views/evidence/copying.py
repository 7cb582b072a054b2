"""Safe copies of evidence, on a page or by program: made and kept, a picture of one given."""

from functools import partial
from typing import Final

from flask import Response

from hrd_report.desk.actions.evidence import deriving, exhibits, viewing
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.worker import Worker
from hrd_report.errors import Conflict
from hrd_report.records.beside import beside
from hrd_report.web.services import services

_TRIES: Final = 2


def derive(who: Worker, number: str, one: Exhibit) -> None:
    """Make the safe copy and keep it; once more where the case got another key meanwhile."""
    parts = services()
    for tried in range(1, _TRIES + 1):
        now = parts.clock()
        with parts.database.writing() as session:
            found = deriving.source(session, who, number, one, day=now.date())
        made = deriving.derive(who, one, found, parts.store, now=now)
        try:
            with beside(parts.database.writing, partial(made.discard, parts.store)) as session:
                deriving.keep(session, who, number, made, now=now)
        except Conflict:
            if tried == _TRIES:
                raise
        else:
            return


def picture(who: Worker, file: CaseFile, name: str, place: int) -> Response:
    """Answer with one picture of a safe copy, to whoever asked to see it today."""
    parts, number = services(), file.case.number
    with parts.database.reading() as session:
        one = exhibits.find(session, file, name)
        drawn = viewing.picture(
            session, who, file, one, place, parts.store, day=parts.clock().date()
        )
    answer = Response(drawn, mimetype="image/jpeg")
    answer.headers["Content-Disposition"] = f'attachment; filename="{number}-{name[:8]}.jpg"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
