"""Takes mails in: an answer to its case, everything else to the team, sealed before it is kept.

A mail belongs to an escalation when it names a random token of ours and comes from where we wrote
to; a number or a subject proves nothing. Writes no mail in clear anywhere, and logs none.
"""

from typing import Final

from sqlalchemy.orm import Session

from hrd_report.escalation import tokens
from hrd_report.escalation.mails import bounces, reading
from hrd_report.escalation.mails.reading import Mail
from hrd_report.jobs import answers_kept, bounced
from hrd_report.jobs.imap import ImapServer, NoMailbox, opened
from hrd_report.jobs.incoming import Arriving, Box, Intake, Match
from hrd_report.records import correspondence
from hrd_report.vault import digests
from hrd_report.web import log

WHOLE: Final = 5 * 1024 * 1024
"""Larger mails are not taken apart: they are kept as they came."""


def look(intake: Intake, server: ImapServer) -> int:
    """Take in what lies in the mailbox; return how many there were. Raises `NoMailbox`."""
    with opened(server) as box:
        return look_into(intake, box)


def look_into(intake: Intake, box: Box) -> int:
    """Take in what lies in an opened mailbox or a drop; return how many there were."""
    found = box.waiting()
    for uid, size in found:
        try:
            take(intake, _arriving(intake, box, uid, size))
        except NoMailbox:
            raise
        except Exception as problem:  # noqa: BLE001 - one mail keeps no other waiting
            log.unexpected(problem)
        else:
            # Only now: what was not kept stays where it lay.
            box.remove(uid)
    return len(found)


def take(intake: Intake, arriving: Arriving) -> None:
    """Take one mail in, once."""
    with intake.database.reading() as session:
        if session.scalars(correspondence.mail_with(arriving.digest)).first() is not None:
            return
    mail, came = arriving.mail, bounces.read(arriving.mail)
    if came is not None:
        match = _of_bounce(intake, came.ids)
        if match.escalation_id is not None:
            bounced.record(intake, arriving.digest, match, came.kind)
            return
    else:
        match = _of_answer(intake, mail)
        if not match.problem:
            answers_kept.keep(intake, arriving, match)
            return
    answers_kept.keep_unmatched(intake, arriving, match)


def of_bytes(intake: Intake, raw: bytes) -> Arriving:
    """Return a mail that is there whole."""
    mail = reading.read(raw, intake.authserv)
    return Arriving(mail, _digest(intake, raw), len(raw), whole=False, raw=raw)


def _arriving(intake: Intake, box: Box, uid: str, size: int) -> Arriving:
    if size <= WHOLE:
        return of_bytes(intake, b"".join(box.pieces(uid, size)))
    head = box.head(uid)
    mail = reading.read(head, intake.authserv, head_only=True)
    digest = _digest(intake, head + str(size).encode())
    return Arriving(mail, digest, size, whole=True, raw=b"", box=box, uid=uid)


def _digest(intake: Intake, raw: bytes) -> bytes:
    said = digests.prefixed(b"hrd1/mail", digests.sha256(raw))
    return digests.hmac_sha256(intake.pepper, said)[:16]


def _of_bounce(intake: Intake, ids: str) -> Match:
    """Find whose message came back: its Message-ID alone proves it, for nobody else has seen it."""
    with intake.database.reading() as session:
        for token in tokens.named(ids, ""):
            digest = tokens.digest(token)
            row = session.scalars(correspondence.tokens(digest)).first()
            if row is not None:
                return Match(row.escalation_id, digest)
    return Match(problem="bounce_of_nothing")


def _of_answer(intake: Intake, mail: Mail) -> Match:
    """Find what a mail answers: by a token of ours, and from where we wrote to."""
    named = tokens.named(mail.answers, mail.addressed)
    if not named:
        return Match(problem="no_token")
    with intake.database.reading() as session:
        return _of_token(intake, session, mail, named)


def _of_token(intake: Intake, session: Session, mail: Mail, named: tuple[str, ...]) -> Match:
    found = Match(problem="wrong_token")
    for token in named:
        digest = tokens.digest(token)
        rows = session.scalars(correspondence.tokens(digest)).all()
        if not rows:
            continue
        known = {one.sender for one in rows}
        found = Match(rows[0].escalation_id, digest, "other_sender")
        if mail.domain and tokens.may_send(token, mail.domain, known, intake.pepper):
            if intake.authserv and not mail.proved:
                return Match(rows[0].escalation_id, digest, "not_proved")
            return Match(rows[0].escalation_id, digest)
    return found
