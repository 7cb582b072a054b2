"""Hand-over from one person to a colleague: proposed by one, decided by another, for all cases."""

from typing import Any, Final

from flask import redirect, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts import holdings
from hrd_report.accounts.views import office
from hrd_report.accounts.views.blueprint import administration as blueprint
from hrd_report.casefile import handing
from hrd_report.errors import Conflict, HrdError, Invalid, NotFound
from hrd_report.i18n.marks import N_
from hrd_report.records import joining, people
from hrd_report.records.cases import OVER, Case
from hrd_report.records.joining import Proposal, ProposalKind, ProposalState
from hrd_report.records.people import TEAM_ROLES, Person, PersonState
from hrd_report.rights import Right
from hrd_report.web import guard, pages, visitors
from hrd_report.web.services import services

STATES: Final = {
    ProposalState.OPEN: N_("waits for a second person"),
    ProposalState.APPROVED: N_("approved, under way"),
    ProposalState.DONE: N_("complete"),
    ProposalState.REFUSED: N_("refused"),
}
_SENTENCES: Final = {
    "conflict": N_("A hand-over of this person is under way already. See it in the list."),
    "unfit": N_("This colleague cannot take cases. Choose another."),
    "other_team": N_("Choose a colleague of the same team."),
}


@blueprint.get("/handover/")
@guard.staff(Right.APPROVE)
def handovers() -> AnyResponse:
    """Show what is proposed and under way; for somebody chosen, what would go, and to whom."""
    return _show(request.args.get("from", ""))


@blueprint.post("/handover/propose")
@guard.staff(Right.APPROVE)
def propose_handover() -> AnyResponse:
    """Propose that all cases of somebody go to a colleague."""
    parts, me = services(), office.manager()
    try:
        with parts.database.writing() as session:
            made = handing.propose(
                session,
                _subject(session, office.typed("from")),
                _person(session, office.typed("to")),
                by=me.id,
                day=parts.clock().date(),
            )
            address = f"{office.HANDOVER}{made.id.hex()}"
    except (Invalid, Conflict) as problem:
        return _show(office.typed("from"), problem=problem)
    return redirect(address, code=303)


@blueprint.get("/handover/<proposal>")
@guard.staff(Right.APPROVE)
def handover_page(proposal: str) -> AnyResponse:
    """Show a hand-over: who proposed it, what it reaches, what is left to do."""
    parts, me = services(), visitors.this_staff()
    parts.regrant(me.id, me.key)
    with parts.database.writing() as session:  # what waits is read under a lock
        row = _proposal(session, proposal)
        return office.show(
            "handover.html", at=office.HANDOVER, here=_address(row), **_about(session, row)
        )


@blueprint.post("/handover/<proposal>/decide")
@guard.staff(Right.APPROVE, fresh=True)
def decide_handover(proposal: str) -> AnyResponse:
    """Approve as the second person, or refuse."""
    parts, me = services(), visitors.this_staff()
    with parts.database.writing() as session:
        row = _proposal(session, proposal)
        act = handing.approve if office.typed("answer") == "approve" else handing.refuse
        act(session, row, by=me.id, day=parts.clock().date())
    parts.regrant(me.id, me.key)
    return redirect(f"{office.HANDOVER}{proposal}", code=303)


def _proposal(session: Session, proposal: str) -> Proposal:
    """Return a hand-over the one who is asking may decide. Raises `NotFound`."""
    row = handing.find(session, office.some_id(proposal))
    _subject(session, row.subject.hex())
    return row


def _subject(session: Session, person: str) -> Person:
    row = _person(session, person)
    if not office.manager().looks_after(row.role, row.team_id):
        raise NotFound
    return row


def _person(session: Session, person: str) -> Person:
    row = session.get(Person, office.some_id(person))
    if row is None:
        raise NotFound
    return row


def _address(row: Proposal) -> str:
    return f"{office.HANDOVER}{row.id.hex()}"


def _show(chosen: str, *, problem: HrdError | None = None) -> AnyResponse:
    parts, me = services(), office.manager()
    with parts.database.reading() as session:
        ours = [
            one
            for one in session.scalars(people.people())
            if one.role in TEAM_ROLES and me.looks_after(one.role, one.team_id)
        ]
        subject = _subject(session, chosen) if chosen else None
        rows = [
            [{"text": name, "href": _address(row)}, to, pages.say(STATES[row.state])]
            for row in session.scalars(joining.latest(ProposalKind.HANDOVER))
            for name, to in [_names(session, row)]
            if _is_ours(ours, row)
        ]
        context = _what_goes(session, subject) if subject else {}
    here = [one for one in ours if one.state is not PersonState.LEFT]
    return office.show(
        "handovers.html",
        status=office.status_of(problem),
        at=office.HANDOVER,
        errors=office.problems(problem, _SENTENCES, "to") if problem else [],
        rows=rows,
        chosen=chosen,
        people=[{"id": one.id.hex(), "text": one.name} for one in here],
        **context,
    )


def _is_ours(ours: list[Person], row: Proposal) -> bool:
    return row.subject in {one.id for one in ours}


def _what_goes(session: Session, subject: Person) -> dict[str, Any]:
    """Return what a hand-over from somebody would move, and who could take it."""
    team = session.scalars(people.colleagues(subject.team_id)).all() if subject.team_id else []
    fit = [one for one in team if one.id != subject.id and one.state is not PersonState.WAITING]
    return {
        "subject": subject.name,
        "held": holdings.of(session, subject, services().clock()),
        "colleagues": [{"id": one.id.hex(), "text": one.name} for one in fit],
    }


def _names(session: Session, row: Proposal) -> tuple[str, str]:
    return (
        session.get_one(Person, row.subject).name,
        session.get_one(Person, row.target).name,
    )


def _about(session: Session, row: Proposal) -> dict[str, Any]:
    subject, target = _names(session, row)
    waiting = [one.number for one in handing.waiting(session, row)]
    me = visitors.this_staff()
    decided = session.get(Person, row.decided_by) if row.decided_by else None
    return {
        "subject": subject,
        "target": target,
        "state": pages.say(STATES[row.state]),
        "is_open": row.state is ProposalState.OPEN,
        "is_refused": row.state is ProposalState.REFUSED,
        "is_done": row.state is ProposalState.DONE,
        "mine": row.proposed_by == me.id,
        "day": row.day,
        "by": session.get_one(Person, row.proposed_by).name,
        "decided": decided.name if decided else "–",
        "assigned": _assigned(session, row.subject),
        "taken": _assigned(session, row.target),
        "waiting": waiting,
        "stuck": _stuck(session, set(waiting)),
    }


def _assigned(session: Session, person_id: bytes) -> int:
    counted = select(func.count()).where(Case.assignee == person_id, Case.state.not_in(OVER))
    return session.scalars(counted).one()


def _stuck(session: Session, waiting: set[str]) -> list[str]:
    """Return the cases that nobody here can grant on: only the shares still open them."""
    return [one.number for one in handing.left_to_recovery(session) if one.number in waiting]
