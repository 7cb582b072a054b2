"""Builds the code lists from their two data files. Counts nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hrd_report.reference.codes import CodeList, ListId
from hrd_report.reference.reading import BrokenReference, Raw, build, known, only, several, unique

# Lists of which the locale knows most names, and one that is only shown folded.
_UNNAMED = ("country", "language", "decision")
# A fact keeps one byte for each code.
_MOST = 256


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    label: str | None = None
    name: str | None = None
    into: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    id: ListId
    version: int
    codes: tuple[_Entry, ...]
    coarser: str = ""


@dataclass(frozen=True, slots=True)
class _Countries:
    version: int
    countries: Mapping[str, str]


def lists_from(documents: Mapping[str, Raw]) -> Mapping[str, CodeList]:
    """Return all code lists by id. Raises BrokenReference where an entry folds into nothing."""
    only(documents["codes"], ("code_lists",), "codes")
    made = [_from(each) for each in several(_List, documents["codes"]["code_lists"], "codes")]
    made.append(_countries(build(_Countries, documents["countries"], "countries")))
    lists: dict[str, CodeList] = {each.id: each for each in made}
    for each in made:
        _check(each, lists)
    return MappingProxyType(lists)


def _from(raw: _List) -> CodeList:
    return CodeList(
        id=raw.id,
        version=raw.version,
        codes=tuple(entry.id for entry in raw.codes),
        labels=MappingProxyType({entry.id: entry.label for entry in raw.codes if entry.label}),
        names=MappingProxyType({entry.id: entry.name for entry in raw.codes if entry.name}),
        folds=_folds(raw),
    )


def _folds(raw: _List) -> Mapping[str, Mapping[str, str]]:
    """Return what each entry folds into, for each coarser list in the order they are named."""
    coarser, into = raw.coarser.split(), {entry.id: entry.into.split() for entry in raw.codes}
    for name, found in into.items():
        if len(found) != len(coarser):
            raise BrokenReference(f"{raw.id}: {name} does not fold into each coarser list")
    return MappingProxyType(
        {
            name: MappingProxyType({one: found[place] for one, found in into.items()})
            for place, name in enumerate(coarser)
        }
    )


def _countries(raw: _Countries) -> CodeList:
    return CodeList(
        id="country",
        version=raw.version,
        codes=tuple(raw.countries),
        labels=MappingProxyType({"unknown": "Not known"}),
        names=MappingProxyType({}),
        folds=MappingProxyType({"region": raw.countries}),
    )


def _check(one: CodeList, lists: Mapping[str, CodeList]) -> None:
    unique(one.codes, one.id)
    unique([*one.labels, *one.names], one.id)
    if one.id not in _UNNAMED:
        known(one.codes, [*one.labels, *one.names], one.id)
    if len(one.codes) > _MOST:
        raise BrokenReference(f"{one.id}: more than {_MOST} codes")
    known(one.folds, lists, one.id)
    for coarser, into in one.folds.items():
        known(into.values(), lists[coarser].codes, one.id)
