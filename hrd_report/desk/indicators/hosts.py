"""The names of machines: one form for each, and what somebody can register of it. Asks nobody.

The public suffix list is the copy that comes with the library: nothing is fetched.
"""

import ipaddress
import re
from functools import cache
from typing import Final

import tldextract

from hrd_report.desk.indicators.folding import folded

_LONGEST: Final = 253
_ALLOWED: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_DOTS: Final = re.compile(
    r"\s?[\[({]\s*(?:\.|dot|point)\s*[\])}]\s?|[\u3002\uff0e\uff61]", re.IGNORECASE
)
_FRONTS: Final = ("www.", "m.", "mobile.", "mbasic.", "touch.", "old.", "web.", "amp.")
_SAME: Final = {
    "twitter.com": "x.com",
    "fxtwitter.com": "x.com",
    "vxtwitter.com": "x.com",
    "fixupx.com": "x.com",
    "nitter.net": "x.com",
    "fb.com": "facebook.com",
    "fb.me": "facebook.com",
    "youtube-nocookie.com": "youtube.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "threads.com": "threads.net",
    "instagr.am": "instagram.com",
    "vkontakte.ru": "vk.com",
}


def refanged(text: str) -> str:
    """Return a text whose dots are dots again: `evil[.]example`, `evil (dot) example`."""
    return _DOTS.sub(".", text)


def normal(host: str) -> str:
    """Return a host in its one form, in ASCII, or nothing where it is none."""
    before, kept = "", folded(refanged(host)).strip(".").strip()
    while kept != before:
        before, kept = kept, _SAME.get(_bare(kept), _bare(kept))
    return kept if _is_host(kept) else ""


def registered(host: str) -> str:
    """Return what somebody registered of a host in its normal form: `bbc.co.uk`. Else nothing."""
    if _is_number(host):
        return host
    found = _suffixes().extract_str(host, include_psl_private_domains=True)
    # A name under no public suffix, such as one of an onion service, is its own.
    return found.top_domain_under_public_suffix or ".".join(host.split(".")[-2:])


def _bare(host: str) -> str:
    host = _ascii(host)
    for front in _FRONTS:
        rest = host.removeprefix(front)
        if rest != host and "." in rest:
            return rest
    return host


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _is_host(host: str) -> bool:
    if not host or len(host) > _LONGEST:
        return False
    if _is_number(host):
        return True
    parts = host.split(".")
    return len(parts) > 1 and all(_ALLOWED.fullmatch(one) for one in parts) and _is_public(host)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "." in host


def _is_public(host: str) -> bool:
    return bool(_suffixes().extract_str(host).suffix) or host.endswith((".onion", ".example"))


@cache
def _suffixes() -> tldextract.TLDExtract:
    return tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())
