"""`serve`: runs the web server and the jobs process side by side, and stops both together.

Both are forks of the command, so that the program is loaded once.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any, Final

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from hrd_report.cli import setup
from hrd_report.cli.building import Building, pass_building
from hrd_report.cli.jobs import work
from hrd_report.errors import NotFound
from hrd_report.i18n import catalogues
from hrd_report.reference import load as reference
from hrd_report.settings import Settings
from hrd_report.vault import instance

_SHARED_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - heartbeats only, never content
_GRACE_SECONDS: Final = 10
_LOOK_EVERY: Final = 0.2
_TURN_SECONDS: Final = 0.0005


@click.command()
@click.option("--port", default=8000, envvar="PORT", help="Loopback port to listen on.")
@click.option("--workers", default=2, help="Web server processes.")
@pass_building
def serve(building: Building, port: int, workers: int) -> None:
    """Serve the open doors on loopback, with the jobs process beside them."""
    os.umask(0o077)
    if building.settings.demo:
        made = setup.set_up(building, setup.Wanted(), setup.DEMO_TEAM)
        if made is not None:
            setup.tell(building, made)
    else:
        _refuse_unready(building)
    _say_where(building.settings, port)
    # Forked before any connection is open: nothing is shared but the loaded program and its words.
    catalogues.load()
    reference.load()
    fork = multiprocessing.get_context("fork")
    running: list[BaseProcess] = [
        fork.Process(target=_Server(building.application, port, workers).run)
    ]
    if building.settings.doors != ("intake",):  # which has no key that the jobs would need
        running.append(fork.Process(target=work, args=(building,)))
    for one in running:
        one.start()
    sys.exit(_watch(running))


class _Server(BaseApplication):
    """Gunicorn with the options that this program needs, and no others."""

    def __init__(self, build: Callable[[], Flask], port: int, workers: int) -> None:
        self._build = build
        self._bind = f"127.0.0.1:{port}"
        self._workers = workers
        super().__init__()

    def load_config(self) -> None:
        """Set every option here: no file and no environment is read."""
        options: dict[str, object] = {
            "bind": self._bind,
            "worker_class": "gthread",
            "workers": self._workers,
            "threads": 64,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 5,
            "accesslog": None,
            "loglevel": "warning",
            "logger_class": "hrd_report.cli.quiet.QuietLogger",
            "control_socket_disable": True,
        }
        if _SHARED_MEMORY.is_dir():
            options["worker_tmp_dir"] = str(_SHARED_MEMORY)
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401 - gunicorn names two protocols where we have one
        """Build the application, once, before the workers are forked."""
        # A thread back from the disk holds everybody's turn at the database: it must not wait
        # behind another one's page for Python's usual five milliseconds at each statement.
        sys.setswitchinterval(_TURN_SECONDS)
        return self._build()


def _refuse_unready(building: Building) -> None:
    try:
        instance.load_door(building.settings.secrets)
    except NotFound:
        raise click.ClickException(
            "This instance is not set up. Run: python -m hrd_report setup"
        ) from None


def _say_where(settings: Settings, port: int) -> None:
    base = f"http://127.0.0.1:{port}"
    click.echo(f"  defenders   {base}/")
    if {"desk", "statistics"} & set(settings.doors):
        click.echo(f"  staff       {base}/login")
    click.echo("\nStop with Ctrl-C.", nl=True)


def _watch(running: list[BaseProcess]) -> int:
    """Wait until a signal comes or one of them ends, then end all. Return the exit code."""
    asked: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        del frame
        asked.append(number)

    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, stop)
    while not asked and all(one.is_alive() for one in running):
        time.sleep(_LOOK_EVERY)
    for one in running:
        if one.is_alive():
            one.terminate()
    for one in running:
        one.join(_GRACE_SECONDS)
        if one.is_alive():
            one.kill()
    return 0 if asked else 1
