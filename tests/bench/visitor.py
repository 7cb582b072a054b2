"""A visitor that costs the machine next to nothing: raw requests over one connection, no script."""

import json
import re
import secrets
import socket
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from hrd_report.vault import age, receipts, recipients

MIB = 1024 * 1024
STORY = "Since Monday an account posts my address and asks others to come. " * 12
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)")


class Visitor:
    """One connection to a running demo, opened anew when the server closes it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._address = (parts.hostname, parts.port)
        self._socket: socket.socket | None = None

    def ask(self, head: str, *body: bytes) -> tuple[int, bytes]:
        """Send a request of this head; return the answer's status and body."""
        self._connect()
        self._socket.sendall(f"{head}\r\nHost: bench\r\n".encode() + b"".join(body))
        return self._answer()

    def stream(self, head: str, pieces: Iterator[bytes]) -> int:
        """Send a request piece by piece; return the answer's status."""
        self._connect()
        self._socket.sendall(f"{head}\r\nHost: bench\r\n".encode())
        for piece in pieces:
            self._socket.sendall(piece)
        return self._answer()[0]

    def _connect(self) -> None:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=300)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _answer(self) -> tuple[int, bytes]:
        data = self._more(b"")
        while b"\r\n\r\n" not in data:
            data = self._more(data)
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(_LENGTH.search(head)[1])
        while len(body) < length:
            body = self._more(body)
        if b"onnection: close" in head:
            self._socket.close()
            self._socket = None
        return int(head[9:12]), body

    def _more(self, data: bytes) -> bytes:
        piece = self._socket.recv(65536)
        if not piece:
            self._socket = None
            raise ConnectionError("the server closed the connection")
        return data + piece


Journey = Callable[[Visitor], bool]
"""What one visitor does; whether all of it went well."""


def form_journey(visitor: Visitor) -> bool:
    """Fetch the form and send it, as a browser without script does."""
    got, page = visitor.ask("GET /fr/ HTTP/1.1", b"\r\n")
    receipt = re.search(rb"name=receipt value=([^ >]+)", page)[1].decode()
    boundary, body = multipart(receipt=receipt, danger="no", threat="doxing", story=STORY)
    body += _part(boundary, 'name="files"; filename=""') + f"\r\n--{boundary}--\r\n".encode()
    sent, answer = visitor.ask(
        "POST /fr/report HTTP/1.1", _typed(f"multipart/form-data; boundary={boundary}", body)
    )
    return (got, sent) == (200, 200) and b"id=receipt" in answer


def json_journey(visitor: Visitor) -> bool:
    """Send a report as a program does, in JSON."""
    report = {"threats": ["doxing"], "story": STORY, "danger": "no", "language": "fr"}
    body = json.dumps(report).encode()
    return visitor.ask("POST /api/v1/reports HTTP/1.1", _typed("application/json", body))[0] == 201


def age_journey(url: str) -> Journey:
    """Return what sends a report that was sealed before, as a program without trust in us does."""
    _, known = Visitor(url).ask("GET /.well-known/hrd-report.json HTTP/1.1", b"\r\n")
    recipient = recipients.decode(json.loads(known)["recipients"][0]["recipient"])
    body = age.seal(json.dumps({"threats": ["doxing"], "story": STORY}).encode(), recipient).blob
    request = _typed("application/age", body)
    return lambda visitor: visitor.ask("POST /api/v1/reports HTTP/1.1", request)[0] == 201


def upload(visitor: Visitor, size: int) -> bool:
    """Send a report with one file of `size` bytes, as a browser does."""
    boundary, head = multipart(receipt=receipts.new().form_value(), threat="doxing")
    head += _part(boundary, 'name="files"; filename="film.mp4"')
    tail = f"\r\n--{boundary}--\r\n".encode()
    piece = secrets.token_bytes(MIB)

    def body() -> Iterator[bytes]:
        length = len(head) + size + len(tail)
        yield _typed(f"multipart/form-data; boundary={boundary}", b"", length) + head
        for _ in range(size // MIB):
            yield piece
        yield tail

    return visitor.stream("POST /fr/report HTTP/1.1", body()) == 200


def multipart(**fields: str) -> tuple[str, bytes]:
    """Return a fresh boundary, as browsers draw one, and the fields' parts."""
    boundary = f"----WebKitFormBoundary{secrets.token_hex(8)}"
    parts = (
        _part(boundary, f'name="{name}"') + value.encode() + b"\r\n"
        for name, value in fields.items()
    )
    return boundary, b"".join(parts)


def _part(boundary: str, disposition: str) -> bytes:
    return f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n".encode()


def _typed(kind: str, body: bytes, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return f"Content-Type: {kind}\r\nContent-Length: {size}\r\n\r\n".encode() + body
