"""How an escalation goes on, drawn from its table. Opens nothing."""

from flask import Response

from hrd_report.escalation import lifecycle
from hrd_report.escalation.views import entrance
from hrd_report.i18n.marks import N_
from hrd_report.web import diagrams, pages


def page() -> Response:
    """Show which step follows which."""
    drawn = diagrams.context(
        lifecycle.ESCALATIONS, lifecycle.LABELS, lifecycle.NEEDS, N_("An escalation"), pages.say
    )
    tabs = diagrams.tabs(diagrams.HELP_ON_ESCALATIONS, pages.say)
    return entrance.show("help.html", tabs=tabs, lifecycles=[drawn])
