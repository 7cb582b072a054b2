"""Makes typed words fit to leave, and addresses fit to be shown. Adds no word of its own."""

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

PLACEHOLDER: Final = re.compile(r"\[\[[^\[\]]*\]\]")
"""A place that somebody still has to fill: `[[what happened]]`."""

_BREAKS: Final = re.compile("\r\n|[\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
# Overrides that make an address read otherwise than it is; marks that Arabic needs stay.
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MANY_LINES: Final = re.compile(r"\n{3,}")
_SPACES: Final = re.compile(r"\s+")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_WEB: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_SCHEME: Final = re.compile(r"^h(?:xx|tt)p(s?)(?:\[:\]|:)//", re.IGNORECASE)
_WEB_ALONE: Final = re.compile(r"https?://[^\s/?#]+\.[^\s/?#]+[^\s<>\"]*", re.IGNORECASE)


def paragraphs(text: str) -> str:
    """Return a text with plain line ends, without control characters or hidden directions."""
    whole = text.encode("utf-8", "replace").decode()
    lines = _DIRECTIONS.sub("", _BREAKS.sub("\n", whole)).replace("\t", " ").split("\n")
    kept = "\n".join("".join(filter(_shown, line)).rstrip() for line in lines)
    return _MANY_LINES.sub("\n\n", kept).strip()


def line(text: str) -> str:
    """Return a text on one line."""
    return _SPACES.sub(" ", paragraphs(text)).strip()


def unfilled(text: str) -> list[str]:
    """Return the names of the places nobody filled yet, or `…` for a bracket left alone."""
    found = [place[2:-2].strip() for place in PLACEHOLDER.findall(text)]
    rest = PLACEHOLDER.sub("", text)
    return found + (["…"] if "[[" in rest or "]]" in rest else [])


def is_mail_address(text: str) -> bool:
    """Whether a text is one e-mail address and nothing besides."""
    return _ADDRESS.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Whether a text is one http or https address and nothing besides."""
    return _WEB_ALONE.fullmatch(text) is not None and host(text) != ""


def host(address: str) -> str:
    """Return the host of a web address in small letters, or nothing where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # a bracket that nothing closes, for one
        return ""


def refanged(address: str) -> str:
    """Return an address as it is, from one that was made harmless for the screen."""
    return _SCHEME.sub(r"http\1://", line(address)).replace("[.]", ".")


def defanged(text: str) -> str:
    """Return a text whose web addresses no reader and no program can follow by accident."""
    return _WEB.sub(_harmless, text)


def names_in(text: str, names: str) -> bool:
    """Whether a text says one of some names (whole, one a line, letter case aside)."""
    said = _folded(text)
    return any(_folded(name) in said for name in names.splitlines() if len(line(name)) > 1)


def _harmless(found: re.Match[str]) -> str:
    scheme, _, rest = found[0].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.replace('t', 'x').replace('T', 'X')}://{host.replace('.', '[.]')}{slash}{path}"


def _shown(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs"}


def _folded(text: str) -> str:
    return line(unicodedata.normalize("NFKC", text)).casefold()
