"""What every command is handed: the settings, and the way to build the services from them."""

from collections.abc import Callable
from dataclasses import dataclass

import click
from flask import Flask

from hrd_report.jobs import sequencing
from hrd_report.settings import Settings
from hrd_report.vault import instance
from hrd_report.web.services import Services


@dataclass(frozen=True, slots=True)
class Building:
    """Settings, and the composition root that turns them into services and an application."""

    settings: Settings
    build: Callable[[Settings], Services]
    open_doors: Callable[[Services], Flask]

    def services(self) -> Services:
        """Build the services, closed when the command ends. Raises what the root raises."""
        parts = self.build(self.settings)
        context = click.get_current_context(silent=True)
        if context is not None:
            context.call_on_close(parts.close)
        return parts

    def application(self) -> Flask:
        """Build the application with its own services."""
        return self.open_doors(self.services())

    def secrets(self) -> instance.Secrets:
        """Read the instance's secrets."""
        return instance.load(self.settings.secrets)

    def number_audit(self, parts: Services) -> None:
        """Give what a command added to the audit its place, as the jobs process would."""
        copy = sequencing.copy_of(self.settings)
        sequencing.run(parts.database, self.secrets().audit, copy)


pass_building = click.make_pass_decorator(Building)
