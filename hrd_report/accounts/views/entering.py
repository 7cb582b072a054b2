"""Lets people in who show enough, and begins their session. Keeps nothing that was typed."""

from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from hrd_report.accounts.actions import challenges, passkeys
from hrd_report.accounts.actions.challenges import Purpose
from hrd_report.accounts.actions.passkeys import Answer
from hrd_report.accounts.schemas import Shown
from hrd_report.accounts.views import site, unlocking
from hrd_report.casefile import keeping
from hrd_report.errors import WrongPassword
from hrd_report.records.acts import Act
from hrd_report.records.people import Person, PersonState, SessionKind, SessionStage
from hrd_report.vault.keys import Key
from hrd_report.web import session as sessions
from hrd_report.web.services import services


@dataclass(frozen=True, slots=True, repr=False)
class Entered:
    """Who is in, under which secret, and how far."""

    person: Person
    token: bytes
    stage: SessionStage


def log_in(shown: Shown) -> Entered:
    """Begin a session for whoever shows enough. Raises `WrongPassword`, `TooOften`, `Busy`."""
    if shown.credential:
        return _by_passkey(passkeys.answer_of(shown.credential, shown.derived))
    opened = unlocking.by_password(shown.name, shown.password)
    try:
        with services().database.writing() as session:
            stage = unlocking.settle(session, opened, shown.code)
            return _begin(session, opened.person, opened.key, stage)
    except WrongPassword:
        unlocking.write_down(Act.FACTOR_REFUSED, opened.person.id)
        raise


def _by_passkey(answer: Answer) -> Entered:
    parts, now = services(), services().clock()
    with parts.database.reading() as session:
        claimed = passkeys.owner_of(session, answer)
    if claimed is None:
        raise WrongPassword("nobody's passkey")
    try:
        with parts.database.writing() as session:
            row = passkeys.show(
                session,
                answer,
                site.this(),
                lambda one: challenges.take(session, one, parts.pepper, Purpose.LOG_IN, b"", now),
                day=now.date(),
            )
            person = _still_here(session.get_one(Person, row.person_id))
            key = passkeys.open_lock(session, row, answer, person.kid, parts.pepper)
            return _begin(session, person, key, SessionStage.FULL)
    except WrongPassword:
        unlocking.write_down(Act.FACTOR_REFUSED, claimed)
        raise


def _still_here(person: Person) -> Person:
    if person.state is PersonState.LEFT:
        raise WrongPassword("somebody who left")
    return person


def _begin(session: Session, person: Person, key: Key, stage: SessionStage) -> Entered:
    parts, now = services(), services().clock()
    former = sessions.token_of(request, SessionKind.STAFF, parts.settings)
    if former is not None:
        sessions.end(session, former)
    if stage is SessionStage.FULL:
        keeping.record(session, Act.LOGGED_IN, actor=person.id, thing=None, day=now.date())
    token = sessions.begin(
        session, SessionKind.STAFF, person.id, key, pepper=parts.pepper, now=now, stage=stage
    )
    return Entered(person, token, stage)
