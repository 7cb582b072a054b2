"""Hands plots to two drawing processes and takes its pictures back. Loads no matplotlib itself.

That library costs a hundred megabytes and half a second: they go when these end, and a
serving process never has them.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Final

from hrd_report.errors import NotReady
from hrd_report.statistics import archive
from hrd_report.statistics.plots.shapes import Plot

_SECONDS: Final = 900
"""Six on a free core; on a busy one it may wait long, and a release that fails is begun anew."""
_PROCESSES: Final = 2
_COMMAND: Final = (sys.executable, "-m", "hrd_report.statistics.plots")


def draw(plots: Sequence[Plot]) -> Mapping[str, bytes]:
    """Return each plot as SVG and PNG by name. Raises `NotReady` when a process fails."""
    with ThreadPoolExecutor(_PROCESSES) as beside:
        halves = beside.map(_drawn, [plots[place::_PROCESSES] for place in range(_PROCESSES)])
        return {name: data for half in halves for name, data in half.items()}


def _drawn(plots: Sequence[Plot]) -> Mapping[str, bytes]:
    text = json.dumps([asdict(plot) for plot in plots])
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and no word of anybody's
            _COMMAND, input=text.encode(), capture_output=True, timeout=_SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError):
        raise NotReady(["plots_failed"]) from None
    return archive.unpack(done.stdout)
