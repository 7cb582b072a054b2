"""Seals a mail that came: an answer into its case with its files, another one to the team."""

from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from hrd_report.casefile import renewing
from hrd_report.errors import Conflict, NotSupported
from hrd_report.escalation.actions import receiving
from hrd_report.escalation.actions.receiving import Files
from hrd_report.jobs import incoming
from hrd_report.records import joining, locking, people
from hrd_report.records.base import ID_BYTES, LOCKED
from hrd_report.records.beside import beside
from hrd_report.records.cases import Case
from hrd_report.records.correspondence import MailKind
from hrd_report.records.escalations import Escalation
from hrd_report.records.people import Team
from hrd_report.vault import items
from hrd_report.vault.items import Context, ItemSealer
from hrd_report.vault.keys import PublicKey

if TYPE_CHECKING:
    from hrd_report.jobs.incoming import Arriving, Intake, Match

NO_CASE: Final = bytes(ID_BYTES)
_IN_ROW: Final = 1024 * 1024
_TRIES: Final = 4


def keep(intake: "Intake", arriving: "Arriving", match: "Match") -> None:
    """Put an answer into its case. Raises `Conflict` where the case's key changes all the time."""
    for _ in range(_TRIES):
        found = _recipient(intake, match)
        if found is None:
            # Erased a moment ago: nobody is left whom it concerns.
            return
        case_id, recipient = found
        files = Files(intake.store, recipient)
        whole = arriving.pieces() if arriving.whole else None
        receiving.seal_files(files, case_id, arriving.mail, whole, intake.clock())
        if _written(intake, arriving, match, files):
            return
        files.discard()
    raise Conflict("the case has another key each time")


def _recipient(intake: "Intake", match: "Match") -> tuple[bytes, PublicKey] | None:
    with intake.database.writing() as session:
        escalation = session.get(Escalation, match.escalation_id)
        if escalation is None:
            return None
        case = session.get_one(Case, escalation.case_id, with_for_update=LOCKED)
        return case.id, renewing.recipient(session, case, day=intake.clock().date())


def _written(intake: "Intake", arriving: "Arriving", match: "Match", files: Files) -> bool:
    """Write it down, unless the case has another key by now. The case is locked first."""
    now = intake.clock()
    with beside(intake.database.writing, files.discard) as session:
        escalation = session.get(Escalation, match.escalation_id)
        if escalation is None:
            files.discard()
            return True
        case = session.get_one(Case, escalation.case_id, with_for_update=LOCKED)
        escalation = locking.locked(session, escalation.id)
        if case.kid != files.recipient.kid:
            return False
        item = receiving.keep(
            session, case, escalation, arriving.mail, files, whole=arriving.whole, now=now
        )
        kind = MailKind.AUTOMATIC if arriving.mail.automatic else MailKind.ANSWER
        row = incoming.row(intake, arriving.digest, kind, case.team_id)
        row.escalation_id, row.item_id, row.size = escalation.id, item.id, item.size
        row.token = match.token
        session.add(row)
        receiving.answered(session, escalation, now, None)
    return True


def keep_unmatched(intake: "Intake", arriving: "Arriving", match: "Match") -> None:
    """Seal a mail that belongs to nothing for sure to a team, whole, with why."""
    with intake.database.reading() as session:
        team_id, recipient = _team(session, match)
    row = incoming.row(intake, arriving.digest, MailKind.UNMATCHED, team_id)
    row.problem, row.kid = match.problem, recipient.kid
    context = Context("mail", NO_CASE, row.id)
    if arriving.size <= _IN_ROW:
        row.blob = items.seal_item(b"".join(arriving.pieces()), recipient, context)
        row.size = len(row.blob)
        with intake.database.writing() as session:
            session.add(row)
        return
    stored = row.id.hex()
    writing = intake.store.begin(stored)
    try:
        sealer = ItemSealer(writing, recipient, context)
        for piece in arriving.pieces():
            sealer.write(piece)
        row.object, row.size = stored, sealer.finish().padded_size
        writing.keep()
    except BaseException:
        writing.discard()
        raise
    with intake.database.writing() as session:
        session.add(row)


def _team(session: Session, match: "Match") -> tuple[bytes, PublicKey]:
    """Return who looks at it: the team of what it names, or the one that gets everything else."""
    trust = renewing.trust_of(session)
    if trust is None:
        raise NotSupported("nothing vouches for a team's key")
    team = _of_match(session, match) or _for_the_rest(session)
    return team.id, trust.team(session, team)


def _of_match(session: Session, match: "Match") -> Team | None:
    escalation = session.get(Escalation, match.escalation_id) if match.escalation_id else None
    if escalation is None:
        return None
    return session.get_one(Team, session.get_one(Case, escalation.case_id).team_id)


def _for_the_rest(session: Session) -> Team:
    rules = session.scalars(joining.routing_rules()).all()
    if rules:
        return session.get_one(Team, rules[-1].team_id)
    teams = session.scalars(people.teams()).all()
    if not teams:
        raise NotSupported("there is no team to receive mail")
    return teams[0]
