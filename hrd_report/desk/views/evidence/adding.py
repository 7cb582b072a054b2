"""Takes files that the desk preserved: a web archive, screenshots, measurements. Shows none."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import redirect
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions.evidence import adding
from hrd_report.desk.actions.evidence.adding import Added
from hrd_report.desk.shown.evidence import labels
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.desk.worker import Worker
from hrd_report.errors import Invalid
from hrd_report.rights import Right
from hrd_report.web import guard, limits, uploads
from hrd_report.web.services import services


@blueprint.get("/desk/cases/<number>/evidence/add")
@guard.staff(Right.WORK_CASES)
def add_files_page(number: str) -> AnyResponse:
    """Ask for files."""
    frame.opened(number)
    return _ask(number, None)


@blueprint.post("/desk/cases/<number>/evidence/add")
@guard.staff(Right.WORK_CASES)
@limits.streamed
def add_files(number: str) -> AnyResponse:
    """Seal files to the case while they arrive."""
    frame.opened(number)
    who, parts = frame.worker(), services()
    try:
        with sealed(who, number) as files, parts.database.writing() as session:
            adding.keep(session, who, number, files, now=parts.clock())
    except Invalid as problem:
        return _ask(number, problem)
    return redirect(addresses.case(number, "evidence"), code=303)


@contextmanager
def sealed(who: Worker, number: str) -> Iterator[Added]:
    """Seal the files of the request to a case while they arrive, and give them to be kept in it.

    Those that are not kept are removed again. Raises `TooLarge`, `StorageFull`.
    """
    parts = services()
    with parts.database.writing() as session:
        place = adding.place(session, who, number, day=parts.clock().date())
    added = Added(place, parts.store, parts.settings.file_limit)
    try:
        uploads.read_form(_opener(added), text_limit=parts.settings.text_limit)
        yield added
    finally:
        if not added.named:
            added.discard()


def _opener(added: Added) -> uploads.OpenSink:
    def opened(name: str, media_type: str, _: MultiDict[str, str]) -> uploads.Sink:
        return added.open(name, media_type)

    return opened


def _ask(number: str, problem: Invalid | None) -> AnyResponse:
    voice = frame.voice()
    return frame.show(
        "evidence/add.html",
        status=frame.status_of(problem),
        number=number,
        action=addresses.case(number, "evidence", "add"),
        errors=[
            {"field": name, "message": voice.say(labels.ERRORS[name])}
            for name in frame.codes_of(problem)
        ],
    )
