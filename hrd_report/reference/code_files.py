"""Builds the code lists from their two data files. Counts nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hrd_report.reference.codes import CodeList, ListId
from hrd_report.reference.reading import BrokenReference, Raw, build, known, only, several, unique

# Lists of which the locale knows most names.
_OF_THE_LOCALE = ("country", "language")
# A fact keeps one byte for each code.
_MOST = 256


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    label: str | None = None
    name: str | None = None
    into: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    id: ListId
    version: int
    codes: tuple[_Entry, ...]
    coarser: ListId | None = None


@dataclass(frozen=True, slots=True)
class _Countries:
    version: int
    countries: Mapping[str, str]


def lists_from(documents: Mapping[str, Raw]) -> Mapping[str, CodeList]:
    """Return all code lists by id. Raises BrokenReference where an entry folds into nothing."""
    only(documents["codes"], ("code_lists",), "codes")
    made = [_from(each) for each in several(_List, documents["codes"]["code_lists"], "codes")]
    made.append(_countries(build(_Countries, documents["countries"], "countries")))
    lists = {each.id: each for each in made}
    for each in made:
        _check(each, lists)
    return MappingProxyType({str(name): each for name, each in lists.items()})


def _from(raw: _List) -> CodeList:
    return CodeList(
        id=raw.id,
        version=raw.version,
        codes=tuple(entry.id for entry in raw.codes),
        labels=MappingProxyType({entry.id: entry.label for entry in raw.codes if entry.label}),
        names=MappingProxyType({entry.id: entry.name for entry in raw.codes if entry.name}),
        coarser=raw.coarser,
        into=MappingProxyType({entry.id: entry.into for entry in raw.codes if entry.into}),
    )


def _countries(raw: _Countries) -> CodeList:
    return CodeList(
        id="country",
        version=raw.version,
        codes=tuple(raw.countries),
        labels=MappingProxyType({"unknown": "Not known"}),
        names=MappingProxyType({}),
        coarser="region",
        into=raw.countries,
    )


def _check(one: CodeList, lists: Mapping[ListId, CodeList]) -> None:
    unique(one.codes, one.id)
    unique([*one.labels, *one.names], one.id)
    if one.id not in _OF_THE_LOCALE:
        known(one.codes, [*one.labels, *one.names], one.id)
    if len(one.codes) > _MOST:
        raise BrokenReference(f"{one.id}: more than {_MOST} codes")
    if one.coarser is None:
        known(one.into.values(), (), one.id)
        return
    known([one.coarser], lists, one.id)
    known(one.into.values(), lists[one.coarser].codes, one.id)
    known(one.codes, one.into, one.id)
