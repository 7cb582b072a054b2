"""A process that sends what lies in an outbox, born anew for each life: started, it forks.

`python forked_outbox.py INSTANCE DATABASE PORT`; each line on stdin begins a life: by how many
minutes its clock is ahead, and after how many milliseconds it is killed, or 0. The answer on stdout
says whether it was killed or ended by itself.
"""

import datetime as dt
import os
import signal
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from hrd_report.app import build_services  # noqa: E402 - the path comes first
from hrd_report.clock import utcnow  # noqa: E402 - the path comes first
from hrd_report.escalation.delivery import MailServer  # noqa: E402 - the path comes first
from hrd_report.jobs.outbox import Outbox, deliver  # noqa: E402 - the path comes first
from hrd_report.settings import Settings  # noqa: E402 - the path comes first
from hrd_report.vault import instance  # noqa: E402 - the path comes first


def live(settings: Settings, port: int, ahead: dt.timedelta) -> None:
    """Send until nothing is left."""

    def clock() -> dt.datetime:
        return utcnow() + ahead

    parts = build_services(settings, clock=clock)
    outbox = Outbox(
        database=parts.database,
        clock=clock,
        server=MailServer("127.0.0.1", port, "none", timeout=20),
        key=instance.load(settings.secrets).delivery,
        clocks=parts.reference.clocks,
        pepper=parts.pepper,
    )
    while deliver(outbox):
        pass


def main() -> None:
    """Begin a life for each line that comes."""
    folder, url, port = sys.argv[1:]
    settings = Settings(instance=Path(folder), database_url=url, demo=True)
    build_services(settings).close()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        ahead, life = map(int, line.split())
        pid = os.fork()
        if pid == 0:
            try:
                live(settings, int(port), dt.timedelta(minutes=ahead))
            finally:
                os._exit(0)
        if life:
            time.sleep(life / 1000)
            # Nobody waited for it yet, so the number is still its own.
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        sys.stdout.write("killed\n" if os.WIFSIGNALED(status) else "ended\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
