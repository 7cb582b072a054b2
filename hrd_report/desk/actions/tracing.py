"""Brings the trace of a case up to date, by which its team finds it. Opens no other case."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import asking, tracing
from hrd_report.casefile.indexing import Indexes
from hrd_report.casefile.tracing import Traced
from hrd_report.desk.actions import reading
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.indicators import pictures, texts, weighing
from hrd_report.desk.indicators.extracting import ACCOUNT, HASHTAG, PICTURE, TEXT, Indicator
from hrd_report.desk.indicators.folding import folded
from hrd_report.desk.indicators.weighing import Named
from hrd_report.desk.worker import Worker
from hrd_report.documents import hashtags
from hrd_report.documents.evidence import DescriptionDocument
from hrd_report.documents.traces import IndicatorDocument, IndicatorsDocument, TraceDocument
from hrd_report.errors import Damaged
from hrd_report.i18n.calendars import NoSuchDay
from hrd_report.records import traces
from hrd_report.records.keys import Item, ItemKind
from hrd_report.records.people import Team
from hrd_report.sealed import Plain
from hrd_report.vault.multimap import Term

CAMPAIGN: Final = "campaign"
TAGS: Final = "hashtags"
DESCRIBED: Final = "described"
"""The kind of term that leads from a file's hash to the cases where it is described."""

LONGEST: Final = 1_000_000
"""Signs of a case's words that are searched; the rest of a longer account is not."""

_MOST_TAGS: Final = 20
_NOT_SEARCHED: Final = frozenset({"own_notes", "ring", "case", "row", "forced"})
_SIGNATURE_BYTES: Final = 4
_VERSION: Final = b"2"
"""Changes where traces hold more than before: each is made anew when its case is next opened."""


def indexes_of(session: Session, worker: Worker) -> Indexes:
    """Return the indexes of a worker's team."""
    return Indexes(session, worker.key, session.get_one(Team, worker.team_id).kid)


def may_be_found(worker: Worker, file: CaseFile) -> bool:
    """Whether the team may find a case. What is for people named alone is not told to it."""
    return not file.case.restricted and file.case.team_id == worker.team_id


def is_behind(session: Session, worker: Worker, file: CaseFile) -> bool:
    """Whether a case's trace does not say what the case says now."""
    if not may_be_found(worker, file):
        return False
    indexes = indexes_of(session, worker)
    if indexes.present is None:
        return False
    row = session.scalars(traces.of_case(file.case.id)).first()
    found = tracing.opened(session, indexes, row)
    gone = session.scalars(traces.left_over(list(indexes.keys), 1)).first()
    if row is None or found is None or row.kid != indexes.present.kid or gone is not None:
        return True
    try:
        return found.document().stamp != _stamp(session, file)
    except Damaged:
        return True


def bring_up_to_date(session: Session, worker: Worker, file: CaseFile, *, day: dt.date) -> None:
    """Write a case's trace anew, and make void what speaks of cases that are gone."""
    if not may_be_found(worker, file):
        return
    indexes = indexes_of(session, worker)
    tracing.sweep(session, indexes)
    document = described(session, file, held(session, file))
    tracing.keep(session, indexes, file.case, words_of(file), document, day=day)


def held(session: Session, file: CaseFile) -> IndicatorsDocument | None:
    """Return what a caseworker said that a case names, the last time."""
    read = reading.Reader(session, file.case, file.ring)
    found = [one.document for one in read.all(ItemKind.INDICATORS, IndicatorsDocument)]
    return max(found, key=lambda one: one.at, default=None)


def described(session: Session, file: CaseFile, kept: IndicatorsDocument | None) -> TraceDocument:
    """Return what a case is compared by."""
    named = kept.kept if kept is not None else ()
    tags = campaign_tags(file)
    known = {one.value.reveal() for one in named if one.kind == HASHTAG}
    own = [IndicatorDocument(kind=HASHTAG, value=Plain(tag)) for tag in tags if tag not in known]
    signatures = [_hex(sign) for sign in _signatures(named)]
    found, said = file.assessment, _descriptions(session, file)
    terms = _terms([*named, *own], signatures)
    if said:
        terms[DESCRIBED] = tuple(sorted(one.sha256 for one in said))
    return TraceDocument(
        stamp=_stamp(session, file),
        day=file.case.received_day.isoformat(),
        named=(*named, *own),
        terms=terms,
        signatures=tuple(signatures),
        threats=file.threats,
        platforms=file.platforms,
        outcome=(found.outcome or "") if found is not None else "",
        again=found.counted_elsewhere if found is not None else False,
        campaign=campaign(file),
        described=said,
    )


