"""The words of a key: shown to the one who has it, typed by the one who heard them."""

from typing import Final

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts import labels
from hrd_report.accounts.actions import admitting
from hrd_report.accounts.actions.admitting import Heard
from hrd_report.accounts.views import office
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.errors import NotFound
from hrd_report.i18n.marks import N_
from hrd_report.records import joining, people
from hrd_report.records.people import TEAM_ROLES, Person, PersonState, Role, Team
from hrd_report.rights import Right
from hrd_report.sealed import Plain
from hrd_report.vault import recipients, words
from hrd_report.web import guard, pages, visitors
from hrd_report.web.services import services

LET_IN: Final = "/account/let-in/"


@blueprint.get("/account/words")
@guard.staff(Right.OWN_ACCOUNT)
def own_words() -> AnyResponse:
    """Show somebody the six words of their own key, to be read aloud."""
    person = visitors.this_staff()
    code = pages.language() if words.has_words(pages.language()) else "en"
    with services().database.reading() as session:
        row = session.get_one(Person, person.id)
        due = admitting.is_due(session, row)
        invitation = session.scalars(joining.invitation_of(person.id)).first()
        inviter = session.get(Person, invitation.invited_by or b"") if invitation else None
    return pages.render(
        "accounts/own_words.html",
        words=recipients.fingerprint_words(person.key.public, code),
        words_language=code,
        waiting=person.state is PersonState.WAITING,
        due=due,
        inviter=inviter.name if inviter else None,
    )


@blueprint.get("/account/let-in/")
@guard.staff(Right.ADMIT)
def waiting_people() -> AnyResponse:
    """List who waits for somebody like the one who is asking."""
    with services().database.reading() as session:
        found = [
            [
                {"text": one.name, "href": f"{LET_IN}{one.id.hex()}"},
                pages.say(labels.ROLES[one.role]),
            ]
            for one in session.scalars(people.people())
            if admitting.is_due(session, one) and _why_not(session, one) is None
        ]
    return office.show("waiting.html", rows=found)


@blueprint.get("/account/let-in/<person>")
@guard.staff(Right.ADMIT)
def let_in_page(person: str) -> AnyResponse:
    """Ask for the words that were heard."""
    return _ask(office.some_id(person))


@blueprint.post("/account/let-in/<person>")
@guard.staff(Right.ADMIT, fresh=True)
def let_in(person: str) -> AnyResponse:
    """Let somebody in whose words were heard, and grant what their role works with."""
    parts, by, person_id = services(), office.admitter(), office.some_id(person)
    said = Plain(request.form.get("words", ""))
    with parts.database.writing() as session:
        row = session.get(Person, person_id, with_for_update=True)
        if row is None or _why_not(session, row) is not None:
            raise NotFound
        heard = admitting.admit(session, row, said, by, now=parts.clock())
    if heard.wrong:
        return _ask(person_id, heard=heard, typed=said)
    return redirect(f"{LET_IN}{person}?done=yes", code=303)


def _ask(
    person_id: bytes, *, heard: Heard | None = None, typed: Plain | None = None
) -> AnyResponse:
    with services().database.reading() as session:
        row = session.get(Person, person_id)
        if row is None or not _concerns(row):
            raise NotFound
        due = admitting.is_due(session, row)
        return office.show(
            "let_in.html",
            status=422 if heard else 200,
            at=office.PEOPLE,
            name=row.name,
            action=f"{LET_IN}{row.id.hex()}",
            due=due,
            done=request.args.get("done") == "yes" and not due,
            left=row.state is PersonState.LEFT,
            grants=_grants(session, row),
            why_not=_why_not(session, row) if due else None,
            errors=[{"field": "words", "message": wrong_words(heard)}] if heard else [],
            typed=typed,
        )


def wrong_words(heard: Heard) -> str:
    """Say which words were not the same."""
    if heard.void:
        return pages.say(
            N_("Five tries were wrong. The invitation is void: nothing was granted. Invite again.")
        )
    if len(heard.wrong) == recipients.FINGERPRINT_WORDS:
        return pages.say(N_("These are not the six words. Have them read again, slowly."))
    places = ", ".join(str(place) for place in heard.wrong)
    return pages.say(
        N_("Not the same: word %(places)s. Have it read again, and look who is speaking."),
        places=places,
    )


def _concerns(person: Person) -> bool:
    """Whether a person is any business of the one who is asking."""
    manager, me = office.manager(), visitors.this_staff()
    return manager.looks_after(person.role, person.team_id) or me.role is person.role


def _why_not(session: Session, person: Person) -> str | None:
    """Say why the one who is asking cannot let a person in, and who can. Nothing: they can."""
    me = visitors.this_staff()
    if not _concerns(person) or person.id == me.id:
        return pages.say(N_("Somebody else has to compare these words."))
    kid = admitting.missing(session, person)
    if person.role in TEAM_ROLES and person.team_id is None:
        return pages.say(N_("Make the team first: its first lead is let in with it."))
    if kid is None or admitting.holds(session, me.key, kid):
        return None
    return _who(session, person, kid)


def _who(session: Session, person: Person, kid: bytes) -> str:
    holders = session.scalars(people.holding(kid)).all()
    role = Role.LEAD if person.role in TEAM_ROLES else Role.ANALYST
    able = ", ".join(one.name for one in holders if one.role is role)
    if not able:
        return pages.say(N_("Nobody who works here can grant this key: recovery is needed."))
    return pages.say(N_("You hold no key to grant. This is for: %(names)s."), names=able)


def _grants(session: Session, person: Person) -> str:
    """Say what is granted with the words."""
    kid = admitting.missing(session, person)
    if kid is None:
        return pages.say(N_("No key: this role works with none."))
    if person.team_id is not None:
        team = session.get_one(Team, person.team_id).name
        return pages.say(N_("The key of team %(team)s: it opens all cases of the team."), team=team)
    return pages.say(N_("The analysts’ key: it opens sealed facts, and no case."))
