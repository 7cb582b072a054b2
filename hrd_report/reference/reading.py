"""Reads reference data strictly into frozen dataclasses. Guesses and fills in nothing."""

import dataclasses
import datetime as dt
import re
import types
import typing
from collections.abc import Hashable, Iterable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable

import yaml

from hrd_report.errors import HrdError

Raw = Mapping[str, object]
T = typing.TypeVar("T")

_SPAN = re.compile(r"(\d+) (min|h|d)")
_UNITS = {"min": "minutes", "h": "hours", "d": "days"}


class BrokenReference(HrdError):
    """The reference data contradict themselves or their shape. The message names the place."""

    code = "broken_reference"


class _Strict(yaml.CSafeLoader):
    """A YAML reader that refuses a key said twice."""

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - PyYAML's signature
    ) -> dict[Hashable, object]:
        """Build the mapping; raises BrokenReference where a key returns."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise BrokenReference(f"{key!r} twice{node.start_mark}")
        return super().construct_mapping(node, deep)


def folder(name: str) -> Traversable:
    """Return a folder of this room's package data (`data`, `advice`)."""
    return resources.files("hrd_report.reference") / name


def parse(text: str, where: str) -> object:
    """Parse YAML text. Raises BrokenReference for bad syntax or a repeated key."""
    try:
        return yaml.load(text, _Strict)  # noqa: S506 - a subclass of the safe loader
    except yaml.YAMLError as error:
        raise BrokenReference(f"{where}: {error}") from None


def document(name: str) -> Raw:
    """Read `data/<name>.yaml`, whose top must be a mapping."""
    found = parse((folder("data") / f"{name}.yaml").read_text("utf-8"), name)
    if not isinstance(found, dict):
        raise BrokenReference(f"{name}: the top is not a mapping")
    return found


def only(raw: Raw, keys: Iterable[str], where: str) -> None:
    """Refuse a mapping whose keys are not exactly `keys`."""
    if set(raw) != set(keys):
        raise BrokenReference(f"{where}: keys {sorted(set(raw) ^ set(keys))}")


def build(kind: type[T], raw: object, where: str) -> T:
    """Make one frozen dataclass from a mapping.

    Unknown keys, missing keys and values of another type raise BrokenReference.
    """
    if not isinstance(raw, dict):
        raise BrokenReference(f"{where}: not a mapping")
    fields = {f.name: f for f in dataclasses.fields(typing.cast("typing.Any", kind))}
    unknown = set(raw) - set(fields)
    if unknown:
        raise BrokenReference(f"{where}: unknown {sorted(map(str, unknown))}")
    hints = typing.get_type_hints(kind)
    values = {}
    for name, field in fields.items():
        if name in raw:
            values[name] = cast(hints[name], raw[name], f"{where}.{name}")
        elif field.default is dataclasses.MISSING:
            raise BrokenReference(f"{where}: {name} is missing")
    return kind(**values)


def several(kind: type[T], raw: object, where: str) -> tuple[T, ...]:
    """Make one dataclass for each entry of a list; an `id` may stand only once."""
    if not isinstance(raw, list):
        raise BrokenReference(f"{where}: not a list")
    made = tuple(build(kind, entry, f"{where}[{n}]") for n, entry in enumerate(raw))
    unique((getattr(thing, "id", n) for n, thing in enumerate(made)), where)
    return made


def unique(ids: Iterable[object], where: str) -> None:
    """Refuse an id that stands twice."""
    seen: set[object] = set()
    for one in ids:
        if one in seen:
            raise BrokenReference(f"{where}: {one!r} twice")
        seen.add(one)


def known(ids: Iterable[str], among: Iterable[str], where: str) -> None:
    """Refuse a reference to something that does not exist."""
    dangling = sorted(set(ids) - set(among))
    if dangling:
        raise BrokenReference(f"{where}: no such {dangling}")


def cast(hint: typing.Any, raw: object, where: str) -> typing.Any:  # noqa: ANN401 - the hint decides
    """Return `raw` as the type `hint` says, or raise BrokenReference."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _optional(hint, raw, where)
    if origin in _CONTAINERS:
        return _CONTAINERS[origin](typing.get_args(hint), raw, where)
    if dataclasses.is_dataclass(hint):
        return build(typing.cast("type[object]", hint), raw, where)
    if hint is dt.timedelta:
        return span(raw, where)
    if type(raw) is not hint:
        raise BrokenReference(f"{where}: {raw!r} is not {hint.__name__}")
    return raw


def span(raw: object, where: str) -> dt.timedelta:
    """Read a span written `24 h`, `3 d` or `120 min`."""
    match = _SPAN.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        raise BrokenReference(f"{where}: {raw!r} is not a span")
    return dt.timedelta(**{_UNITS[match[2]]: int(match[1])})


def _optional(hint: typing.Any, raw: object, where: str) -> object:  # noqa: ANN401 - see cast
    if raw is None:
        return None
    (inner,) = (arg for arg in typing.get_args(hint) if arg is not types.NoneType)
    return cast(inner, raw, where)


def _tuple(args: tuple[object, ...], raw: object, where: str) -> tuple[object, ...]:
    if not isinstance(raw, list):
        raise BrokenReference(f"{where}: not a list")
    return tuple(cast(args[0], entry, f"{where}[{n}]") for n, entry in enumerate(raw))


def _mapping(args: tuple[object, ...], raw: object, where: str) -> Mapping[object, object]:
    if not isinstance(raw, dict):
        raise BrokenReference(f"{where}: not a mapping")
    return types.MappingProxyType(
        {
            cast(args[0], key, where): cast(args[1], entry, f"{where}.{key}")
            for key, entry in raw.items()
        }
    )


def _literal(args: tuple[object, ...], raw: object, where: str) -> object:
    if raw not in args:
        raise BrokenReference(f"{where}: {raw!r} is none of {args}")
    return raw


_CONTAINERS: Mapping[typing.Any, typing.Callable[..., object]] = {
    tuple: _tuple,
    Mapping: _mapping,
    typing.Literal: _literal,
}
