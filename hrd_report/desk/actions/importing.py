"""Makes cases of an older register's entries, each under a fresh key of its own. Opens none.

Nobody holds a receipt for such a case: who reported is answered on the way the old one came.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from babel.core import Locale
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, lifecycles
from hrd_report.casefile.trust import Trust
from hrd_report.desk.actions import moving
from hrd_report.desk.exchange.register import Entry, Words, folded
from hrd_report.documents.casework import AssessmentDocument, NoteDocument
from hrd_report.documents.reports import ReportDocument
from hrd_report.i18n.catalogues import Catalogue
from hrd_report.records import cases
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case, CaseState, Due, Report, ReportState, Urgency
from hrd_report.records.keys import ItemKind, KeyKind
from hrd_report.records.people import Role, Team
from hrd_report.reference.reference import Reference
from hrd_report.vault import digests
from hrd_report.vault.keys import Key

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """Who imports, for which team; `id` is nobody's where the operator's command does it."""

    id: bytes | None
    name: str
    team: Team


def keep(
    session: Session,
    importer: Importer,
    entries: Iterable[Entry],
    trust: Trust,
    *,
    pepper: bytes,
    now: dt.datetime,
) -> tuple[list[Case], int]:
    """Keep what is new among the entries. Return their cases, and how many were here before.

    The same entry for the same team is known again, whatever file it comes in.
    """
    made, known = [], 0
    for one in entries:
        lookup = _lookup(one, importer.team, pepper)
        if session.get(Report, lookup) is not None:
            known += 1
        else:
            made.append(_keep(session, importer, one, lookup, trust, now))
    return made, known


def words(reference: Reference, catalogues: Iterable[Catalogue]) -> Words:
    """Return what threats, countries, languages and outcomes are called in our languages."""
    voices = list(catalogues)
    outcomes = reference.codes["outcome"]
    locales = [Locale.parse(one.language) for one in voices]
    languages = {
        folded(name): code
        for locale in locales
        for code, name in locale.languages.items()
        if code.isalpha()
    }
    countries = {
        folded(name): code
        for locale in locales
        for code, name in locale.territories.items()
        if code in reference.countries
    }
    return Words(
        threats={
            folded(text): one.id
            for voice in voices
            for one in reference.threats
            for text in (one.id, voice.gettext(one.label), voice.gettext(one.question))
        },
        countries={**countries, **{folded(code): code for code in reference.countries}},
        languages={**languages, **{code: code for code in languages.values()}},
        outcomes={
            folded(text): code
            for voice in voices
            for code in outcomes.codes
            if code != "open"
            for text in (code, voice.gettext(outcomes.label(code)))
        },
    )


def _keep(
    session: Session,
    importer: Importer,
    entry: Entry,
    lookup: bytes,
    trust: Trust,
    now: dt.datetime,
) -> Case:
    key, receipt, day = Key.new(), Key.new(), now.date()
    for public, kind in ((key.public, KeyKind.CASE), (receipt.public, KeyKind.RECEIPT)):
        keeping.keep_key(session, public, kind, day=day)
    session.flush()  # the case names its key
    for holder in (trust.team(session, importer.team), *trust.recovery(session)):
        keeping.keep_grant(session, key, holder, day=day)
    case = _case(session, importer, entry, key)
    session.add(case)
    session.flush()  # the report and the items name the case
    row = Report(
        lookup=lookup,
        case_id=case.id,
        receipt_kid=receipt.kid,
        state=ReportState.RECEIVED,
        digest=lookup,
        day=day,
    )
    session.add(row)
    session.flush()
    _seal(session, importer, case, entry, key, now)
    _move(session, importer, case, row, entry, now)
    keeping.record(session, Act.CASE_IMPORTED, actor=importer.id, thing=case.id, day=day)
    return case


def _case(session: Session, importer: Importer, entry: Entry, key: Key) -> Case:
    return Case(
        id=keeping.new_id(),
        number=_number(session),
        kid=key.kid,
        team_id=importer.team.id,
        state=CaseState.RECEIVED,
        urgency=Urgency.CRITICAL if entry.danger and not entry.over else Urgency.NORMAL,
        language=entry.language,
        received_day=entry.received,
        due=Due.NOTHING,
    )


def _seal(
    session: Session,
    importer: Importer,
    case: Case,
    entry: Entry,
    key: Key,
    now: dt.datetime,
) -> None:
    received = dt.datetime.combine(entry.received, dt.time(12), dt.UTC)
    report = ReportDocument(
        language=entry.language,
        danger="yes" if entry.danger else "unsure",
        threats=entry.threats,
        story=entry.story,
        links=entry.links,
        received_at=received,
        channel="register",
        country=entry.country,
    )
    # Years of before are counted already, or never will be: an old case adds to no figure.
    found = AssessmentDocument(
        by=importer.name,
        at=now,
        threats=entry.threats,
        country=entry.country,
        outcome=entry.outcome,
        summary=entry.summary,
        counted_elsewhere=True,
    )
    kept: list[tuple[ItemKind, object]] = [
        (ItemKind.REPORT, report),
        (ItemKind.ASSESSMENT, found),
    ]
    if entry.note:
        note = NoteDocument(author=importer.name, text=entry.note, at=now)
        kept.append((ItemKind.NOTE, note))
    for kind, document in kept:
        item = keeping.keep(session, case.id, kind, document, key.public, day=now.date())
        case.size += item.size


def _move(
    session: Session,
    importer: Importer,
    case: Case,
    row: Report,
    entry: Entry,
    now: dt.datetime,
) -> None:
    """Take the steps that a case of the register took before, as the lead who brings it would."""
    if not entry.over:
        return
    role = Role.LEAD.value
    moving.move_report(row, ReportState.IN_TRIAGE, role)
    moving.move_report(row, ReportState.ACCEPTED, role)
    there = frozenset(lifecycles.TO_END)
    for to in (CaseState.OPEN, CaseState.CLOSED):
        moving.move_case(
            session, case, to, role, actor=importer.id, now=now, have=there, outcome=entry.outcome
        )


def _lookup(entry: Entry, team: Team, pepper: bytes) -> bytes:
    said = [
        entry.received.isoformat(),
        entry.story.reveal(),
        entry.summary.reveal(),
        [one.reveal() for one in entry.links],
        sorted(entry.threats),
        entry.note.reveal(),
    ]
    content = json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()
    return digests.hmac_sha256(pepper, digests.prefixed(b"hrd1/register", team.id, content))


def _number(session: Session) -> str:
    """Return a number that no case has: random letters and digits that people can say aloud."""
    while True:
        drawn = int.from_bytes(digests.random_bytes(8), "big")
        letters = "".join(_LETTERS[drawn // 32**at % 32] for at in range(6))
        number = f"{letters[:3]}-{letters[3:]}"
        if session.scalars(cases.numbered(number)).first() is None:
            return number
