"""Servers on loopback that speak Mastodon's, atproto's and Lumen's calls, over real TLS."""

import json
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from hrd_report.escalation.channels.wire import Wire

TOKEN = "mastodon-user-token"
PASSWORD = "abcd-efgh-ijkl-mnop"
Said = tuple[int, dict[str, str], object]
DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
LUMEN_TYPES = (
    "CourtOrder",
    "DataProtection",
    "Defamation",
    "DMCA",
    "GovernmentRequest",
    "LawEnforcementRequest",
    "Other",
    "PrivateInformation",
    "Trademark",
)
CID = "bafyreigz3nkwpkbf2ibjfmjx7fqkxgxfr4jfjqzzxhd7zr4bpbyyqdyqba"


@dataclass
class Platform:
    """What a server was asked, and what it is told to answer instead: `says` maps a path."""

    base: str
    trust: ssl.SSLContext
    calls: list[tuple[str, dict]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    says: dict[str, Said] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    free: threading.Event = field(default_factory=threading.Event)

    @property
    def wire(self) -> Wire:
        return Wire(seconds=5, trust=self.trust)

    def posted(self, ending: str) -> list[dict]:
        return [body for path, body in self.calls if path.endswith(ending)]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    platform: Platform

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self._serve(parts.path, query)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        if "json" in self.headers["Content-Type"]:
            body = json.loads(raw)
        else:
            body = {
                name: values if name.endswith("[]") else values[0]
                for name, values in parse_qs(raw.decode(), keep_blank_values=True).items()
            }
        self._serve(self.path, body)

    def _serve(self, path: str, asked: dict) -> None:
        self.platform.calls.append((path, asked))
        self.platform.headers.append(dict(self.headers))
        if path in self.platform.silent:
            self.platform.free.wait(20)
            self.close_connection = True
            return
        status, headers, said = self.platform.says.get(path) or self._answer(path, asked)
        body = json.dumps(said).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, path: str, asked: dict) -> Said:
        if path == "/notices.json":
            return _published(asked, self.headers.get("X-Authentication-Token"))
        bearer = self.headers.get("Authorization", "")
        if path.startswith("/xrpc/"):
            return _atproto(path.removeprefix("/xrpc/"), asked, bearer)
        if bearer != f"Bearer {TOKEN}":
            return 401, {}, {"error": "The access token is invalid"}
        if path == "/api/v2/search":
            return 200, {}, _found(asked["q"])
        if path == "/api/v1/reports":
            return _reported(asked)
        return 404, {}, {"error": "Record not found"}


def _atproto(method: str, asked: dict, bearer: str) -> Said:
    if method == "com.atproto.server.createSession":
        if asked == {"identifier": "aubepine.example", "password": PASSWORD}:
            return 200, {}, {"accessJwt": "jwt", "did": DID}
        return 401, {}, {"error": "AuthenticationRequired", "message": "Invalid password"}
    if bearer != "Bearer jwt":
        return 401, {}, {"error": "AuthMissing", "message": "Authentication Required"}
    made = {**asked, "id": 17, "reportedBy": DID, "createdAt": "2026-11-21T09:30:00Z"}
    uri = asked.get("uris", "")
    answers = {
        "com.atproto.identity.resolveHandle": {"did": DID},
        "app.bsky.feed.getPosts": {
            "posts": [] if uri.endswith("/gone") else [{"uri": uri, "cid": CID}]
        },
        "com.atproto.moderation.createReport": made,
    }
    return 200, {}, answers[method]


def _found(address: str) -> dict:
    """Answer a search as Mastodon does: `/@name/number` is a post, `/@name` an account."""
    path = urlsplit(address).path.strip("/").split("/")
    if address.endswith("/gone"):
        return {"accounts": [], "statuses": [], "hashtags": []}
    account = {"id": f"1{len(path[0])}", "acct": path[0].lstrip("@")}
    if len(path) == 1:
        return {"accounts": [account], "statuses": [], "hashtags": []}
    return {
        "accounts": [],
        "statuses": [{"id": path[1], "account": account, "url": address}],
        "hashtags": [],
    }


def _reported(asked: dict) -> Said:
    if len(asked["comment"]) > 1000:
        return 422, {}, {"error": "Validation failed: Comment is too long"}
    if asked["category"] == "violation" and not asked.get("rule_ids[]"):
        said = "Validation failed: Rule ids does not reference valid rules"
        return 422, {}, {"error": said}
    report = {
        "id": f"489{asked['account_id']}",
        "action_taken": False,
        "action_taken_at": None,
        "category": asked["category"],
        "comment": asked["comment"],
        "forwarded": asked["forward"] == "true",
        "status_ids": asked.get("status_ids[]", []),
        "rule_ids": asked.get("rule_ids[]"),
    }
    return 200, {}, report


def _published(asked: dict, token: str | None) -> Said:
    """Answer as Lumen does: 201 with a place, or what its models do not take."""
    if token != TOKEN:
        return 401, {}, {"documentation_link": "See the API documentation"}
    made = asked["notice"]
    roles = [one["name"] for one in made["entity_notice_roles_attributes"]]
    if not made["works_attributes"] or "recipient" not in roles or made["type"] not in LUMEN_TYPES:
        return 422, {}, {"entity_notice_roles": ["a notice must have a recipient"]}
    return 201, {"Location": "https://lumen.example/notices/40404"}, {}


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make a certificate for loopback; return the server's side and a trust in it."""
    key, own = folder / "key.pem", folder / "own.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-keyout", str(key), "-out", str(own), "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    return context, ssl.create_default_context(cafile=str(own))


@contextmanager
def serving(theirs: ssl.SSLContext, trust: ssl.SSLContext) -> Iterator[Platform]:
    """Run a server until the block ends."""
    handler = type("_Bound", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.socket = theirs.wrap_socket(server.socket, server_side=True)
    platform = Platform(f"https://127.0.0.1:{server.server_address[1]}", trust)
    handler.platform = platform
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield platform
    finally:
        platform.free.set()
        server.shutdown()
        thread.join()
        server.server_close()
