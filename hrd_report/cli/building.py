"""What every command is handed: the settings, and the way to build the services from them."""

from collections.abc import Callable
from dataclasses import dataclass

import click
from flask import Flask

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
        """Build the services. Raises what the composition root raises."""
        return self.build(self.settings)

    def application(self) -> Flask:
        """Build the application with its own services."""
        return self.open_doors(self.services())

    def secrets(self) -> instance.Secrets:
        """Read the instance's secrets."""
        return instance.load(self.settings.secrets)


pass_building = click.make_pass_decorator(Building)
