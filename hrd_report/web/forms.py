"""Reads a form through a marshmallow schema, the same one the API uses. Keeps what was typed."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from hrd_report.errors import Invalid

_DIGITS: Final = 9


def load(schema: Schema, form: MultiDict[str, str]) -> Any:  # noqa: ANN401 - the schema decides
    """Return what `schema` makes of a form.

    Fields the schema calls lists take every value of their name; an empty text is an absent one.
    Raises `Invalid` with the stable codes of what is wrong in each field.
    """
    return _load(schema, as_data(schema, form))


def load_json(schema: Schema, data: Mapping[str, object]) -> Any:  # noqa: ANN401
    """Return what `schema` makes of a JSON object. Raises `Invalid`."""
    return _load(schema, data)


def whole(text: str, otherwise: int = 0) -> int:
    """Return the whole number that a field holds, of up to nine digits; else `otherwise`.

    Python refuses to read thousands of digits, and no database keeps what twenty say.
    """
    fits = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if fits else otherwise


def as_data(schema: Schema, form: MultiDict[str, str]) -> dict[str, object]:
    """Turn a form into the plain object that the JSON door would have sent."""
    data: dict[str, object] = {}
    for name, kind in schema.fields.items():
        if name not in form:
            continue
        if isinstance(kind, fields.List):
            data[name] = [value for value in form.getlist(name) if value]
        elif form[name] != "":
            data[name] = form[name]
    return data


def _load(schema: Schema, data: Mapping[str, object]) -> Any:  # noqa: ANN401
    try:
        return schema.load(data)
    except ValidationError as problem:
        raise Invalid(_codes(problem.messages)) from None


def _codes(messages: object, prefix: str = "") -> dict[str, list[str]]:
    if isinstance(messages, list):
        return {prefix or "_": [str(one) for one in messages]}
    found: dict[str, list[str]] = {}
    if isinstance(messages, dict):
        for name, inner in messages.items():
            found |= _codes(inner, f"{prefix}/{name}" if prefix else str(name))
    return found
