"""Texts with one file for each language, and what is read where one has none. Writes none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from hrd_report.reference.placeholders import names
from hrd_report.reference.reading import BrokenReference, Raw, folder, only, several

LAST: Final = "en"
"""The language of last resort: the program is written in it."""


class _Spoken(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def text(self) -> str: ...


T = TypeVar("T", bound=_Spoken)


@dataclass(frozen=True, slots=True)
class Fallback:
    """What is read where `id`, a language, has no text: other languages, the nearest first."""

    id: str
    instead: tuple[str, ...]


def codes(topic: str) -> tuple[str, ...]:
    """Return the languages that have a file under `data/<topic>`."""
    found = (folder("data") / topic).iterdir()
    return tuple(sorted(path.name.removesuffix(".yaml") for path in found))


def files(topic: str) -> tuple[str, ...]:
    """Return the names of a topic's files, as `reading.document` takes them."""
    return tuple(f"{topic}/{code}" for code in codes(topic))


def by_language(
    kind: type[T], topic: str, documents: Mapping[str, Raw]
) -> dict[str, tuple[T, ...]]:
    """Return a topic's texts by language. Raises `BrokenReference` where two languages differ.

    Every language has the same texts in the same order, with the same places to fill.
    """
    found = {}
    for name in files(topic):
        only(documents[name], (topic,), name)
        found[name.partition("/")[2]] = several(kind, documents[name][topic], name)
    first = [(one.id, set(names(one.text))) for one in found[LAST]]
    for code, texts in found.items():
        if [(one.id, set(names(one.text))) for one in texts] != first:
            raise BrokenReference(f"{topic}/{code}: not the texts or places of {topic}/{LAST}")
    return found


def chain(language: str, fallbacks: Sequence[Fallback]) -> tuple[str, ...]:
    """Return the languages to try, the wanted one first and English last."""
    base = language.partition("-")[0]
    instead = next((one.instead for one in fallbacks if one.id == base), ())
    return tuple(dict.fromkeys((language, base, *instead, LAST)))


def find(
    texts: Mapping[str, Sequence[T]], name: str, languages: Sequence[str]
) -> tuple[str, T] | None:
    """Return a text in the first language of a chain that has it, with that language."""
    for code in languages:
        for one in texts.get(code, ()):
            if one.id == name:
                return code, one
    return None


def ids(texts: Mapping[str, Sequence[T]]) -> tuple[str, ...]:
    """Return the ids of all texts, in the order of the files."""
    return tuple(dict.fromkeys(one.id for found in texts.values() for one in found))
