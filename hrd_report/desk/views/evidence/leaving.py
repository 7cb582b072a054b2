"""An original leaves by two people, once, as a file that no browser shows; and the custody log."""

from typing import Any

from flask import Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.casefile import opening
from hrd_report.desk import addresses
from hrd_report.desk.actions.evidence import custody, exhibits, exporting, packing
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.actions.evidence.exporting import Export, Wish
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown.evidence import labels, leaving, preserved, rows
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.desk.views.evidence import looking
from hrd_report.desk.worker import Worker
from hrd_report.documents.evidence import ExportStep
from hrd_report.errors import Invalid, NotFound, NotReady
from hrd_report.records.keys import Item
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.post("/desk/cases/<number>/evidence/<name>/export")
@guard.staff(Right.WORK_CASES)
def ask_export(number: str, name: str) -> AnyResponse:
    """Ask for an original to leave the house."""
    parts, who, file = services(), frame.worker(), frame.opened(number)
    wish = Wish(
        reason=frame.typed("reason"),
        to=frame.typed("to"),
        consent=request.form.get("consent", ""),
        recipient=request.form.get("recipient", ""),
    )
    try:
        with parts.database.writing() as session:
            one = exhibits.find(session, file, name)
            now = parts.clock()
            exporting.ask(session, who, file, one, wish, parts.reference, now=now)
    except (Invalid, NotReady) as problem:
        return looking.show(file, name, problem=problem, errors=_errors(problem), wished=wish)
    return frame.to_case(number, "evidence", name)


@blueprint.post("/desk/cases/<number>/exports/<export>/approve")
@guard.staff(Right.WORK_CASES, fresh=True)
def approve_export(number: str, export: str) -> AnyResponse:
    """Approve what a colleague asked for."""
    return _answer(number, export, "approved")


@blueprint.post("/desk/cases/<number>/exports/<export>/refuse")
@guard.staff(Right.WORK_CASES)
def refuse_export(number: str, export: str) -> AnyResponse:
    """Refuse what a colleague asked for, or take one's own wish back."""
    return _answer(number, export, "refused")


@blueprint.post("/desk/cases/<number>/exports/<export>/take")
@guard.staff(Right.WORK_CASES, fresh=True)
def take_export(number: str, export: str) -> Response:
    """Give an approved original with its custody sheet, once."""
    parts, who, file = services(), frame.worker(), frame.opened(number)
    with parts.database.writing() as session:
        found = exporting.take(session, who, file, export, parts.reference, now=parts.clock())
    return handed_out(who, file, found)


def handed_out(who: Worker, file: CaseFile, found: Export) -> Response:
    """Answer with an original whose leaving is written down, packed with its custody sheet."""
    parts = services()
    with parts.database.reading() as session:
        one = exhibits.find(session, file, found.first.file)
        item = session.get(Item, one.item_id)
        if item is None:
            raise NotFound
        reader = opening.file_reader(item, file.ring, parts.store)
        beside = _beside(who, file, one, found)
    name = f"{file.case.number}-{one.number}"
    pieces = packing.packed(f"{one.number}.bin", reader.chunks(), beside)
    if found.first.recipient:
        return attached(packing.sealed(pieces, found.first.recipient), f"{name}.zip.age")
    return attached(pieces, f"{name}.zip")


@blueprint.get("/desk/cases/<number>/custody")
@guard.staff(Right.WORK_CASES)
def custody_log(number: str) -> AnyResponse:
    """Show who saw, copied and took what, on which day."""
    file = frame.opened(number)
    return frame.show(
        "evidence/custody.html",
        number=number,
        rows=_log(file),
        proof_url=addresses.case(number, "custody", "proof"),
    )


@blueprint.get("/desk/cases/<number>/custody/proof")
@guard.staff(Right.WORK_CASES)
def custody_proof(number: str) -> Response:
    """Give what proves to an outsider that these rows stand in the signed audit."""
    parts = services()
    with parts.database.reading() as session:
        made = custody.proof(session, frame.worker(), number, parts.audited_by)
    return attached(made, f"{number}-audit-proof.json")


def _answer(number: str, export: str, step: ExportStep) -> AnyResponse:
    parts, who, file = services(), frame.worker(), frame.opened(number)
    with parts.database.writing() as session:
        done = exporting.answer(session, who, file, export, step, now=parts.clock())
    return frame.to_case(number, "evidence", done.file)


def _log(file: CaseFile) -> list[dict[str, Any]]:
    with services().database.reading() as session:
        found = custody.log(session, file, exhibits.gather(session, file))
    return leaving.log_rows(found, frame.voice())


def _beside(who: Worker, file: CaseFile, one: Exhibit, found: Export) -> dict[str, bytes]:
    """Return what goes with an original: its custody sheet, its hash, the audit's proof."""
    parts, voice, number = services(), frame.voice(), file.case.number
    sheet = render_template(
        "desk/evidence/sheet.html",
        number=number,
        label=one.number,
        title=rows.title(one),
        file=one.file,
        made=voice.day(parts.clock()),
        size=voice.size(one.file.size) if one.file else "",
        preserved=preserved.pairs(one.capture, file, parts.reference, voice) if one.capture else [],
        rows=[row for row in _log(file) if row["number"] in {one.number, "–"}],
        reason=found.first.reason,
        to=found.first.to,
        steps=[leaving.step(each, voice) for each in found.steps],
    )
    digest = one.file.sha256 if one.file else ""
    beside = {
        "custody.html": sheet.encode(),
        "SHA256SUMS": f"{digest}  {one.number}.bin\n".encode(),
    }
    with parts.database.reading() as session:
        try:
            beside["audit-proof.json"] = custody.proof(session, who, number, parts.audited_by)
        except NotFound:
            return beside  # nothing is numbered yet
    return beside


def _errors(problem: Invalid | NotReady) -> list[dict[str, str]]:
    voice = frame.voice()
    if isinstance(problem, NotReady):
        return [
            {"field": "original", "message": text} for text in leaving.say(problem.reasons, voice)
        ]
    names = frame.codes_of(problem)
    return [{"field": name, "message": voice.say(labels.ERRORS[name])} for name in names]


def attached(pieces: Any, name: str) -> Response:  # noqa: ANN401 - bytes, or pieces of them
    """Answer with a file that no browser opens."""
    answer = Response(pieces, mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
