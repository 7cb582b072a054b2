"""What every page of escalation begins with: who is there, which case, in which language."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from flask import Response
from sqlalchemy.orm import Session

from hrd_report.casefile import directories, rolling
from hrd_report.documents.escalations import NoticeDocument
from hrd_report.documents.organisation import OrganisationDocument
from hrd_report.escalation import casefile, offices, telling, tongues
from hrd_report.escalation.actions import drafting, following, reading
from hrd_report.escalation.actions.prefilling import Choice
from hrd_report.escalation.casefile import Actor, CaseFile, Desk
from hrd_report.escalation.notice import Letter
from hrd_report.i18n import formats
from hrd_report.i18n.catalogues import for_letters
from hrd_report.i18n.languages import OF_LETTERS
from hrd_report.records.acts import Act
from hrd_report.records.escalations import Escalation
from hrd_report.web import bands, pages, programs, visitors
from hrd_report.web.services import services

Asking = visitors.Staff | programs.Program
"""Who asks: a person at a page, or a program in a person's name."""

ADDRESS: Final = "/desk/escalations/"


def address(escalation: Escalation, *more: str) -> str:
    """Return the address of an escalation's sheet, or of one of its pages."""
    return "/".join((ADDRESS + escalation.id.hex(), *more))


def letter(language: str, organisation: OrganisationDocument) -> Letter:
    """Return what turns a document into a notice in the addressee's language."""
    parts = services()
    trusted = organisation.trusted
    return Letter(
        organisation=organisation.notifier or parts.settings.organisation,
        address=parts.settings.mail_from,
        reference=parts.reference,
        say=for_letters(language).gettext,
        answers=bool(parts.settings.imap_url or parts.settings.mail_drop),
        trusted=trusted.awarded_by if trusted else "",
        represents=organisation.represents,
    )


def languages() -> list[dict[str, str]]:
    """Return the languages in which a notice can be written, by their names in the reader's."""
    reader = pages.language()
    return [{"id": one, "text": formats.language_name(one, reader)} for one in OF_LETTERS]


def languages_or_own() -> list[dict[str, str]]:
    """Return the same as options, and before them that the addressee's own is taken."""
    return [{"id": "", "text": pages.say(tongues.OWN)}, *languages()]


def begun(session: Session, desk: Desk, wanted: Choice) -> Escalation:
    """Begin a draft from what the case knows, in the addressee's language where none was chosen."""
    rolling.renew(session, desk.file.case, desk.file.ring, day=desk.now.date())
    language = wanted.language or tongues.of(desk.reference.platform(wanted.platform))
    made = replace(letter(language, desk.organisation), reference=desk.reference)
    return drafting.begin(session, desk, replace(wanted, language=language), made)


def followed(
    session: Session, desk: Desk, before: Escalation, rung: str, addressee: str, language: str
) -> Escalation:
    """Begin what goes on from an escalation, in the authority's language where none was chosen."""
    if not language and addressee:
        language = tongues.of(desk.reference.platform(addressee))
    chosen = language or casefile.notice(session, desk.file, before).language
    written = letter(chosen, desk.organisation)
    return following.begin(session, desk, before, rung, addressee, written, chosen)


def letter_for(notice: NoticeDocument, desk: Desk, language: str = "") -> Letter:
    """Return what turns this document into its text, in its own language or in another one."""
    made = letter(language or notice.language, desk.organisation)
    return replace(made, reference=desk.reference)


def desk_at(session: Session, file: CaseFile) -> Desk:
    """Return who is asking on a page, at this case, and what their team knows of addressees."""
    return desk_of(session, file, visitors.this_staff())


def desk_of(session: Session, file: CaseFile, person: Asking) -> Desk:
    """Return somebody at this case, now, and what their team knows of addressees."""
    parts = services()
    actor = Actor(person.id, person.name, person.role.value, person.key)
    team = file.case.team_id
    reference = directories.known_to(session, person.key, team, parts.reference)
    organisation = offices.of_team(session, person.key, team).document
    return Desk(file, actor, reference, parts.clock(), organisation, parts.store)


def write_down(desk: Desk) -> None:
    """Put the opening of a case into the audit, before anything of it is shown."""
    database = services().database
    with database.reading() as session:
        new = reading.is_new(session, desk)
    if new:
        with database.writing() as session:
            reading.enter(session, desk)


def refused(hex_id: str) -> None:
    """Put into the audit that somebody tried alone what takes a second person."""
    with writing_at(hex_id) as (session, desk, escalation):
        telling.note(session, escalation, Act.SECOND_PERSON_MISSING, desk.now, desk.actor.id)


@contextmanager
def writing_at(hex_id: str) -> Iterator[tuple[Session, Desk, Escalation]]:
    """Open an escalation for a change, alone with it until the block ends well."""
    parts, key = services(), visitors.this_staff().key
    with parts.database.writing() as session:
        file, escalation = casefile.escalation(session, hex_id, key, change=True)
        rolling.renew(session, file.case, file.ring, day=parts.clock().date())
        yield session, desk_at(session, file), escalation


def show(template: str, *, status: int = 200, **context: Any) -> Response:  # noqa: ANN401
    """Answer with a page of the desk's door."""
    nav = bands.nav(bands.DESK, ADDRESS)
    return pages.render(f"escalation/{template}", status=status, nav=nav, door="desk", **context)
