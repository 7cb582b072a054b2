"""Whoever saw the twelve words is in the case file, whatever was killed and whenever."""

import hashlib
import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from journeys.opened import open_everything
from running import Served, free_port, start

from hrd_report.vault import receipts

MOMENTS = int(os.environ.get("TEST_KILLS", "50"))  # noqa: TID251 - the run's own switch
CLIENTS = 4


@dataclass
class Acknowledged:
    """What senders were told is kept: story and file digest, by the receipt's lookup."""

    kept: dict[bytes, tuple[str, str]] = field(default_factory=dict)
    tried: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def send_until(stop: threading.Event, url: str, told: Acknowledged, chance: random.Random) -> None:
    """Send one report after another; note those that got their receipt page."""
    with httpx.Client(base_url=url, timeout=20) as client:
        while not stop.is_set():
            receipt = receipts.new()
            story = f"story {chance.random()}"
            content = chance.randbytes(chance.choice((0, 900, 70_000)))
            form = {
                "receipt": receipt.form_value(),
                "danger": "no",
                "threat": "harassment",
                "story": story,
            }
            files = {"files": ("capture.png", content, "image/png")}
            told.tried += 1
            try:
                answer = client.post("/fr/report", data=form, files=files)
            except httpx.TransportError:
                continue
            if answer.status_code == httpx.codes.OK and 'id="receipt"' in answer.text.replace(
                "id=receipt", 'id="receipt"'
            ):
                with told.lock:
                    digest = hashlib.sha256(content).hexdigest()
                    told.kept[receipt.lookup] = (story, digest)


def send_and_kill(served: Served, told: Acknowledged, chance: random.Random) -> None:
    """Let several people send, then kill every process at a moment nobody chose."""
    stop = threading.Event()
    with ThreadPoolExecutor(CLIENTS) as people:
        for _ in range(CLIENTS):
            people.submit(send_until, stop, served.url, told, random.Random(chance.random()))
        time.sleep(chance.uniform(0.05, 0.9))
        served.kill()
        stop.set()


@pytest.mark.slow
def test_every_report_that_got_its_receipt_page_survives_a_kill_at_any_moment(tmp_path: Path):
    chance = random.Random()  # every run tries other moments
    told = Acknowledged()
    port = free_port()
    passwords: dict[str, str] = {}
    for _ in range(MOMENTS):
        served = start(tmp_path, port)
        passwords |= served.passwords
        send_and_kill(served, told, chance)
    found = open_everything(tmp_path / "instance", "heron", passwords["heron"])
    assert len(told.kept) > MOMENTS, "hardly anything was sent: the test shows nothing"
    for lookup, (story, digest) in told.kept.items():
        assert found[lookup].stories == [story]
        assert found[lookup].files == [digest]
    for case in found.values():
        assert len(case.stories) == 1, "half a case, or one report twice"
        assert case.files == case.claimed
