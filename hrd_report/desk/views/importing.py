"""An older register as cases: a file, its columns, a try, and only then the cases.

Between two pages the file lies sealed under a token that stands in the page alone, for an hour.
"""

from typing import Any, Final

from flask import request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import importing
from hrd_report.desk.actions.importing import Importer
from hrd_report.desk.exchange import register, sheets
from hrd_report.desk.exchange.register import Understood
from hrd_report.desk.exchange.sheets import Sheet
from hrd_report.desk.shown import importing as shown
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.desk.worker import Worker
from hrd_report.errors import HrdError, Invalid, NotFound, TooLarge
from hrd_report.records.people import Team
from hrd_report.rights import Right
from hrd_report.web import guard, limits, repeats, uploads
from hrd_report.web.services import services

IMPORT: Final = "/desk/import"
_FORM_BYTES: Final = 50_000


@blueprint.get(IMPORT)
@guard.staff(Right.LEAD_TEAM)
def import_page() -> AnyResponse:
    """Ask for the file."""
    return frame.show("import.html", at=addresses.QUEUE, errors=[])


@blueprint.post(IMPORT)
@guard.staff(Right.LEAD_TEAM)
@limits.streamed
def bring_file() -> AnyResponse:
    """Look at the columns of a file, and ask what each is."""
    held, parts = uploads.Held(sheets.MOST_BYTES), services()
    uploads.read_form(lambda *_: held, text_limit=_FORM_BYTES)
    content = bytes(held.content)
    try:
        sheet = sheets.read(content)
    except (Invalid, TooLarge) as problem:
        return _again(problem)
    with parts.database.writing() as session:
        token = repeats.set_aside(session, content, now=parts.clock())
    return _map(sheet, register.guess(sheet.columns), token)


@blueprint.post(f"{IMPORT}/try")
@guard.staff(Right.LEAD_TEAM)
def try_import() -> AnyResponse:
    """Say of each line what would become of it. Keeps nothing."""
    sheet, mapping = _taken()
    return _map(sheet, mapping, request.form["token"], understood(sheet, mapping))


@blueprint.post(f"{IMPORT}/keep")
@guard.staff(Right.LEAD_TEAM)
def keep_import() -> AnyResponse:
    """Keep every line that was understood, and say which were not."""
    parts, who = services(), frame.worker()
    sheet, mapping = _taken()
    found = understood(sheet, mapping)
    with parts.database.writing() as session:
        numbers, known = kept(session, who, found)
    context = shown.report(found, frame.voice())
    return frame.show("imported.html", at=addresses.QUEUE, numbers=numbers, known=known, **context)


def _taken() -> tuple[Sheet, dict[str, str]]:
    """Return the file that was set aside and what its columns are. Raises `NotFound`."""
    sheet = set_aside(request.form.get("token", ""))
    return sheet, _mapping(request.form, sheet)


def set_aside(token: str) -> Sheet:
    """Return the table that was set aside under a token. Raises `NotFound`."""
    parts = services()
    with parts.database.reading() as session:
        content = repeats.taken_up(session, token, now=parts.clock())
    if content is None:
        raise NotFound
    return sheets.read(content)


def _mapping(form: MultiDict[str, str], sheet: Sheet) -> dict[str, str]:
    chosen = {one: form.get(f"column-{at}", "") for at, one in enumerate(sheet.columns)}
    return {column: name for column, name in chosen.items() if name in register.FIELDS}


def kept(session: Session, who: Worker, found: Understood) -> tuple[list[str], int]:
    """Keep what was understood; return the numbers of the cases, and how many were here before."""
    parts = services()
    importer = Importer(id=who.id, name=who.name, team=session.get_one(Team, who.team_id))
    made, known = importing.keep(
        session, importer, found.entries, parts.trust, pepper=parts.pepper, now=parts.clock()
    )
    return [one.number for one in made], known


def understood(sheet: Sheet, mapping: dict[str, str]) -> Understood:
    """Return what a table says, with the columns as they are mapped."""
    parts = services()
    words = importing.words(parts.reference, parts.catalogues.values())
    return register.understand(sheet, mapping, words, today=parts.clock().date())


def _map(
    sheet: Sheet, mapping: dict[str, str], token: str, found: Understood | None = None
) -> AnyResponse:
    voice = frame.voice()
    context: dict[str, Any] = shown.report(found, voice) if found is not None else {}
    return frame.show(
        "import_columns.html",
        at=addresses.QUEUE,
        token=token,
        columns=shown.columns(sheet, mapping),
        fields=shown.fields(voice),
        tried=found is not None,
        **context,
    )


def _again(problem: HrdError) -> AnyResponse:
    errors = shown.errors(problem, frame.voice())
    return frame.show("import.html", status=422, at=addresses.QUEUE, errors=errors)