def campaign_tags(file: CaseFile) -> tuple[str, ...]:
    """Return the hashtags of the campaign that a defender named as attacked."""
    lines = [
        line.reveal()
        for answer in file.answers
        if answer.subject == CAMPAIGN
        for line in answer.words.get(TAGS, ())
    ]
    return tuple(hashtags.named(lines)[:_MOST_TAGS])


def words_of(file: CaseFile) -> str:
    """Return all words of a case in one, folded; not those that a person wrote for themselves."""
    parts = (
        one.reveal()
        for field in dataclasses.fields(file)
        if field.name not in _NOT_SEARCHED
        for one in _plain(getattr(file, field.name))
    )
    whole, size = [], 0
    for part in parts:
        whole.append(part[: LONGEST - size])
        size += len(whole[-1])
        if size >= LONGEST:
            break
    return folded("\n".join(whole))


def named_of(found: Traced) -> Named | None:
    """Return a case as it is weighed, from its trace; nothing where that is altered."""
    try:
        return named_in(found.case_id, found.document())
    except Damaged:
        return None


def named_in(case_id: bytes, document: TraceDocument) -> Named:
    """Return a case as it is weighed."""
    return Named(
        id=case_id,
        day=dt.date.fromisoformat(document.day),
        things=weighing.things(Indicator(one.kind, one.value.reveal()) for one in document.named),
        signatures=tuple(_numbers(one) for one in document.signatures),
        sketches=tuple(one.sketch for one in document.named if pictures.is_sketch(one.sketch)),
    )


def _plain(value: object) -> Iterator[Plain]:
    if isinstance(value, Plain):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _plain(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from _plain(tuple(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _plain(one)


def _stamp(session: Session, file: CaseFile) -> str:
    ids = session.scalars(select(Item.id).where(Item.case_id == file.case.id)).all()
    return hashlib.sha256(b"".join([_VERSION, *sorted(ids)])).hexdigest()[:32]


def _descriptions(session: Session, file: CaseFile) -> tuple[DescriptionDocument, ...]:
    read = reading.Reader(session, file.case, file.ring)
    found = [one.document for one in read.all(ItemKind.DESCRIPTION, DescriptionDocument)]
    newest = {one.sha256: one for one in sorted(found, key=lambda one: one.at) if one.sha256}
    return tuple(newest.values())


def _signatures(named: Iterable[IndicatorDocument]) -> list[tuple[int, ...]]:
    signed = (texts.signature(one.value.reveal()) for one in named if one.kind == TEXT)
    return [one for one in signed if one is not None]


def _terms(
    named: Iterable[IndicatorDocument], signatures: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for term in terms_of(named, [_numbers(one) for one in signatures]):
        found.setdefault(term.kind, {})[term.value] = None
    return {kind: tuple(values) for kind, values in found.items()}


def terms_of(
    named: Iterable[IndicatorDocument], signatures: Iterable[tuple[int, ...]]
) -> list[Term]:
    """Return the terms by which a case is found: of texts and pictures, their bands."""
    found = []
    for one in named:
        if one.kind == PICTURE:
            if pictures.is_sketch(one.sketch):
                found += [Term(PICTURE, band) for band in pictures.bands(one.sketch)]
        elif one.kind != TEXT:
            thing = Indicator(one.kind, one.value.reveal())
            found.append(Term(thing.kind, thing.value))
            if thing.kind == ACCOUNT:
                look = weighing.alike(thing)
                found.append(Term(look.kind, look.value))
    for signature in signatures:
        found += [Term(TEXT, band) for band in texts.bands(signature)]
    return found


def campaign(file: CaseFile) -> dict[str, tuple[Plain, ...]]:
    """Return what a defender said of the own campaign, the last time; days as ISO 8601."""
    newest = next((one for one in reversed(file.answers) if one.subject == CAMPAIGN), None)
    if newest is None:
        return {}
    days: dict[str, tuple[Plain, ...]] = {}
    for name, kept in newest.days.items():
        day = asking.past_day(kept)
        with suppress(NoSuchDay):
            if day is not None:
                days[name] = (Plain(day.first.isoformat()),)
    return {**newest.words, **days}


def _hex(signature: tuple[int, ...]) -> str:
    return b"".join(one.to_bytes(_SIGNATURE_BYTES, "big") for one in signature).hex()


def _numbers(signature: str) -> tuple[int, ...]:
    raw = bytes.fromhex(signature)
    return tuple(
        int.from_bytes(raw[at : at + _SIGNATURE_BYTES], "big")
        for at in range(0, len(raw), _SIGNATURE_BYTES)
    )
