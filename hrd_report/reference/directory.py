"""Who else helps: the shapes of the directory, and its order for a reader. Calls nobody.

What it says of an organisation was read somewhere (`source`); `verified_on` is there only where
somebody asked the organisation itself.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from hrd_report.reference.codes import CodeList
from hrd_report.reference.reading import BrokenReference, known, only, parse, several

DANGER: Final = "danger"
"""The service of those who answer when somebody is in danger right now."""

EVERYWHERE: Final = ""
"""The region, language or service of a reader who names none."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach somebody: mail, or a number for messages."""

    kind: Literal["mail", "messages"]
    address: str


@dataclass(frozen=True, slots=True)
class Helper:
    """An organisation that helps. `about` and `hours` are msgids.

    `services` and `threats` are ids; `regions` are none where it helps everywhere; `languages`
    are none where it does not say.
    """

    id: str
    organisation: str
    about: str
    services: tuple[str, ...]
    threats: tuple[str, ...]
    languages: tuple[str, ...]
    hours: str
    regions: tuple[str, ...]
    channels: tuple[Channel, ...]
    url: str
    source: str
    phone: str | None = None
    verified_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; a world region, and nothing where she does not say."""

    service: str = EVERYWHERE
    region: str = EVERYWHERE
    language: str = EVERYWHERE


def matching(helpers: Iterable[Helper], wanted: Wanted, regions: CodeList) -> tuple[Helper, ...]:
    """Return who fits, in the order of the directory; phones first where danger is asked for."""
    found = [one for one in helpers if _fits(one, wanted, regions)]
    if wanted.service == DANGER:
        found.sort(key=lambda one: one.phone is None)
    return tuple(found)


def nearest(
    helpers: Iterable[Helper],
    threats: Collection[str],
    language: str,
    *,
    in_danger: bool,
    most: int = 3,
) -> tuple[Helper, ...]:
    """Return who fits what was named best: with danger those who can be called come first.

    Whoever helps in one region only comes last: nobody said where the reader is.
    """
    found = [
        one
        for one in helpers
        if set(one.threats) & set(threats) or (in_danger and DANGER in one.services)
    ]
    found.sort(
        key=lambda one: (
            in_danger and (one.phone is None or DANGER not in one.services),
            bool(one.regions),
            bool(one.languages) and language not in one.languages,
            -len(set(one.threats) & set(threats)),
        )
    )
    return tuple(found[:most])


def with_own(helpers: Iterable[Helper], path: Path) -> tuple[Helper, ...]:
    """Return the directory with an operator's file: the same id replaces, a fresh one stands first.

    Raises `BrokenReference` where the file is missing or not as the directory is written.
    """
    try:
        found = parse(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError):
        raise BrokenReference(f"{path.name} cannot be read") from None
    if not isinstance(found, dict):
        raise BrokenReference(f"{path.name}: the top is not a mapping")
    only(found, ("helpers",), path.name)
    own = {one.id: one for one in several(Helper, found["helpers"], path.name)}
    shipped = tuple(helpers)
    fresh = [one for one in own.values() if one.id not in {other.id for other in shipped}]
    return (*fresh, *(own.get(one.id, one) for one in shipped))


def check(
    helpers: Iterable[Helper],
    services: Collection[str],
    threats: Collection[str],
    regions: CodeList,
) -> None:
    """Raise BrokenReference for a code that is none, or an address no browser should follow."""
    for one in helpers:
        known(one.services, services, one.id)
        known(one.threats, threats, one.id)
        known(one.regions, (*regions.codes, *regions.into.values()), one.id)
        if not one.url.startswith("https://"):
            raise BrokenReference(f"{one.id}: an address begins with https://")
        if one.phone is not None and not _is_phone(one.phone):
            raise BrokenReference(f"{one.id}: a number begins with + and has digits and spaces")


def _is_phone(text: str) -> bool:
    return text.startswith("+") and text[1:].replace(" ", "").isdecimal()


def _fits(one: Helper, wanted: Wanted, regions: CodeList) -> bool:
    within = {regions.into.get(region, region) for region in one.regions}
    return (
        wanted.service in {EVERYWHERE, *one.services}
        and (not one.regions or wanted.region in {EVERYWHERE, *within})
        and (not one.languages or wanted.language in {EVERYWHERE, *one.languages})
    )
