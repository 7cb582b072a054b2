"""A crowd that tries passwords, another name each time: what it costs those who report meanwhile.

Each pauses after an answer, as whoever floods from elsewhere has to wait for the network.
"""

import secrets
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from bench.visitor import Visitor

_PAUSE_SECONDS = 0.25


@contextmanager
def flood(url: str, visitors: int) -> Iterator[Counter[int]]:
    """Let many try to log in without a pause; give how often each status was answered."""
    over, answered = threading.Event(), Counter[int]()

    def go_on() -> None:
        visitor = Visitor(url)
        while not over.wait(_PAUSE_SECONDS):
            try:
                answered[_try(visitor)] += 1
            except OSError:
                answered[0] += 1

    crowd = [threading.Thread(target=go_on) for _ in range(visitors)]
    for one in crowd:
        one.start()
    try:
        yield answered
    finally:
        over.set()
        for one in crowd:
            one.join()


def _try(visitor: Visitor) -> int:
    typed = urlencode({"name": secrets.token_hex(6), "password": secrets.token_hex(8)}).encode()
    head = (
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(typed)}\r\n\r\n"
    )
    return visitor.ask("POST /login HTTP/1.1", head.encode(), typed)[0]
