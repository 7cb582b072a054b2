"""Runs the program as an operator would: `serve` as a real process, and a real mail server."""

import email
import email.policy
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import httpx
from aiosmtpd.controller import Controller
from forked import Forked

ROOT = Path(__file__).parents[1]
_PASSWORD = re.compile(r"^\s+(\w+)\s+(\w+)\s+([a-z]+(?:-[a-z]+){5})$", re.MULTILINE)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Served:
    """A running demo: where it answers, its first passwords, its folder and its processes."""

    url: str
    passwords: dict[str, str]
    instance: Path
    process: subprocess.Popen | Forked
    environment: dict[str, str] = field(repr=False)

    def pids(self) -> list[int]:
        """Return every process of the demo: the command, the web servers, the jobs."""
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            waiting += [int(one) for one in _children(pid)]
        return found

    def kill(self) -> None:
        """End everything at once, as a power cut would."""
        for pid in self.pids():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()


def _children(pid: int) -> list[str]:
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [one for task in tasks for one in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):  # gone before or while it is read
        return []


def start(folder: Path, port: int | None = None, *, typed: bool = False, **settings: str) -> Served:
    """Start a demo in `folder` and wait until it answers.

    `typed` starts it as somebody does who types the command, reading the program first.
    """
    chosen = port or free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HRD_")}  # noqa: TID251
    environment = {
        **kept,
        "HRD_DEMO": "yes",
        "HRD_INSTANCE": str(folder / "instance"),
        "HRD_PUBLIC_URL": f"http://127.0.0.1:{chosen}",
        "HRD_ORGANISATION": "Réseau Aubépine",
        "HRD_EMERGENCY_PHONE": "+33 1 99 00 12 34",
        **settings,
    }
    log = folder / f"serve-{chosen}-{time.monotonic_ns()}.log"
    words = ["serve", "--port", str(chosen)]
    process = _typed(words, environment, log) if typed else Forked(words, environment, log)
    served = Served(f"http://127.0.0.1:{chosen}", {}, folder / "instance", process, environment)
    _wait(served, log)
    served.passwords = {name: password for _, name, password in _PASSWORD.findall(log.read_text())}
    return served


def _typed(words: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen:
    with log.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "hrd_report", *words],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )


def _wait(served: Served, log: Path) -> None:
    for _ in range(600):
        if served.process.poll() is not None:
            raise RuntimeError(f"serve ended: {log.read_text()[-2000:]}")
        try:
            if httpx.get(f"{served.url}/fr/", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError("serve does not answer")


@contextmanager
def serving(
    folder: Path, port: int | None = None, *, typed: bool = False, **settings: str
) -> Iterator[Served]:
    """Run a demo and stop it the way Ctrl-C does."""
    served = start(folder, port, typed=typed, **settings)
    try:
        yield served
    finally:
        if served.process.poll() is None:
            served.process.send_signal(signal.SIGINT)
            served.process.wait(20)


@dataclass
class Mailbox:
    """What a real mail server received, whole."""

    port: int
    messages: list[EmailMessage] = field(default_factory=list)
    _arrived: threading.Condition = field(default_factory=threading.Condition)

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802, ARG002
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        with self._arrived:
            self.messages.append(message)
            self._arrived.notify_all()
        return "250 kept"

    def wait(self, count: int = 1, seconds: float = 30) -> list[EmailMessage]:
        """Wait until so many messages came."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.messages) >= count, seconds)
        return self.messages


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Run a mail server on loopback that keeps what it is given."""
    box = Mailbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
