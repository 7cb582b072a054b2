"""The one way out to a platform's server: one host, TLS, strict times. Logs and keeps nothing."""

import datetime as dt
import json
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from hrd_report.escalation.channels.protocol import NotDelivered

LONGEST_ANSWER: Final = 1_000_000
_LONGEST_WAIT: Final = dt.timedelta(hours=24)
_AGENT: Final = "hrd-report"
_CODES: Final = {401: "refused_login", 403: "refused_login", 429: "too_often"}
_OK, _REDIRECT, _OURS, _THEIRS = 200, 300, 400, 500


@dataclass(frozen=True, slots=True, repr=False)
class Wire:
    """How servers are reached. `seconds` for a whole call, `proxy` an address or nothing."""

    proxy: str = ""
    seconds: float = 20
    trust: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Server:
    """One server of the directory, and what its calls carry. `base` is https://host[:port]."""

    wire: Wire
    base: str
    headers: Mapping[str, str]

    def get(self, path: str, query: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON
        """Ask for something. Nothing leaves but the question."""
        return self._call("GET", path, params=dict(query))[0]

    def post(
        self,
        path: str,
        body: Mapping[str, Any],
        *,
        form: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Any:  # noqa: ANN401 - JSON
        """Send something; where nobody answers afterwards it may have arrived (`unsure`)."""
        sent: dict[str, Any] = {"data": dict(body)} if form else {"json": dict(body)}
        return self._call("POST", path, headers=dict(headers or {}), **sent)[0]

    def create(self, path: str, body: Mapping[str, Any]) -> str:
        """Make something there, as `post`; return where it lies, as far as they say."""
        return self._call("POST", path, json=dict(body))[1]

    def notify(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send bytes as they are; return the status, and read nothing of what was answered."""
        sent = {"User-Agent": _AGENT, **self.headers, **headers}
        check_base(self.base)
        with (
            _failing(posting=True),
            self._client() as client,
            client.stream("POST", self.base + path, content=body, headers=sent) as answer,
        ):
            return answer.status_code

    def _call(self, method: str, path: str, **sent: Any) -> tuple[Any, str]:  # noqa: ANN401
        check_base(self.base)
        headers = {"User-Agent": _AGENT, **self.headers, **sent.pop("headers", {})}
        until = time.monotonic() + self.wire.seconds
        posting = method == "POST"
        with (
            _failing(posting=posting),
            self._client() as client,
            client.stream(method, self.base + path, headers=headers, **sent) as answer,
        ):
            return _read(answer, until, posting=posting), answer.headers.get("Location", "")

    def _client(self) -> httpx.Client:
        # What the machine's own settings say (proxies, trust) is not asked: only ours are.
        return httpx.Client(
            proxy=self.wire.proxy or None,
            verify=self.wire.trust or ssl.create_default_context(),
            timeout=self.wire.seconds,
            follow_redirects=False,
            trust_env=False,
        )


@contextmanager
def _failing(*, posting: bool) -> Iterator[None]:
    """Say in our words why nothing could be asked or sent. Raises `NotDelivered`."""
    try:
        yield
    except (httpx.ConnectTimeout, httpx.PoolTimeout):
        raise NotDelivered("timeout") from None
    except httpx.ConnectError as failure:
        raise NotDelivered(_connecting(failure)) from None
    except (httpx.TimeoutException, _TooLate):
        raise NotDelivered("timeout", unsure=posting) from None
    except httpx.HTTPError:
        raise NotDelivered("unreachable", unsure=posting) from None


class _TooLate(Exception):
    """An answer came too slowly."""


def check_base(base: str) -> None:
    """Refuse an address that is not one https server and nothing besides."""
    parts = urlsplit(base)
    plain = not (parts.path or parts.query or parts.fragment or parts.username)
    if parts.scheme != "https" or not parts.hostname or not plain:
        raise NotDelivered("bad_server", lasting=True)


def _read(answer: httpx.Response, until: float, *, posting: bool) -> Any:  # noqa: ANN401
    status = answer.status_code
    if not _OK <= status < _REDIRECT:
        raise _refusal(status, answer.headers.get("Retry-After", ""), posting=posting)
    found = bytearray()
    for piece in answer.iter_bytes():
        found += piece
        if len(found) > LONGEST_ANSWER or time.monotonic() > until:
            raise _TooLate
    try:
        return json.loads(found) if found else {}
    except ValueError:
        # They took it; what they say about it is no JSON.
        return {}


def _refusal(status: int, retry_after: str, *, posting: bool) -> NotDelivered:
    if status < _OURS:
        # A redirect could lead anywhere; none is followed.
        return NotDelivered("redirected", lasting=True)
    if status >= _THEIRS:
        # Their program broke: before or after it took this, nobody says.
        return NotDelivered("broken_there", unsure=posting, after=_after(retry_after))
    problem = _CODES.get(status)
    if problem is None:
        return NotDelivered("refused_content", lasting=True)
    return NotDelivered(problem, after=_after(retry_after))


def _after(said: str) -> dt.timedelta | None:
    """Read Retry-After in seconds (RFC 9110); a date or nonsense leaves our own wait."""
    text = said.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 9):  # noqa: PLR2004
        return None
    return min(dt.timedelta(seconds=int(text)), _LONGEST_WAIT)


def _connecting(failure: httpx.ConnectError) -> str:
    seen: BaseException | None = failure
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return "not_private"
        seen = seen.__cause__ or seen.__context__
    return "unreachable"
