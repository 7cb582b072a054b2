"""The operator's command. Reads no environment; shows refusals as one sentence, never a trace."""

from typing import Any

import click

from hrd_report.cli.audit import audit
from hrd_report.cli.backup import backup, restore
from hrd_report.cli.building import Building
from hrd_report.cli.carried import forms, import_files
from hrd_report.cli.caseload import caseload
from hrd_report.cli.channels import channels
from hrd_report.cli.database import database
from hrd_report.cli.doctor import doctor
from hrd_report.cli.jobs import jobs
from hrd_report.cli.keys import keys
from hrd_report.cli.proof import proof
from hrd_report.cli.release import release, verify_release
from hrd_report.cli.report import answers, report
from hrd_report.cli.serve import serve
from hrd_report.cli.setup import setup
from hrd_report.cli.staff import staff
from hrd_report.errors import HrdError

__all__ = ["Building", "command"]


class _Command(click.Group):
    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own type
        try:
            return super().invoke(ctx)
        except HrdError as problem:
            raise click.ClickException(str(problem) or type(problem).__name__) from None


@click.group(cls=_Command)
def command() -> None:
    """Run HRD Report and look after it."""


for _part in (
    setup,
    serve,
    jobs,
    staff,
    keys,
    database,
    release,
    verify_release,
    audit,
    proof,
    doctor,
    backup,
    restore,
    report,
    answers,
    channels,
    import_files,
    caseload,
    forms,
):
    command.add_command(_part)
