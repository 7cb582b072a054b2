"""Every route for programs about escalations, gathered. Answers nothing itself."""

from hrd_report.escalation.views.api import answers, directory, lists, notices, organisation
from hrd_report.escalation.views.api.frame import blueprint

__all__ = ["answers", "blueprint", "directory", "lists", "notices", "organisation"]
