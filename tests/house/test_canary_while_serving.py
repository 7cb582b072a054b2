"""The same word, sent to the real server over a socket: not in its log, nor in any file it left."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from canaries import Canaries, in_folder
from running import Served, serving

pytestmark = pytest.mark.slow


def send_words(served: Served, canaries: Canaries) -> None:
    """Send words as a browser, as a program, and as somebody whose request is broken."""
    word = canaries.word
    headers = {
        "User-Agent": word("agent"),
        "Referer": f"https://example.org/{word('referer')}",
        "X-Forwarded-For": word("address"),
    }
    with httpx.Client(base_url=served.url, headers=headers) as client:
        report = client.post(
            "/en/report",
            data={"story": word("story"), "danger": "no", "links": word("link")},
            files={"files": (word("file name"), word("content").encode() * 100)},
        )
        assert report.status_code == httpx.codes.OK
        client.post("/login", data={"name": word("name"), "password": word("password")})
        client.post("/en/return", data={"receipt": word("receipt")})
        client.post("/api/v1/reports", json={"story": word("api"), word("field"): 1})
        client.post("/en/report", content=word("body"), headers={"Content-Type": "text/plain"})
        client.get(f"/en/{word('path')}", params={"q": word("query")})
    _break_off(served, word("broken line"), word("broken body"))


def _break_off(served: Served, line: str, body: str) -> None:
    """Send a request that is none, and one that ends before its time."""
    place = urlsplit(served.url)
    kind = "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 9000"
    for request in (
        f"{line} / HTTP/9.9\r\n\r\n",
        f"POST /en/report HTTP/1.1\r\nHost: {place.netloc}\r\n{kind}\r\n\r\n--x\r\n{body}",
        f"GET / HTTP/1.1\r\nHost: {place.netloc}\r\n{line}\r\n\r\n",
    ):
        with socket.create_connection((place.hostname, place.port), timeout=5) as connection:
            connection.sendall(request.encode())


def test_a_real_server_leaves_no_word_behind(tmp_path: Path):
    canaries = Canaries()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with serving(tmp_path, TMPDIR=str(temporary)) as served:
        send_words(served, canaries)
        held = in_folder(tmp_path, canaries)
        assert held == {}
    assert in_folder(tmp_path, canaries) == {}
    assert not list(temporary.iterdir())
    (log,) = tmp_path.glob("*.log")
    said = log.read_text().replace(served.url, "")
    assert "Invalid request" in said  # so the broken ones were noticed
    assert "127.0.0.1" not in said
    assert len(list(tmp_path.rglob("instance/store/??/*"))) == 1
