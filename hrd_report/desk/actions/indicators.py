"""Proposes what a case names, and keeps what a caseworker says of it. Links nothing."""

import datetime as dt
import hashlib
import itertools
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, opening
from hrd_report.casefile.opening import Opened
from hrd_report.desk.actions import access, assessing, files
from hrd_report.desk.actions.files import Reached
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.indicators import extracting, pictures
from hrd_report.desk.indicators.extracting import FILE, KINDS, PICTURE, Indicator
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents import filenames
from hrd_report.documents.reports import FileDocument
from hrd_report.documents.traces import IndicatorDocument, IndicatorsDocument
from hrd_report.errors import Busy, Damaged, Invalid, NotFound, TooLarge
from hrd_report.media import kinds
from hrd_report.records.acts import Act
from hrd_report.records.keys import ItemKind
from hrd_report.sandbox import deriving, jail
from hrd_report.sandbox.frames import Pixels
from hrd_report.sandbox.jail import NoSandbox
from hrd_report.sealed import Plain
from hrd_report.store.objects import Store

MOST: Final = 120
_MOST_PICTURES: Final = 10
_LARGEST: Final = 20 * 1024 * 1024
_SKETCHED: Final = frozenset({kinds.JPEG, kinds.PNG, kinds.WEBP, kinds.GIF})


@dataclass(frozen=True, slots=True, repr=False)
class Proposal:
    """Something a case names; `ticked` where it is kept, or is to be looked at first."""

    thing: Indicator
    ticked: bool
    new: bool
    label: Plain

    @property
    def id(self) -> str:
        """Its name in a form."""
        whole = f"{self.thing.kind} {self.thing.value}".encode("utf-8", "replace")
        return hashlib.sha256(whole).hexdigest()[:16]


def propose(file: CaseFile, said: IndicatorsDocument | None) -> list[Proposal]:
    """Return what a case names, in the order of kinds: what was kept, and what is new."""
    kept = {_thing(one) for one in said.kept} if said is not None else set()
    left = {_thing(one) for one in said.left} if said is not None else set()
    names = {
        one.document.sha256: Plain(filenames.shown(one.document.name.reveal()))
        for one in file.files
    }
    found = dict.fromkeys([*_found(file), *sorted(kept | left)])
    ordered = sorted(found, key=lambda one: KINDS.index(one.kind))
    return [
        Proposal(
            thing=one,
            ticked=one not in left,
            new=one not in kept and one not in left,
            label=names.get(one.value, Plain(one.value)),
        )
        for one in ordered[:MOST]
    ]


def wanted_pictures(
    session: Session,
    worker: Worker,
    file: CaseFile,
    chosen: Collection[str],
    said: IndicatorsDocument | None,
) -> dict[str, Reached | str]:
    """Return the chosen pictures by SHA-256: what they look like, or where they are to be read."""
    known = {one.value.reveal(): one.sketch for one in said.kept if one.sketch} if said else {}
    wanted = [one for one in file.files if one.document.sha256 in chosen and _is_picture(one)]
    found: dict[str, Reached | str] = {}
    for one in wanted[:_MOST_PICTURES]:
        name, item_id = one.document.sha256, bytes.fromhex(one.document.file)
        number = file.case.number
        found[name] = known.get(name) or files.reach(session, worker, number, item_id)
    return found


def drawn(wanted: dict[str, Reached | str], store: Store) -> dict[str, str]:
    """Return what pictures look like. Takes its time: no transaction should wait for it.

    One that cannot be drawn is left out.
    """
    found = {}
    for name, picture in wanted.items():
        with suppress(NoSandbox, Busy, TooLarge, NotFound, Damaged):
            found[name] = picture if isinstance(picture, str) else _sketch(picture, store)
    return found


def keep(
    session: Session,
    worker: Worker,
    seen: Seen,
    said: IndicatorsDocument,
    *,
    now: dt.datetime,
) -> None:
    """Keep what a caseworker says that a case names. Raises `Conflict` from an old page."""
    if len(said.kept) > 2 * MOST:
        raise Invalid({"kept": ["too_many"]})
    case, ring = access.fresh(session, worker, seen, day=now.date())
    recipient = ring.key(case.kid).public
    keeping.keep(session, case.id, ItemKind.INDICATORS, said, recipient, day=now.date())
    keeping.changed(case)
    keeping.record(session, Act.INDICATORS_KEPT, actor=worker.id, thing=case.id, day=now.date())


def said_by(
    worker: Worker,
    proposals: Iterable[Proposal],
    ticked: Collection[str],
    more: Iterable[Indicator],
    drawings: Mapping[str, str],
    *,
    former: IndicatorsDocument | None,
    now: dt.datetime,
) -> IndicatorsDocument:
    """Return a caseworker's answer to proposals, by their ids, and what was added by hand."""
    listed = list(proposals)
    kept = [one.thing for one in listed if one.id in ticked]
    named = dict.fromkeys([*kept, *more])
    left = [one.thing for one in listed if one.thing not in named]
    looks = [
        IndicatorDocument(kind=PICTURE, value=Plain(one.value), sketch=drawings[one.value])
        for one in named
        if one.kind == FILE and drawings.get(one.value)
    ]
    return IndicatorsDocument(
        by=worker.name,
        at=assessing.later(former.at if former is not None else None, now),
        kept=(*map(_document, named), *looks),
        left=tuple(map(_document, left)),
    )


def typed(kind: str, value: str) -> Indicator:
    """Return what somebody added by hand. Raises `Invalid` for what is none of its kind."""
    form = extracting.normal(kind, value.strip())
    if not form:
        raise Invalid({"value": ["unfit"]})
    return Indicator(kind, form)


def _found(file: CaseFile) -> list[Indicator]:
    sent = [file.report, *file.additions] if file.report is not None else file.additions
    written = [one.text for one in file.messages if one.author == "defender"]
    words = [one.story for one in sent if one is not None] + written
    links = [link for one in sent if one is not None for link in one.links]
    answered = [text for one in file.answers for texts in one.words.values() for text in texts]
    region = file.assessment.country if file.assessment is not None else None
    found = extracting.extract(
        (one.reveal() for one in [*words, *answered]),
        (one.reveal() for one in links),
        region=region,
    )
    return [*found, *(Indicator(FILE, one.document.sha256) for one in file.files)]


def _sketch(picture: Reached, store: Store) -> str:
    pieces = opening.file_chunks(picture.item, picture.ring, store)
    first = next(pieces, b"")
    with jail.memory(itertools.chain((first,), pieces)) as handle:
        drawn_in_jail = deriving.derive(handle, deriving.reader_for(kinds.detect(first), first))
        seen = next((one for one in drawn_in_jail if isinstance(one, Pixels)), None)
    return pictures.sketch(seen.width, seen.height, seen.raw) if seen is not None else ""


def _is_picture(one: Opened[FileDocument]) -> bool:
    document = one.document
    kind = document.detected or document.media_type
    return kind in _SKETCHED and document.size <= _LARGEST


def _thing(document: IndicatorDocument) -> Indicator:
    return Indicator(FILE if document.kind == PICTURE else document.kind, document.value.reveal())


def _document(thing: Indicator) -> IndicatorDocument:
    return IndicatorDocument(kind=thing.kind, value=Plain(thing.value))
