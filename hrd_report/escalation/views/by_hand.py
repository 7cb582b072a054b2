"""Pages for what a person sends: blocks to copy, a letter to print, a package to hand over."""

from typing import Any, Final

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import Conflict, HrdError, IllegalTransition, Invalid
from hrd_report.escalation import casefile, schemas, shapes
from hrd_report.escalation.actions import by_hand
from hrd_report.escalation.channels import blocks, kinds, package
from hrd_report.escalation.views import entrance, form
from hrd_report.escalation.views.blueprint import blueprint
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.reference import forms as known_forms
from hrd_report.reference.forms import Form
from hrd_report.rights import Right
from hrd_report.web import forms, guard, pages, visitors
from hrd_report.web.services import services

_LOST: Final = N_("Nothing was recorded yet. Complete what is marked below.")
_STALE: Final = N_("Somebody changed this meanwhile. Read it again.")


@blueprint.get("/desk/escalations/<key>/by-hand")
@guard.staff(Right.ESCALATE)
def by_hand_page(key: str) -> Response:
    """Show what is to be sent by hand, as long as it may leave."""
    return _page(key)


@blueprint.get("/desk/escalations/<key>/letter")
@guard.staff(Right.ESCALATE)
def printed_letter(key: str) -> Response:
    """Show the letter as it is printed."""
    with services().database.reading() as session:
        file, escalation = casefile.escalation(session, key, visitors.this_staff().key)
        desk = entrance.desk_at(session, file)
        sent = by_hand.in_hand(session, desk, escalation)
        notice = casefile.notice(session, file, escalation)
    entrance.write_down(desk)
    return entrance.show(
        "letter.html",
        base=entrance.address(escalation),
        notice=notice,
        sender=services().settings.organisation,
        day=formats.day(desk.now, notice.language),
        subject=sent.subject.reveal(),
        body=sent.body.reveal(),
    )


@blueprint.post("/desk/escalations/<key>/package")
@guard.staff(Right.ESCALATE)
def hand_over(key: str) -> Response:
    """Give one more copy of the package, with a mark of its own."""
    forms.load(schemas.ActSchema(), request.form)
    with entrance.writing_at(key) as (session, desk, escalation):
        notice = casefile.notice(session, desk.file, escalation)
        mark = entrance.letter_for(notice, desk).say(package.MARK)
        sealed = by_hand.package_copy(session, desk, escalation, mark)
    response = Response(sealed.blob, mimetype="application/octet-stream")
    name = f"{notice.reference}.zip.age"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.post("/desk/escalations/<key>/sent-by-hand")
@guard.staff(Right.ESCALATE)
def sent_by_hand(key: str) -> AnyResponse:
    """Record that it left."""
    try:
        seen: shapes.SentByHand = forms.load(shapes.SentByHandSchema(), request.form)
        with entrance.writing_at(key) as (session, desk, escalation):
            by_hand.sent(session, desk, escalation, seen.version, seen.day, seen.reference)
    except (Invalid, Conflict) as problem:
        return _page(key, problem)
    return redirect(entrance.address(escalation), code=303)


def _page(key: str, problem: HrdError | None = None) -> Response:
    with services().database.reading() as session:
        file, escalation = casefile.escalation(session, key, visitors.this_staff().key)
        desk = entrance.desk_at(session, file)
        by_hand.in_hand(session, desk, escalation)
        notice = casefile.notice(session, file, escalation)
    entrance.write_down(desk)
    kind = kinds.kind(notice.way.channel)
    if kind is None:
        raise IllegalTransition("no such way")
    letter, offered = entrance.letter_for(notice, desk), known_forms.forms_of(notice.platform)
    chosen = next((one for one in offered if one.id == request.args.get("form")), offered[0])
    return entrance.show(
        "by_hand.html",
        status=form.status(problem),
        base=entrance.address(escalation),
        number=file.case.number,
        platform=desk.reference.platform(notice.platform),
        kind=kind,
        notice=notice,
        version=escalation.version,
        form=_form(chosen),
        others=[_form(one) for one in offered if one is not chosen],
        blocks=[_block(one) for one in blocks.blocks(notice, letter, chosen)],
        many=chosen.items if 0 < chosen.items < len(notice.items) else 0,
        today=desk.now.date().isoformat(),
        typed=request.form if problem else {},
        heading=pages.say(_STALE if isinstance(problem, Conflict) else _LOST),
        errors=form.errors_of(problem),
    )


def _form(one: Form) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.address or pages.say(N_("Any form")),
        "address": one.address,
        "verified": one.verified,
        "checked": formats.day(one.checked, pages.language()),
    }


def _block(one: blocks.Block) -> dict[str, Any]:
    return {
        "label": one.words or pages.say(blocks.LABELS[one.source]),
        "theirs": one.words is not None,
        "id": f"block-{one.source}",
        "text": one.text,
        "rows": min(12, one.text.count("\n") + len(one.text) // 70 + 1),
        "over": one.over,
    }
