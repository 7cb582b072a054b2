"""Addresses of the web: found in text however they were broken up, in one form each. Fetches none.

The form has no scheme, no name or password, no part that only tracks, no fragment. What leads to a
profile also names its account.
"""

import re
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from hrd_report.desk.indicators import hosts
from hrd_report.desk.indicators.folding import clean

LONGEST: Final = 2000
_FOUND: Final = re.compile(
    r"(?:h(?:tt|xx)ps?\s*(?:\[?:\]?)\s*//|(?<![\w@.-])(?=[\w-]+(?:\.|\[\.\]|\(dot\)|\[dot\])))"
    r"[^\s<>\"'«»“”]{3,2000}",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(r"^\s*h(?:tt|xx)ps?\s*\[?:\]?\s*//+", re.IGNORECASE)
_PORT: Final = re.compile(r":(?:80|443)?$")
_ESCAPE: Final = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT: Final = "/:@!$&'()*+,;=-._~%"
_TRACKS: Final = re.compile(
    r"utm_\w+|(?:fb|gc|dc|yc)lid|gclid|msclkid|ttclid|igshid|igsh|mibextid|mc_[ce]id|ref|ref_src"
    r"|ref_url|feature|si|_ga|_gl|spm|share_?id|cmpid|ocid|xtor|at_\w+|__\w+|cxt",
    re.IGNORECASE,
)
_NO_QUERY: Final = frozenset({"x.com", "instagram.com", "tiktok.com", "bsky.app", "threads.net"})
_END: Final = ".,;:!?)]}>…»\"'"


def found(text: str) -> tuple[str, ...]:
    """Return the addresses that stand in a text, as they stand there."""
    return tuple(
        one[0].rstrip(_END) if one[0].count("(") < one[0].count(")") else one[0].rstrip(".,;:!?…")
        for one in _FOUND.finditer(text)
    )


def normal(address: str) -> str:
    """Return an address in its one form: `host/path?query`. Nothing where it is none."""
    text = _SCHEME.sub("", hosts.refanged(clean(address).strip()))[:LONGEST]
    place, path, query = _parted(text.split("#", 1)[0])
    host = hosts.normal(_PORT.sub("", place.rpartition("@")[2]))
    if not host:
        return ""
    host, path, query = _shortened(host, path, query)
    path = _escaped(path).rstrip("/")
    kept = "" if host in _NO_QUERY else _query(query)
    return host + path + (f"?{kept}" if kept else "")


def host_of(address: str) -> str:
    """Return the host of an address in its normal form."""
    return re.split(r"[/?]", address, maxsplit=1)[0]


def _parted(text: str) -> tuple[str, str, str]:
    before, _, query = text.partition("?")
    place, slash, path = before.partition("/")
    return place, re.sub("/{2,}", "/", slash + path), query


def _shortened(host: str, path: str, query: str) -> tuple[str, str, str]:
    """Make one of the ways in which a film is named."""
    name = path.strip("/").split("/")
    if host == "youtu.be" and name[0]:
        return "youtube.com", "/watch", f"v={name[0]}"
    if host == "youtube.com" and name[0] in {"shorts", "live", "embed"} and len(name) > 1:
        return host, "/watch", f"v={name[1]}"
    return host, path, query


def _escaped(path: str) -> str:
    return _ESCAPE.sub(_plain, quote(path, safe=_KEPT))


def _plain(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return sign if sign in _UNRESERVED else found[0].upper()


def _query(query: str) -> str:
    try:
        pairs = parse_qsl(query, max_num_fields=50)
    except ValueError:
        return ""
    return urlencode(sorted(pair for pair in pairs if not _TRACKS.fullmatch(pair[0])))
