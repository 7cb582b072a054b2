"""Chooses the evidence that goes with a draft, and puts its bytes into the message; sends none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.documents.escalations import DeliveryDocument, Enclosed, NoticeDocument
from hrd_report.documents.evidence import ExportDocument
from hrd_report.errors import Damaged, IllegalTransition, Invalid, NotFound, NotReady, TooLarge
from hrd_report.escalation import casefile, doings, inline, questions, telling, together
from hrd_report.escalation.actions import drafting, prefilling
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.channels.writing import Outgoing
from hrd_report.escalation.enclosing import contents, held, rules
from hrd_report.escalation.enclosing.contents import Shelf
from hrd_report.escalation.enclosing.held import Piece
from hrd_report.escalation.enclosing.rules import Form
from hrd_report.escalation.standing import Standing
from hrd_report.records.acts import Act
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.records.keys import ItemKind

Chosen = tuple[str, Form]
"""A file of a case (hex id of its item), and whether its copy or the original goes."""

_FORMS: Final[tuple[Form, ...]] = ("copy", "original")


def choose(
    session: Session,
    desk: Desk,
    escalation: Escalation,
    chosen: Sequence[Chosen],
    version: int,
) -> NoticeDocument:
    """Keep another revision with exactly this evidence.

    Raises `Conflict` where somebody changed the draft, `IllegalTransition` once it is queued, and
    `Invalid` for what cannot go, or is too much together.
    """
    drafting.check_version(escalation, version)
    if escalation.state is not EscalationState.DRAFT:
        raise IllegalTransition("only a draft is given evidence")
    before = casefile.notice(session, desk.file, escalation)
    notice = replace(
        before,
        enclosed=tuple(_enclosed(session, desk, before, chosen)),
        by=desk.actor.name,
        at=desk.now,
        approved_by=None,
        revision=before.revision + 1,
        answers=questions.kept(before.answers),
    )
    notice = prefilling.standing_on(session, desk, notice)
    drafting.point_to(session, desk, escalation, notice)
    telling.note(session, escalation, Act.DRAFTED, desk.now, desk.actor.id)
    return notice


def can_go(
    session: Session, desk: Desk, notice: NoticeDocument
) -> list[tuple[Piece, dict[Form, str | None]]]:
    """Return all cases' files, each with why it cannot go in a form, or nothing where it can."""
    doing, marked = doings.of(notice, desk.reference), desk.reference.handling
    return [
        (
            one,
            {
                form: rules.why_not(one, form, marked, doing, desk.actor.id, desk.now)
                for form in _FORMS
            },
        )
        for one in held.of_notice(session, desk, notice)
    ]


def proofs(session: Session, desk: Desk, notice: NoticeDocument) -> dict[str, tuple[str, ...]]:
    """Return the proofs (hex ids) of the findings that a notice cites, each with its steps."""
    found: dict[str, tuple[str, ...]] = {}
    for one in prefilling.requests(session, desk, notice.about or notice.platform):
        if one.step in notice.steps:
            for name in one.evidence:
                found[name] = (*found.get(name, ()), one.step)
    return found


