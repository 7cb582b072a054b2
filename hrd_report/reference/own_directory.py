"""What an organisation knows of addressees, on top of what is shipped. Pure: keeps nothing.

An entry with the id of a shipped one replaces the fields it names; any other one is an addressee of
the organisation's own. Only what differs is kept, so that a newer program's data come through.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hrd_report.reference import directory_file
from hrd_report.reference.directory_file import Entry, Problem, Refused
from hrd_report.reference.platforms import Platform
from hrd_report.reference.reference import Reference

_REQUIRED = tuple(
    one.name for one in dataclasses.fields(Platform) if one.default is dataclasses.MISSING
)
_NEVER_OWN = ("group",)
"""What statistics count by is not the organisation's to say."""


def merged(shipped: Reference, text: str) -> Reference:
    """Return the reference with the entries of a file on top. Raises `Refused`."""
    entries = directory_file.parse(text)
    own = {one.id: one for one in entries}
    problems: list[Problem] = []
    platforms = [_over(one, own.get(one.id), shipped, problems) for one in shipped.platforms]
    authorities = [_over(one, own.get(one.id), shipped, problems) for one in shipped.authorities]
    known = {one.id for one in shipped.addressees}
    fresh = [_fresh(one, shipped, problems) for one in entries if one.id not in known]
    if problems:
        raise Refused(problems)
    # The organisation's own stand with the authorities: nothing is classified or counted by them.
    return dataclasses.replace(
        shipped,
        platforms=tuple(platforms),
        authorities=(*authorities, *(one for one in fresh if one is not None)),
    )


def differences(shipped: Reference, text: str) -> str:
    """Return the file that says no more than what differs from the shipped directory."""
    whole = merged(shipped, text)
    return directory_file.dump(list(_differing(shipped, whole.addressees)))


def export(reference: Reference) -> str:
    """Return a whole directory as a file."""
    entries = [directory_file.to_data(one) for one in reference.addressees]
    return directory_file.dump(entries)


def own_ids(shipped: Reference, reference: Reference) -> frozenset[str]:
    """Return the ids of the entries in which the organisation's own words stand."""
    before = {one.id: one for one in shipped.addressees}
    return frozenset(one.id for one in reference.addressees if before.get(one.id) != one)


def _differing(shipped: Reference, addressees: Iterable[Platform]) -> Iterator[dict[str, Any]]:
    before = {one.id: one for one in shipped.addressees}
    for one in addressees:
        known = before.get(one.id)
        if known is None:
            yield directory_file.to_data(one)
        elif known != one:
            changed = [
                field.name
                for field in dataclasses.fields(one)
                if getattr(one, field.name) != getattr(known, field.name)
            ]
            values = {name: directory_file.to_data(getattr(one, name)) for name in changed}
            yield {"id": one.id, **values}


def _over(
    known: Platform, entry: Entry | None, shipped: Reference, problems: list[Problem]
) -> Platform:
    if entry is None:
        return known
    fields = {name: value for name, value in entry.fields.items() if name not in _NEVER_OWN}
    made = dataclasses.replace(known, **fields)
    problems += _misfits(made, entry, shipped)
    return made


def _fresh(entry: Entry, shipped: Reference, problems: list[Problem]) -> Platform | None:
    given = {"group": "other", **entry.fields}
    missing = [name for name in _REQUIRED if name not in given]
    if missing:
        problems += [Problem(entry.line, "missing", name) for name in missing]
        return None
    made = Platform(**given)
    problems += _misfits(made, entry, shipped)
    return made


def _misfits(made: Platform, entry: Entry, shipped: Reference) -> list[Problem]:
    policies = {one.id for one in shipped.policies}
    purposes = {one.id for one in shipped.route_purposes}
    found = [
        *_unknown(made.clauses, policies),
        *_unknown((one.purpose for one in made.routes), purposes),
    ]
    for route in made.routes:
        found += _unknown(route.covers, policies)
        if (route.address is None) == (route.how is None):
            found.append("routes")
    if not made.routes:
        found.append("routes")
    return [Problem(entry.line, "bad_value", one) for one in dict.fromkeys(found)]


def _unknown(given: Iterable[str], known: set[str]) -> Sequence[str]:
    return [one for one in given if one not in known]
