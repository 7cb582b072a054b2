"""`python -m hrd_report`: reads the environment once and hands the command what it needs."""

import os
import sys

from hrd_report import app
from hrd_report.cli import memory
from hrd_report.cli.main import Building, command
from hrd_report.errors import SettingsError
from hrd_report.settings import Settings


def main() -> None:
    """Run the operator's command."""
    memory.never_dumped()
    try:
        settings = Settings.from_environ(os.environ)  # noqa: TID251 - the outermost edge
    except SettingsError as problem:
        sys.exit(f"hrd_report: {problem}")
    building = Building(settings, app.build_services, app.create_app)
    command(obj=building, prog_name="python -m hrd_report")


if __name__ == "__main__":
    main()
