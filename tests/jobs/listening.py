"""A system on loopback that is told of changes over real TLS, and keeps what came, byte for byte.

It verifies as the specification's text says (standardwebhooks.com, "Verifying signatures",
asymmetric): `v1a`, ed25519 over id, timestamp and body with full stops between. It imports nothing
of the program.
"""

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


@dataclass
class Came:
    """One message as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def said(self) -> dict:
        return json.loads(self.body)

    def verify(self, public: str, now: float) -> None:
        """Raise unless the key signed this very message about now."""
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public.removeprefix("whpk_")))
        timestamp = self.headers["webhook-timestamp"]
        assert abs(int(timestamp) - now) < 300
        signed = b".".join((self.id.encode(), timestamp.encode(), self.body))
        found = [self._holds(key, one, signed) for one in self.signatures]
        if not any(found):
            raise InvalidSignature

    @property
    def signatures(self) -> list[str]:
        return self.headers["webhook-signature"].split(" ")

    @staticmethod
    def _holds(key: Ed25519PublicKey, spelt: str, signed: bytes) -> bool:
        version, _, signature = spelt.partition(",")
        assert version == "v1a"
        try:
            key.verify(base64.b64decode(signature, validate=True), signed)
        except InvalidSignature:
            return False
        return True


@dataclass
class System:
    """What came, and with which status the next ones are answered."""

    address: str = ""
    status: int = 204
    came: list[Came] = field(default_factory=list)


@contextmanager
def listening(theirs: ssl.SSLContext) -> Iterator[System]:
    """Run the system until the block ends."""
    system = System()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            system.came.append(Came(self.path, headers, body))
            self.send_response(system.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = theirs.wrap_socket(server.socket, server_side=True)
    system.address = f"https://127.0.0.1:{server.server_address[1]}/changes?of=desk"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
