"""People without a browser, each at an address of their own: a thousand of them, all searched for.

Every word they type, send as a header or give a file is a canary, and so is where they come from.
"""

import re
import secrets
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urlencode, urlsplit

from canaries import Canaries
from forms_on_pages import Form, read

AT_ONCE = 16
"""Some answers are held for a second: so many wait beside each other."""

CROWDED = 503
_A_MOMENT = 0.1

_ADDRESS = re.compile(rb"127\.77\.\d+\.\d+|198\.18\.\d+\.\d+|2001:db8:77:", re.IGNORECASE)
_KIND = "application/x-www-form-urlencoded"


class Traces(Canaries):
    """Words nobody else uses, and addresses nobody else comes from."""

    def found_in(self, haystack: bytes) -> set[str]:
        found = super().found_in(haystack)
        return found | {"an address"} if _ADDRESS.search(haystack) else found


@dataclass
class Answer:
    """What somebody was told."""

    status: int
    location: str
    text: str
    address: str

    def form(self, ending: str) -> Form:
        """Return the form that goes to an address ending so."""
        for form in read(self.text, self.address).forms:
            if urlsplit(form.action).path.endswith(ending):
                return form
        raise AssertionError(f"no form to {ending} at {self.address}: {self.text[-2000:]}")


@dataclass
class Stranger:
    """One person with a program that says what browsers say."""

    url: str
    traces: Traces
    number: int
    _cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def __post_init__(self) -> None:
        place = urlsplit(self.url)
        high, low = divmod(self.number, 250)
        self._connection = HTTPConnection(
            place.hostname, place.port, 60, source_address=(f"127.77.{high}.{low + 1}", 0)
        )
        self._headers = {
            "User-Agent": f"{self.word('agent')}/5.0",
            "Referer": f"https://example.org/{self.word('referer')}",
            "X-Forwarded-For": f"198.18.{high}.{low}, 2001:db8:77:{high:x}::{low:x}",
            "Accept-Language": f"fr, x-{self.word('language')};q=0.1",
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def word(self, stands_for: str) -> str:
        return self.traces.word(stands_for)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Send a request and keep the cookies of its answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        cookie = "; ".join(f"{name}={one.value}" for name, one in self._cookies.items())
        said = self._headers | named | ({"Cookie": cookie} if cookie else {})
        try:
            answer = self._answer(method, path, body, said)
        except ConnectionError:
            # The server may end an idle connection just as somebody asks on it; a browser then
            # asks once more on a new one (RFC 9112, section 9.3.1).
            self._connection.close()
            answer = self._answer(method, path, body, said)
        for line in answer.headers.get_all("Set-Cookie", []):
            self._cookies.load(line)
        text = answer.read().decode()
        return Answer(answer.status, answer.headers.get("Location", ""), text, path)

    def _answer(self, method: str, path: str, body: bytes, said: dict[str, str]) -> HTTPResponse:
        self._connection.request(method, path, body, said)
        return self._connection.getresponse()

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a plain form."""
        return self.ask("POST", path, urlencode(fields).encode(), Content_Type=_KIND)

    def send(self, path: str, fields: dict[str, str], content: bytes = b"") -> Answer:
        """Send a form, with a file unless there is none; again, while too many others do."""
        boundary, body = self.multipart(fields, content)
        kind = f"multipart/form-data; boundary={boundary}"
        while (answer := self.ask("POST", path, body, Content_Type=kind)).status == CROWDED:
            time.sleep(_A_MOMENT)
        return answer

    def multipart(self, fields: dict[str, str], content: bytes) -> tuple[str, bytes]:
        boundary = secrets.token_hex(12)
        parts = [(f'name="{name}"', value.encode()) for name, value in fields.items()]
        if content:
            parts.append((f'name="files"; filename="{self.word("file name")}.png"', content))
        head = f"--{boundary}\r\nContent-Disposition: form-data; "
        body = b"".join(
            f"{head}{named}\r\n\r\n".encode() + value + b"\r\n" for named, value in parts
        )
        return boundary, body + f"--{boundary}--\r\n".encode()

    def break_off(self, path: str, fields: dict[str, str], content: bytes) -> None:
        """Send three quarters of a form and vanish."""
        boundary, body = self.multipart(fields, content)
        self._connection.putrequest("POST", path)
        for name, value in self._headers.items():
            self._connection.putheader(name, value)
        self._connection.putheader("Content-Type", f"multipart/form-data; boundary={boundary}")
        self._connection.putheader("Content-Length", str(len(body)))
        self._connection.endheaders(body[: len(body) * 3 // 4])
        self._connection.close()
