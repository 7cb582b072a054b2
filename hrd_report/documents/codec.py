"""Turns a document into JSON data and back, strictly. The only place that unwraps them in bulk."""

import datetime as dt
from typing import Any, Final, TypeVar

from cattrs import Converter
from cattrs.errors import BaseValidationError, CattrsError

from hrd_report.errors import Damaged
from hrd_report.sealed import Plain

Document = TypeVar("Document")

_MISFITS: Final = (
    BaseValidationError,
    CattrsError,
    TypeError,
    ValueError,
    OverflowError,
    KeyError,
    AttributeError,
)


def _converter() -> Converter:
    made = Converter(forbid_extra_keys=True, detailed_validation=False)
    made.register_unstructure_hook(Plain, lambda words: words.reveal())
    made.register_structure_hook(Plain, lambda value, _: Plain(_text(value)))
    made.register_structure_hook(str, lambda value, _: _text(value))
    made.register_unstructure_hook(dt.datetime, lambda moment: moment.isoformat())
    made.register_structure_hook(dt.datetime, lambda value, _: _moment(value))
    return made


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is due here")
    return value


def _moment(value: object) -> dt.datetime:
    moment = dt.datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return moment


_CONVERTER: Final = _converter()


def to_data(document: object) -> Any:  # noqa: ANN401 - JSON data
    """Return a document as plain JSON data, its words unwrapped, ready to be sealed."""
    return _CONVERTER.unstructure(document)


def from_data(data: object, kind: type[Document]) -> Document:
    """Return the document that JSON data stand for. Raises `Damaged` where they do not fit."""
    try:
        return _CONVERTER.structure(data, kind)
    except _MISFITS as problem:
        raise Damaged(f"not a {kind.__name__}: {type(problem).__name__}") from None