def proven_by(piece: Piece, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the steps whose findings name a file, in their order."""
    steps = {step for name in piece.ids for step in known.get(name, ())}
    return tuple(sorted(steps, key=int))


def files(session: Session, desk: Desk, notice: NoticeDocument) -> dict[str, bytes]:
    """Return the bytes of what goes with a notice. Raises `NotReady` unless they are as said."""
    leaves = inline.carried(notice)
    if not leaves:
        return {}
    pieces = held.chosen(session, desk, notice)
    return contents.contents(_shelf(session, desk), leaves, pieces)


def preview(session: Session, desk: Desk, notice: NoticeDocument) -> dict[str, bytes]:
    """Return the bytes that are read before a notice leaves: those that lie in its reports.

    What is not there any more is missing: the notice says so itself, and stays.
    """
    if not inline.is_inline(notice):
        return {}
    try:
        return files(session, desk, notice)
    except NotReady:
        return {}


def put_in(
    notice: NoticeDocument,
    message: DeliveryDocument,
    leaving: Outgoing,
    evidence: Mapping[str, bytes],
) -> DeliveryDocument:
    """Return a message with its evidence in it."""
    if inline.is_inline(notice):
        named = tuple(dict.fromkeys(one.file for one in inline.carried(notice)))
        return replace(message, attachments=leaving.attachments, enclosed=named)
    return contents.with_files(message, notice, evidence)


def let_out_under(session: Session, desk: Desk, notice: NoticeDocument) -> list[Standing]:
    """Return the consents under which its originals were let out: those too must hold.

    Raises `NotReady` where one does not hold any more.
    """
    if not _originals(notice):
        return []
    pieces = held.chosen(session, desk, notice)
    named = rules.export_consents(notice, pieces, desk.actor.id, desk.now)
    homes = {one.home.case.id: one.home for one in pieces}
    known = [one for home in homes.values() for one in casefile.standings(session, home)]
    found = [one for one in known if one.id in named and one.holds(desk.now)]
    if len(found) < len(named):
        raise NotReady(["files_not_consented"])
    return found


def write_down(session: Session, desk: Desk, notice: NoticeDocument) -> None:
    """Write into the custody log what was sealed for an addressee; an original leaves once."""
    day = desk.now.date()
    for one in dict.fromkeys(bytes.fromhex(each.file) for each in inline.carried(notice)):
        keeping.record(session, Act.QUEUED, actor=desk.actor.id, thing=one, day=day)
    pieces = held.chosen(session, desk, notice) if _originals(notice) else []
    for piece in pieces:
        if piece.file.file in _originals(notice):
            _take(session, desk, piece)


def _originals(notice: NoticeDocument) -> set[str]:
    return {one.file for one in inline.carried(notice) if one.form == "original"}


def _take(session: Session, desk: Desk, piece: Piece) -> None:
    """Use an approval up, as fetching the original does."""
    step = ExportDocument(
        export=rules.approved(piece, desk.actor.id, desk.now),
        step="taken",
        file=piece.file.file,
        by=desk.actor.name,
        person=desk.actor.id.hex(),
        at=desk.now,
    )
    file, day = piece.home, desk.now.date()
    keeping.keep(session, file.case.id, ItemKind.EXPORT, step, file.public, day=day)
    thing = bytes.fromhex(piece.file.file)
    keeping.record(session, Act.EXPORTED, actor=desk.actor.id, thing=thing, day=day)


def _enclosed(
    session: Session, desk: Desk, notice: NoticeDocument, chosen: Sequence[Chosen]
) -> list[Enclosed]:
    known = {one.file.file: (one, why) for one, why in can_go(session, desk, notice)}
    shelf, found = _shelf(session, desk), out_of_sight(session, desk, notice)
    named = proofs(session, desk, notice)
    for name, form in dict.fromkeys(chosen):
        if name not in known or known[name][1].get(form, "") is not None:
            raise Invalid({"files": ["unknown"]})
        steps = proven_by(known[name][0], named)
        found += [replace(one, proves=steps) for one in _described(shelf, known[name][0], form)]
    if len(found) > rules.MOST or sum(one.size for one in found) > rules.LARGEST:
        raise Invalid({"files": ["too_much"]})
    return found


def out_of_sight(session: Session, desk: Desk, notice: NoticeDocument) -> list[Enclosed]:
    """Return what was chosen from a case closed to us: whoever may open it chose it, and it stays.

    It leaves with its case, when that is taken out.
    """
    files = together.files(session, desk, notice)
    closed = {one for one, file in zip(notice.together, files, strict=True) if file is None}
    return [one for one in notice.enclosed if one.case in closed]


def _described(shelf: Shelf, piece: Piece, form: Form) -> Iterator[Enclosed]:
    try:
        yield from contents.described(shelf, piece, form)
    except TooLarge:
        raise Invalid({"files": ["too_much"]}) from None
    except (Damaged, NotFound):
        raise Invalid({"files": ["damaged"]}) from None


def _shelf(session: Session, desk: Desk) -> Shelf:
    if desk.store is None:
        raise NotReady(["file_gone"])
    return Shelf(session, desk.store)


def by_name(given: Mapping[str, str]) -> Chosen:
    """Return a choice from its two words."""
    form: Form = "original" if given["form"] == "original" else "copy"
    return given["file"], form
