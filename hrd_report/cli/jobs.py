"""`jobs`: the process that works away from requests. Ends at SIGTERM after the job at hand."""

import signal
import threading

import click

from hrd_report.cli.building import Building, pass_building
from hrd_report.jobs import loop


@click.command()
@pass_building
def jobs(building: Building) -> None:
    """Deliver notices, watch clocks and clear away what is over, until stopped."""
    work(building)


def work(building: Building) -> None:
    """Run the jobs until a signal comes."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    loop.run(building.services(), building.secrets(), stop)
