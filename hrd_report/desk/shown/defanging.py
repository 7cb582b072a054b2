"""Makes addresses harmless to look at: nothing can be clicked or fetched by accident. Pure."""

import re
from typing import Final

_ADDRESS: Final = re.compile(r"^\s*(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?P<host>[^/?#\s]*)")
_UNSEEN: Final = re.compile("[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def defanged(address: str) -> str:
    """Return an address with `hxxp` and bracketed dots in its host; without unseen characters."""
    address = _UNSEEN.sub("", address)
    found = _ADDRESS.match(address)
    if found is None:
        return address
    scheme, host = found["scheme"], found["host"].replace(".", "[.]").replace("@", "[@]")
    begin = "" if scheme is None else _scheme(scheme) + "://"
    return begin + host + address[found.end() :]


def _scheme(scheme: str) -> str:
    return re.sub("^http", "hxxp", scheme.lower())
