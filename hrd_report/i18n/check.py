"""Checks catalogues for what would show on a page. Pure: reads no file, mends nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from babel.messages.catalog import Catalog, Message

# What the pages ask for: (context, singular, plural); without a plural it is None.
Wanted = tuple[str | None, str, str | None]

_PLACEHOLDER = re.compile(r"%\((\w+)\)[-+ #0-9.]*([a-zA-Z])")
_BARE_PERCENT = re.compile(r"%(?!\()")
# Characters that turn the direction of what follows, up to the end of the page if unclosed.
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_FRENCH = re.compile("(?<![\u202f])[:;?!»](?= |$|\\))|«(?!\u202f)")


def problems(
    wanted: Iterable[Wanted], catalogs: Mapping[str, Catalog], plural_forms: int, code: str
) -> list[str]:
    """Return one line for each fault in a language's files, named by file and message.

    `wanted` are the messages that must be translated, `catalogs` the files of the language by
    name, `plural_forms` the number of forms it has. An empty list means nothing is wrong.
    """
    found = [f"missing: {one[1]!r}" for one in missing(wanted, catalogs.values())]
    found += conflicts(catalogs)
    for name, catalog in catalogs.items():
        for message in catalog:
            if message.id:
                faults = of_message(message, plural_forms, code)
                found += [f"{name}: {_singular(message)!r}: {fault}" for fault in faults]
    return found


def missing(wanted: Iterable[Wanted], catalogs: Iterable[Catalog]) -> list[Wanted]:
    """Return the wanted messages that no file translates; a fuzzy one counts as none."""
    known = {_key(message) for catalog in catalogs for message in catalog if _complete(message)}
    return sorted({one for one in wanted if one[1] and one not in known}, key=lambda one: one[1])


def unused(wanted: Iterable[Wanted], catalogs: Mapping[str, Catalog]) -> list[str]:
    """Return the messages that stand in a file and are asked for nowhere."""
    asked = set(wanted)
    return [
        f"{name}: {_singular(message)!r}"
        for name, catalog in catalogs.items()
        for message in catalog
        if message.id and _key(message) not in asked
    ]


def conflicts(catalogs: Mapping[str, Catalog]) -> list[str]:
    """Return the messages that two files translate differently: one of them is never heard."""
    first: dict[tuple[str | None, str], tuple[str, object]] = {}
    found = []
    for name, catalog in catalogs.items():
        for message in catalog:
            key = (message.context, _singular(message))
            other, string = first.setdefault(key, (name, message.string))
            if message.id and string != message.string:
                found.append(f"{name}: {key[1]!r}: translated otherwise in {other}")
    return found


def of_message(message: Message, plural_forms: int, code: str) -> Iterator[str]:
    """Yield what is wrong with one translation; nothing for one that is still empty."""
    strings = _strings(message)
    if not any(strings):
        return
    if message.fuzzy:
        yield "fuzzy"
    if isinstance(message.id, tuple) and len(strings) != plural_forms:
        yield f"{len(strings)} plural forms, not {plural_forms}"
    if not all(strings):
        yield "a plural form is empty"
    for string in strings:
        yield from _of_string(message, string, code)


def _of_string(message: Message, string: str, code: str) -> Iterator[str]:
    allowed = [set(_PLACEHOLDER.findall(one)) for one in _ids(message)]
    if set(_PLACEHOLDER.findall(string)) not in allowed:
        yield "other placeholders"
    if _BARE_PERCENT.search(string.replace("%%", "")):
        yield "a bare percent sign, write %%"
    if sorted(_TAG.findall(string)) != sorted(_TAG.findall(_ids(message)[-1])):
        yield "other tags"
    if _edges(string) != _edges(_ids(message)[-1]):
        yield "other spaces at an edge"
    if _BIDI.search(string):
        yield "a character that turns the direction"
    if code == "fr" and _FRENCH.search(_TAG.sub("", string)):
        yield "a sign without its narrow space"


def _complete(message: Message) -> bool:
    return bool(message.id) and not message.fuzzy and all(_strings(message))


def _key(message: Message) -> Wanted:
    ids = _ids(message)
    return (message.context, ids[0], ids[1] if len(ids) > 1 else None)


def _ids(message: Message) -> Sequence[str]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _strings(message: Message) -> Sequence[str]:
    whole = message.string
    return (whole,) if isinstance(whole, str) else tuple(whole or ("",))


def _singular(message: Message) -> str:
    return _ids(message)[0]


def _edges(string: str) -> tuple[str, str]:
    return string[: len(string) - len(string.lstrip())], string[len(string.rstrip()) :]
