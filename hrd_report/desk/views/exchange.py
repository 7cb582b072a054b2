"""A case as a file: which formats may leave and why not, a second person's word, the file."""

from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import exporting
from hrd_report.desk.actions.exporting import Exported, Wanted
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.exchange.formats import FORMATS, Format
from hrd_report.desk.exchange.gate import NotExported
from hrd_report.desk.shown import exporting as shown
from hrd_report.desk.shown import marking
from hrd_report.desk.shown.voice import Voice
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.i18n import languages
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.get("/desk/cases/<number>/exchange")
@guard.staff(Right.WORK_CASES)
def exchange_page(number: str) -> AnyResponse:
    """Show in which formats the case may leave, and what stands against the others."""
    return _show(frame.opened(number))


@blueprint.post("/desk/cases/<number>/exchange")
@guard.staff(Right.WORK_CASES)
def export_case(number: str) -> AnyResponse:
    """Give the case as a file, or say why not."""
    file, wanted = frame.opened(number), exporting.chosen(request.form.get("format", ""))
    parts = services()
    code = request.form.get("language", "")
    try:
        with parts.database.writing() as session:
            made = exporting.export(
                session, frame.worker(), file, asked(wanted, code), parts.reference,
                now=parts.clock(),
            )  # fmt: skip
    except NotExported:
        return _show(frame.opened(number), status=409)
    return attached(made)


@blueprint.post("/desk/cases/<number>/exchange/agree")
@guard.staff(Right.WORK_CASES)
def agree_to_export(number: str) -> AnyResponse:
    """Agree as a second person that this file is made."""
    parts, wanted = services(), exporting.chosen(request.form.get("format", ""))
    with parts.database.writing() as session:
        exporting.agree(
            session, frame.worker(), number, wanted, request.form.get("to", ""), now=parts.clock()
        )
    return frame.to_case(number, "exchange")


def asked(wanted: Format, code: str, to: str | None = None) -> Wanted:
    """Return what is asked for, in a language that we speak."""
    parts = services()
    spoken = code if code in parts.catalogues else "en"
    return Wanted(
        format=wanted,
        addressee=request.form.get("to", "") if to is None else to,
        voice=Voice(parts.catalogues[spoken], spoken),
        organisation=parts.settings.organisation,
    )


def attached(made: Exported) -> Response:
    """Answer with a file to be kept, never to be run."""
    answer = Response(made.content, content_type=made.media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _show(file: CaseFile, *, status: int = 200) -> AnyResponse:
    parts, voice = services(), frame.voice()
    with parts.database.reading() as session:
        rows = [row for one in FORMATS for row in _rows(session, file, one, voice)]
    offered = [languages.language(code) for code in parts.settings.languages]
    return frame.show(
        "exchange.html",
        status=status,
        number=file.case.number,
        action=addresses.case(file.case.number, "exchange"),
        rows=rows,
        marking=marking.label(file, parts.reference),
        languages=[{"id": one.code, "text": one.own_name} for one in offered],
        chosen=voice.code,
    )


def _rows(session: Session, file: CaseFile, wanted: Format, voice: Voice) -> list[dict[str, Any]]:
    parts, who, found = services(), frame.worker(), []
    given = exporting.given(file)
    for one in shown.addressees(wanted, given, parts.reference, voice):
        verdict = exporting.verdict(
            session, who, file, wanted, one["id"], parts.reference, now=parts.clock()
        )
        found.append(
            {
                **shown.row(wanted, voice),
                "to": one["id"],
                "for_whom": one["text"],
                "reasons": shown.reasons(verdict, wanted, parts.reference, voice),
                "agreeable": shown.agreeable(verdict),
            }
        )
    return found
