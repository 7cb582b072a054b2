"""Refuses posts that another site made a browser send. Needs no script and no cookie."""

from urllib.parse import urlsplit

from flask import request

from hrd_report.errors import HrdError
from hrd_report.vault import digests

FIELD = "form_token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class FromElsewhere(HrdError):
    """Another site made the browser send this."""

    code = "from_elsewhere"


class FormExpired(HrdError):
    """The form belongs to a session that is over."""

    code = "form_expired"


def check_site() -> None:
    """Refuse a changing request that the browser says comes from another site.

    Browsers that say nothing (old ones, text browsers, programs) are let through: without a
    session there is nothing another site could misuse. `Origin: null` is what browsers send for
    our own forms under `Referrer-Policy: no-referrer`, so it says nothing either.
    """
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise FromElsewhere
        return
    origin = request.headers.get("Origin")
    if origin and origin != "null" and _host(origin) != request.host:
        raise FromElsewhere


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # no address at all
        return None


def check(form_token: str) -> None:
    """Refuse a changing request that does not carry the session's own token."""
    if request.method in _SAFE:
        return
    check_site()
    sent = request.headers.get("X-Form-Token") or _sent_in_form()
    if not digests.equal(sent.encode(), form_token.encode()):
        raise FormExpired


def _sent_in_form() -> str:
    """Take the token from the form, or from the address where the body is streamed by the view.

    The token is worthless without the session's cookie, which no other site can send.
    """
    if request.mimetype == "multipart/form-data":
        return request.args.get(FIELD, "")
    return request.form.get(FIELD, "")
