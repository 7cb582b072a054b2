"""Where passkeys are used: the host that browsers bind them to, and challenges for it."""

from typing import Final
from urllib.parse import urlsplit

from flask import request

from hrd_report.accounts.actions import challenges
from hrd_report.accounts.actions.challenges import Purpose
from hrd_report.accounts.actions.passkeys import Site
from hrd_report.errors import WrongPassword
from hrd_report.settings import Settings
from hrd_report.web.services import services

_LOCAL: Final = "localhost"


def here() -> Site | None:
    """Return where this page stands, or nothing where passkeys cannot be: at a bare number."""
    return site_of(request.host, services().settings)


def this() -> Site:
    """Return where this page stands. Raises `WrongPassword` where passkeys cannot be."""
    found = here()
    if found is None:
        raise WrongPassword("no passkeys at this address")
    return found


def site_of(asked: str, settings: Settings) -> Site | None:
    """Return the place of passkeys for the address a browser asked.

    Only the public address has one, and `localhost` where that is this very machine: a name that
    somebody else made point here has none.
    """
    public = urlsplit(settings.public_url)
    host = urlsplit(f"//{asked}").hostname or ""
    at_home = settings.on_loopback and not settings.secure and host == _LOCAL
    if not at_home and (asked != public.netloc or not _is_name(host)):
        return None
    return Site(host, f"{public.scheme}://{asked}")


def elsewhere() -> str:
    """Return the address where passkeys work, for somebody who is at one where they do not."""
    settings = services().settings
    public = urlsplit(settings.public_url)
    if _is_name(public.hostname or ""):
        return settings.public_url
    if not settings.on_loopback:
        return ""
    port = urlsplit(f"//{request.host}").port
    return f"{public.scheme}://{_LOCAL}" + (f":{port}" if port else "")


def fresh_challenge(purpose: Purpose, subject: bytes = b"") -> bytes:
    """Return a challenge that can be answered once, for some minutes."""
    parts = services()
    return challenges.make(parts.pepper, purpose, subject, parts.clock())


def _is_name(host: str) -> bool:
    """Whether a host is a name: browsers bind no passkey to an address of numbers."""
    return bool(host) and ":" not in host and not host.replace(".", "").isdigit()
