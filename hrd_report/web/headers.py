"""The headers every answer carries. Loosens nothing for anybody."""

from typing import Final

from flask import Flask, Response

_ALWAYS: Final = {
    # The second word is for lynx, which knows no other and wants it last.
    "Cache-Control": "no-store, no-cache",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_POLICY: Final = (
    "default-src 'none'; style-src {style}; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_WITH_SCRIPT: Final = (
    "; script-src {script}; require-trusted-types-for 'script'; trusted-types 'none'"
)


_WITH_CONNECTION: Final = "; connect-src 'self'"


def policy(*, style: str = "'self'", script: str | None = None, connect: bool = False) -> str:
    """Return the content security policy of a page whose styles come from `style`.

    With `script` it runs what comes from there, which can write no HTML, and nothing else; with
    `connect` that may ask this server.
    """
    runs = "" if script is None else _WITH_SCRIPT.format(script=script)
    return _POLICY.format(style=style) + runs + (_WITH_CONNECTION if connect else "")


def for_sealing(policy: str, address: str) -> str:
    """Return a policy for the page that seals: its script may ask one address alone.

    Its form goes nowhere: should the script fail, nothing that was typed is in an address.
    """
    return policy.replace("connect-src 'self'", f"connect-src {address}").replace(
        "form-action 'self'", "form-action 'none'"
    )


def install(app: Flask) -> None:
    """Put the headers on every answer, also on errors and files."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", policy())
    response.headers.pop("Server", None)
    return response
