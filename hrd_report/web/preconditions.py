"""ETag and If-Match: a program changes what it saw, or nothing. Compares no content."""

import re
from typing import Final

from flask import Response, g, request

from hrd_report.errors import HrdError

_TAG: Final = re.compile(r'"(\d{1,18})"')


class NothingSeen(HrdError):
    """A change came without If-Match: nobody can tell what it was made from."""

    code = "if_match_missing"


class Outdated(HrdError):
    """It changed since the version that If-Match names."""

    code = "outdated"


def tag(response: Response, version: int) -> Response:
    """Say in which version something is answered with."""
    response.headers["ETag"] = f'"{version}"'
    return response


def seen_version() -> int:
    """Return the version that a change is made from. Raises `NothingSeen`.

    `*`, weak tags and lists are refused alike: each would let one person overwrite another.
    """
    found = _TAG.fullmatch(request.headers.get("If-Match", "").strip())
    if found is None:
        raise NothingSeen
    g.version_counts = True
    return int(found[1])


def counts() -> bool:
    """Tell whether the version that this request names decided anything."""
    return bool(g.get("version_counts"))
