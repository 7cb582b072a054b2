"""What of a case may be evidence: its files, and the addresses somebody named. Shows none."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile.opening import Opened
from hrd_report.desk.actions.reading import Reader
from hrd_report.desk.casefile import CaseFile
from hrd_report.documents.evidence import (
    CaptureDocument,
    DerivedDocument,
    DescriptionDocument,
    ExportDocument,
    not_captured,
)
from hrd_report.documents.reports import FileDocument
from hrd_report.errors import NotFound
from hrd_report.records import audit
from hrd_report.records.acts import Act
from hrd_report.records.keys import ItemKind
from hrd_report.records.people import Person
from hrd_report.sealed import Plain

LOOKS: Final = (Act.VIEWED, Act.FILE_COPIED, Act.FILE_OPENED, Act.EXPORTED)
"""Acts by which somebody saw something in full, or may have."""

Document = TypeVar("Document")


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody saw something, on a day: under which name, and by which act."""

    by: str
    act: Act
    day: dt.date


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """What somebody said of the same bytes in another case, and that case's number."""

    number: str
    said: DescriptionDocument


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Exhibit:
    """A file (`E1`) or an address (`L1`), and what is known of it. Everything newest first.

    `name` stands in addresses of pages and says nothing. `twin` is an earlier file of the case
    with the same bytes, which may be described already; `elsewhere` is another case that says so.
    `preserved_as` are the items (hex ids) that `captures` lie in.
    """

    number: str
    name: str
    file: FileDocument | None = None
    link: Plain | None = None
    captures: tuple[CaptureDocument, ...] = ()
    descriptions: tuple[DescriptionDocument, ...] = ()
    derived: DerivedDocument | None = None
    exports: tuple[ExportDocument, ...] = ()
    looks: tuple[Look, ...] = ()
    twin: str = ""
    elsewhere: Told | None = None
    preserved_as: tuple[str, ...] = ()

    @property
    def capture(self) -> CaptureDocument | None:
        """How it was preserved, if it was."""
        return next(iter(self.captures), None)

    @property
    def description(self) -> DescriptionDocument | None:
        """What somebody saw, if somebody said so."""
        return next(iter(self.descriptions), None)

    @property
    def told(self) -> DescriptionDocument | None:
        """What anybody said of it, here or in another case."""
        return self.description or (self.elsewhere.said if self.elsewhere is not None else None)

    @property
    def item_id(self) -> bytes:
        """Return the id of the file's item. Raises `NotFound` for an address."""
        if self.file is None:
            raise NotFound
        return bytes.fromhex(self.file.file)


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """Everything sealed about evidence in a case, newest first."""

    captures: tuple[CaptureDocument, ...]
    descriptions: tuple[DescriptionDocument, ...]
    derived: tuple[DerivedDocument, ...]
    exports: tuple[ExportDocument, ...]
    capture_items: tuple[str, ...] = ()


def gather(session: Session, file: CaseFile) -> list[Exhibit]:
    """Return a case's exhibits: files as they came, then addresses."""
    held = held_in(session, file)
    looks = looks_at(session, [bytes.fromhex(one.document.file) for one in file.files])
    return [*_files(file, held, looks), *_links(file, held)]


def find(session: Session, file: CaseFile, name: str) -> Exhibit:
    """Return one exhibit by its name. Raises `NotFound`."""
    found = next((one for one in gather(session, file) if one.name == name), None)
    if found is None:
        raise NotFound
    return found


def held_in(session: Session, file: CaseFile) -> Held:
    """Open what is sealed about a case's evidence."""
    read = Reader(session, file.case, file.ring)
    read.hold(ItemKind.CAPTURE, ItemKind.DESCRIPTION, ItemKind.DERIVED, ItemKind.EXPORT)
    captures = _ordered(read, ItemKind.CAPTURE, CaptureDocument)
    return Held(
        tuple(one.document for one in captures),
        _newest(read, ItemKind.DESCRIPTION, DescriptionDocument),
        _newest(read, ItemKind.DERIVED, DerivedDocument),
        _newest(read, ItemKind.EXPORT, ExportDocument),
        tuple(one.item.id.hex() for one in captures),
    )


def _newest(read: Reader, kind: ItemKind, shape: type[Document]) -> tuple[Document, ...]:
    return tuple(one.document for one in _ordered(read, kind, shape))


def _ordered(read: Reader, kind: ItemKind, shape: type[Document]) -> list[Opened[Document]]:
    found = read.all(kind, shape)
    ordered = sorted(found, key=lambda one: (getattr(one.document, "at"), one.item.id))  # noqa: B009
    return ordered[::-1]


def _preserved(held: Held, is_of: Callable[[CaptureDocument], bool]) -> dict[str, Any]:
    pairs = zip(held.captures, held.capture_items, strict=True)
    found = [(one, item) for one, item in pairs if is_of(one)]
    return {
        "captures": tuple(one for one, _ in found),
        "preserved_as": tuple(item for _, item in found),
    }


def looks_at(session: Session, items: Collection[bytes]) -> dict[bytes, list[Look]]:
    """Return who saw which of these items, by name, the newest day first."""
    if not items:
        return {}
    rows = session.scalars(audit.acts_on_any(items, LOOKS)).all()
    actors = {one.actor for one in rows if one.actor is not None}
    people = session.execute(select(Person.id, Person.name).where(Person.id.in_(actors)))
    names = {one.id: one.name for one in people}
    found: dict[bytes, list[Look]] = {}
    for one in rows:
        look = Look(names.get(one.actor or b"", ""), one.act, one.day)
        seen = found.setdefault(one.object or b"", [])
        if look not in seen:
            seen.append(look)
    return found


def _files(file: CaseFile, held: Held, looks: dict[bytes, list[Look]]) -> Iterator[Exhibit]:
    first: dict[str, str] = {}
    for number, opened in enumerate(file.files, start=1):
        one = opened.document
        label = f"E{number}"
        twin = first.setdefault(one.sha256, label)
        said = [
            each
            for each in held.descriptions
            if each.file == one.file or (each.sha256 and each.sha256 == one.sha256)
        ]
        yield Exhibit(
            number=label,
            name=one.file,
            file=one,
            **_preserved(held, lambda each, file=one.file: each.file == file),  # type: ignore[misc]
            descriptions=tuple(said),
            derived=next((each for each in held.derived if each.file == one.file), None),
            exports=tuple(each for each in held.exports if each.file == one.file),
            looks=tuple(looks.get(bytes.fromhex(one.file), ())),
            twin=twin if twin != label else "",
        )


def _links(file: CaseFile, held: Held) -> Iterator[Exhibit]:
    for number, link in enumerate(addresses(file, held.captures), start=1):
        yield Exhibit(
            number=f"L{number}",
            name=f"link-{number}",
            link=link,
            **_preserved(held, lambda each, link=link: _is_of(each, link)),  # type: ignore[misc]
            descriptions=tuple(each for each in held.descriptions if each.link == link),
        )


def _is_of(capture: CaptureDocument, link: Plain) -> bool:
    """Tell whether a capture is of an address, or of a file that was saved from there."""
    return not not_captured([link], [capture])


def addresses(file: CaseFile, captures: Iterable[CaptureDocument]) -> list[Plain]:
    """Return the addresses of the report and what was added to it, then those the desk added."""
    sent = [*([file.report] if file.report is not None else []), *file.additions]
    named = [link for one in sent for link in one.links]
    added = [one.link for one in captures if one.link is not None]
    return list(dict.fromkeys([*named, *reversed(added)]))
