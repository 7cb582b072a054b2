"""Reads and writes a directory of addressees as YAML, and says by line what does not fit.

Guesses nothing: an unknown field, a repeated one, an alias or a value of another kind is refused.
"""

import dataclasses
import datetime as dt
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from hrd_report.reference.platforms import Platform
from hrd_report.reference.reading import BrokenReference, cast

LONGEST: Final = 400_000
_TOP: Final = "addressees"
_HOUR: Final = dt.timedelta(hours=1)
_HINTS: Final = typing.get_type_hints(Platform)


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not fit: the line it stands on, a stable code, and the field or id meant."""

    line: int
    code: str
    what: str = ""


class Refused(Exception):
    """A file that is not taken. `problems` are in the order of its lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(sorted(problems, key=lambda one: one.line))


@dataclass(frozen=True, slots=True)
class Entry:
    """One addressee of a file: the fields it gives, and the line on which it begins."""

    id: str
    line: int
    fields: Mapping[str, Any]


def parse(text: str) -> tuple[Entry, ...]:
    """Return the entries of a file. Raises `Refused` with everything that is wrong with it."""
    top = _node(text)
    if not isinstance(top, yaml.MappingNode) or [key.value for key, _ in top.value] != [_TOP]:
        raise Refused([Problem(1, "top", _TOP)])
    listed = top.value[0][1]
    if not isinstance(listed, yaml.SequenceNode):
        raise Refused([Problem(_line(listed), "not_a_list", _TOP)])
    problems = [one for node in listed.value for one in _unknown(node, Platform)]
    if problems:
        raise Refused(problems)
    return tuple(_entries(listed.value))


def dump(entries: Sequence[Mapping[str, Any]]) -> str:
    """Return a file with these entries, readable for people and for `parse`."""
    return yaml.dump(
        {_TOP: [dict(one) for one in entries]},
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )


def to_data(value: object) -> Any:  # noqa: ANN401 - what YAML writes
    """Return a value of the reference as YAML writes it; fields that say nothing are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_data(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != field.default
        }
    if isinstance(value, Mapping):
        return {key: to_data(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [to_data(one) for one in value]
    if isinstance(value, dt.timedelta):
        return f"{value // _HOUR} h"
    return value


def _node(text: str) -> yaml.Node | None:
    if len(text) > LONGEST:
        raise Refused([Problem(1, "too_long")])
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent):
                # Aliases of aliases make a small file endless.
                raise Refused([Problem(_line(event), "alias")])
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # What is missing at the end is missing in the last line, whatever the parser says.
        last = max(len(text.splitlines()), 1)
        raise Refused([Problem(min(mark.line + 1, last) if mark else 1, "no_yaml")]) from None
    except (yaml.YAMLError, RecursionError):
        raise Refused([Problem(1, "no_yaml")]) from None


def _unknown(node: yaml.Node, shape: type) -> Iterator[Problem]:
    """Yield each field that a shape does not have, or that stands twice, at any depth."""
    if not isinstance(node, yaml.MappingNode):
        yield Problem(_line(node), "not_a_mapping")
        return
    hints, seen = typing.get_type_hints(shape), set[str]()
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        if name not in hints:
            yield Problem(_line(key), "unknown_field", str(name))
        elif name in seen:
            yield Problem(_line(key), "twice", name)
        else:
            yield from _below(value, hints[name])
        seen.add(name)


def _below(node: yaml.Node, hint: Any) -> Iterator[Problem]:  # noqa: ANN401 - a type hint
    shapes = (one for one in _parts(hint) if isinstance(one, type))
    shape = next((one for one in shapes if dataclasses.is_dataclass(one)), None)
    if shape is None or (isinstance(node, yaml.ScalarNode) and node.value in {"", "null", "~"}):
        return
    below = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for one in below:
        yield from _unknown(one, shape)


def _parts(hint: Any) -> Iterator[Any]:  # noqa: ANN401 - a type hint
    yield hint
    for one in typing.get_args(hint):
        yield from _parts(one)


def _entries(nodes: list[yaml.Node]) -> Iterator[Entry]:
    problems: list[Problem] = []
    found: dict[str, Entry] = {}
    for node in nodes:
        entry = _entry(node, problems)
        if entry.id in found:
            problems.append(Problem(entry.line, "twice", entry.id))
        found[entry.id] = entry
    if problems:
        raise Refused(problems)
    yield from found.values()


def _entry(node: yaml.Node, problems: list[Problem]) -> Entry:
    lines = {key.value: _line(key) for key, _ in node.value}
    raw = yaml.CSafeLoader("").construct_document(node)
    fields: dict[str, Any] = {}
    for name, value in raw.items():
        try:
            fields[name] = cast(_HINTS[name], value, name)
        except BrokenReference:
            problems.append(Problem(lines[name], "bad_value", name))
    name = fields.get("id", "")
    if not name or not name.replace("_", "a").isalnum() or not name.isascii():
        problems.append(Problem(_line(node), "missing", "id"))
    return Entry(str(name), _line(node), fields)


def _line(node: yaml.Node | yaml.Event) -> int:
    return node.start_mark.line + 1 if node.start_mark else 1
