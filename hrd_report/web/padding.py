"""Pads pages to steps of length, so that an encrypted line tells less of which page was read.

A page of nothing but our own words is squeezed first: on a slow line it is there in half the time,
and nearly all of them come to be equally long. How far words can be squeezed tells of the words,
so a page that shows somebody's own, or what they typed, is sent as it stands
(docs/decisions/0020-squeezed-pages.md).
"""

import zlib
from typing import Final

from flask import Flask, Response, g, request

STEP: Final = 4_000
"""Bytes. Two of them are all that the start page may have."""

_HEAD: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""RFC 1952, section 2.3: no name, no time, an unknown system."""
_TRAILER: Final = 8
_EMPTY: Final = b"\x00\x00\x00\xff\xff"
"""A stored block of nothing, not the last one (RFC 1951, section 3.2.4)."""
_RAW: Final = -zlib.MAX_WBITS


def install(app: Flask) -> None:
    """Pad every page of ours, also those that say what went wrong. Files are left as they are."""
    app.after_request(pad)


def only_our_words(answer: Response) -> None:
    """Say of an answer, and of no other to its request: nobody but us wrote what is on it."""
    g.only_our_words = answer


def pad(answer: Response) -> Response:
    """Let a page end in blanks up to the next step; a browser shows none of them.

    An answer that leads elsewhere shows nothing, and has nothing to fill up.
    """
    if answer.mimetype != "text/html" or answer.is_streamed or answer.direct_passthrough:
        return answer
    if "Location" in answer.headers:
        answer.set_data(b"")
        return answer
    page = answer.get_data()
    ours: object = g.get("only_our_words")
    if ours is answer:
        answer.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"] > 0:
            answer.content_encoding = "gzip"
            answer.set_data(squeezed(page))
            return answer
    answer.set_data(page + b" " * (-len(page) % STEP))
    return answer


def squeezed(page: bytes) -> bytes:
    """Return a gzip file of a whole number of steps: the page squeezed, then blocks of nothing.

    A last block of up to four blanks makes the length right. Whoever opens it sees no more.
    """
    press = zlib.compressobj(wbits=_RAW)
    body = press.compress(page) + press.flush(zlib.Z_SYNC_FLUSH)
    fixed = len(_HEAD) + len(body) + len(_EMPTY) + _TRAILER
    missing, rest = divmod(-fixed % STEP, len(_EMPTY))
    blanks = b" " * rest
    store = zlib.compressobj(level=0, wbits=_RAW)
    body += _EMPTY * missing + store.compress(blanks) + store.flush()
    whole = page + blanks
    check, length = zlib.crc32(whole), len(whole) & 0xFFFFFFFF
    return _HEAD + body + check.to_bytes(4, "little") + length.to_bytes(4, "little")
