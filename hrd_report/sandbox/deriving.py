"""Has a file looked into in the jail, and goes on behind a page that cannot be drawn. Keeps none.

Which reader looks is decided by a file's first bytes, never by what its sender calls it.
"""

from collections.abc import Iterator
from typing import IO, Final

from hrd_report.sandbox import frames, jail
from hrd_report.sandbox.frames import Begun, End, Frame, Garbled
from hrd_report.sandbox.jail import NoSandbox

_PAPER: Final = "application/pdf"
_NEVER: Final = {"image/svg+xml": "svg", "image/tiff": "no_reader"}
_OFFICE: Final = (
    *(b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"word/", b"xl/", b"ppt/"),
    *(b"application/vnd.oasis.opendocument", b"META-INF/manifest.xml"),
)
_FLAT: Final = b"urn:oasis:names:tc:opendocument"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TRIES: Final = 4
_GZIP: Final = b"\x1f\x8b"


def reader_for(detected: str, first: bytes) -> str:
    """Return which reader of the jail looks at a file that begins like this; empty: none."""
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n")
    if detected == "application/zip":
        # A WACZ begins with one of three names, stored as they are.
        parts = (b"datapackage", b"archive/", b"pages/", b"indexes/")
        if any(one in first for one in parts):
            return "web_archive"
        return "office" if any(one in first for one in _OFFICE) else "archive"
    if start.startswith(b"<?xml") and _FLAT in start:
        return "office"
    if first.startswith((b"WARC/", _GZIP)):
        return "web_archive"
    if start.startswith((b"{", b"[")):
        return "measurements"
    drawn = detected.startswith(("image/", "video/")) or detected == _PAPER
    return detected if drawn and detected not in _NEVER else ""


def is_drawing(first: bytes) -> bool:
    """Tell whether a file begins like an SVG: a program that draws, which nobody runs here."""
    return b"<svg" in first.lower()


def is_old_office(first: bytes) -> bool:
    """Tell whether a file begins like an office document of before 2007, or one with a password."""
    return first.startswith(_OLD_OFFICE)


def derive(handle: int, reader: str) -> Iterator[Frame]:
    """Yield what the jail makes of a file, up to one `End`. Raises `NoSandbox`, `Busy`.

    Where a page of a paper ends the process, the next ones are tried without it.
    """
    first, said = 1, False
    for tried in range(_TRIES):
        last, ended = 0, None
        with jail.running(handle, reader, first) as out:
            for frame in _honest(out):
                said = True
                if isinstance(frame, Begun):
                    last = frame.number
                elif isinstance(frame, End):
                    ended = frame
                else:
                    yield frame
        if ended is not None:
            yield End(ended.whole, (*ended.problems, *(("pages_missing",) if tried else ())))
            return
        if not said and works():
            raise NoSandbox
        if reader != _PAPER or not last:
            break
        first = last + 1
    yield End(0, ("broke_off",))


def _honest(out: IO[bytes]) -> Iterator[Frame]:
    """Read on until something comes that nobody of ours writes; that is the end of it."""
    try:
        yield from frames.read(out)
    except Garbled:
        return


def works() -> tuple[str, ...]:
    """Try the jail. Return nothing, or codes of what is wrong with it. Raises `Busy`."""
    try:
        with jail.memory([b""]) as handle, jail.running(handle, "check") as out:
            found = [one for one in _honest(out) if isinstance(one, End)]
    except NoSandbox:
        return ("no_bubblewrap",)
    return found[0].problems if found else ("no_namespaces",)
