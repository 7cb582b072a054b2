"""Pads pages to steps of length, so that an encrypted line tells less of which page was read."""

from typing import Final

from flask import Flask, Response

STEP: Final = 4_000
"""Bytes. Two of them are all that the start page may have."""


def install(app: Flask) -> None:
    """Pad every page of ours, also those that say what went wrong. Files are left as they are."""
    app.after_request(pad)


def pad(answer: Response) -> Response:
    """Let a page end in blanks up to the next step; a browser shows none of them."""
    if answer.mimetype == "text/html" and not answer.is_streamed and not answer.direct_passthrough:
        page = answer.get_data()
        answer.set_data(page + b" " * (-len(page) % STEP))
    return answer
