"""How large a body each route takes. Counts bytes, never people."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])

FORM_BYTES: Final = 200_000
"""What a route takes that says nothing else: a form without files."""

_MAX_PARTS: Final = 200


def body(limit: int) -> Callable[[View], View]:
    """Let a route take up to `limit` bytes, held in memory."""

    def set_limit(view: View) -> View:
        view.body_limit = limit  # type: ignore[attr-defined]
        return view

    return set_limit


def streamed(view: View) -> View:
    """Let a route read its body itself, piece by piece, and count for itself."""
    view.body_limit = None  # type: ignore[attr-defined]
    return view


def install(app: Flask) -> None:
    """Set the limit of each request before anything reads its body."""
    app.config["MAX_FORM_PARTS"] = _MAX_PARTS
    app.before_request(_set)


def _set() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    limit = getattr(view, "body_limit", FORM_BYTES)
    request.max_content_length = limit
    request.max_form_memory_size = limit
