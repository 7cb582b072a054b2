"""The page on which evidence is chosen that goes with a notice. Shows none of it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.documents import filenames
from hrd_report.errors import Conflict, HrdError, Invalid, NotFound
from hrd_report.escalation import enclosing_schemas, inline
from hrd_report.escalation.actions import enclosing
from hrd_report.escalation.channels import kinds
from hrd_report.escalation.enclosing import rules
from hrd_report.escalation.enclosing.held import Piece
from hrd_report.escalation.enclosing.rules import Form
from hrd_report.escalation.sentences import PROBLEMS
from hrd_report.escalation.views import entrance, form, showing
from hrd_report.escalation.views.blueprint import blueprint
from hrd_report.escalation.views.sheet import Sheet
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.rights import Right
from hrd_report.web import forms, guard, pages
from hrd_report.web.services import services

_STALE: Final = N_("Somebody changed this draft meanwhile. Choose once more.")
_LOST: Final = N_("Nothing was chosen yet.")
Known = Sequence[tuple[Piece, dict[Form, str | None]]]
_FORMS: Final[dict[Form, str]] = {
    "copy": N_("%(number)s, copy without hidden data"),
    "original": N_("%(number)s, the original"),
}


@blueprint.get("/desk/escalations/<key>/files")
@guard.staff(Right.ESCALATE)
def files(key: str) -> Response:
    """Ask which evidence of its cases goes with a draft."""
    return _page(showing.gathered(key))


@blueprint.post("/desk/escalations/<key>/files")
@guard.staff(Right.ESCALATE)
def choose_files(key: str) -> AnyResponse:
    """Keep the choice."""
    typed = {"version": request.form.get("version"), "files": request.form.getlist("files")}
    try:
        wanted = forms.load_json(enclosing_schemas.FilesSchema(), typed)
        with entrance.writing_at(key) as (session, desk, escalation):
            enclosing.choose(session, desk, escalation, wanted["files"], wanted["version"])
    except (Invalid, Conflict) as problem:
        return _page(showing.gathered(key), problem)
    return redirect(entrance.address(escalation), code=303)


def _page(found: Sheet, problem: HrdError | None = None) -> Response:
    if not found.is_draft:
        raise NotFound
    with services().database.reading() as session:
        known = enclosing.can_go(session, found.desk, found.notice)
        named = enclosing.proofs(session, found.desk, found.notice)
        unseen = len(enclosing.out_of_sight(session, found.desk, found.notice))
    way = found.notice.way
    kind = kinds.kind(way.channel)
    chosen = {f"{one.form}:{one.file}" for one in found.notice.enclosed}
    if not chosen:
        chosen = _proofs(known, named)
    if problem is not None:
        chosen = set(request.form.getlist("files"))
    return entrance.show(
        "files.html",
        status=form.status(problem),
        base=entrance.address(found.escalation),
        number=found.desk.file.case.number,
        platform=found.desk.reference.platform(found.notice.platform),
        version=found.escalation.version,
        groups=_groups(known, named),
        beforehand=not found.notice.enclosed and bool(_proofs(known, named)),
        out_of_sight=unseen,
        chosen=chosen,
        stays=[_stay(piece, why["copy"]) for piece, why in known if why["copy"]],
        needs_key=kind is not None and kind.files and not (way.key or way.bare),
        bare=kind is not None and kind.inline and way.bare,
        inside=[formats.size(one, pages.language()) for one in (inline.EACH, inline.TOGETHER)]
        if kind is not None and kind.inline
        else [],
        no_files=kind is None or not kind.files,
        largest=formats.size(rules.LARGEST, pages.language()),
        heading=pages.say(_STALE if isinstance(problem, Conflict) else _LOST),
        errors=form.errors_of(problem),
    )


def _proofs(known: Known, named: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return what is ticked beforehand: copies of what proves the findings that are cited."""
    return {
        f"copy:{piece.file.file}"
        for piece, why in known
        if why["copy"] is None and enclosing.proven_by(piece, named)
    }


def _groups(known: Known, named: Mapping[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    """Return what may go, by case; the notice's own first, as `held` has them."""
    found: dict[str, list[dict[str, str]]] = {}
    for piece, why in known:
        rows = found.setdefault(piece.home.case.number, [])
        steps = enclosing.proven_by(piece, named)
        rows += [_offer(piece, each, steps) for each in why if why[each] is None]
    return [{"number": number, "offered": rows} for number, rows in found.items() if rows]


def _offer(piece: Piece, each: Form, steps: Sequence[str]) -> dict[str, str]:
    language = pages.language()
    size = formats.size(piece.file.size, language)
    if each == "copy":
        size = pages.say(N_("pictures: %(number)s"), number=len(piece.pictures))
    name = filenames.shown(piece.file.name.reveal())
    if piece.case:
        name = pages.say(N_("%(exhibit)s there · %(name)s"), exhibit=piece.exhibit, name=name)
    proves = pages.say(N_("proves action %(numbers)s"), numbers=", ".join(steps)) if steps else ""
    return {
        "id": f"{each}:{piece.file.file}",
        "text": pages.say(_FORMS[each], number=piece.number),
        "note": " · ".join(filter(None, (name, size, proves))),
    }


def _stay(piece: Piece, why: str) -> dict[str, Any]:
    strong, then, *_ = PROBLEMS[why]
    case = piece.home.case.number
    return {
        "number": f"{case} {piece.exhibit}" if piece.case else piece.number,
        "href": f"/desk/cases/{case}/evidence/{piece.file.file}",
        "why": " ".join(filter(None, (pages.say(strong), pages.say(then) if then else ""))),
    }
